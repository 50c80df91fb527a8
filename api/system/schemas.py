"""Whether the box is well, as the API tells of it."""

from __future__ import annotations

from typing import Literal

from api.schemas import Out


class WellOut(Out):
    """The good answer; the bad one is a problem."""

    status: Literal["ok"] = "ok"
