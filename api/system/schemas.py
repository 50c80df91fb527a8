"""Whether the box is well, as the API tells of it."""

from __future__ import annotations

from typing import Literal

from api.schemas import Out
from records.retention.room import Level


class WellOut(Out):
    """The good answer; the bad one is a problem."""

    status: Literal["ok"] = "ok"


class ReadyOut(WellOut):
    """The good answer of who is ready; `disk`: how the evidence's disk stands."""

    disk: Level
