"""What is known of a camera: how its reader does, and how much of it was watched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CameraState(StrEnum):
    """What a camera's reader is doing. Anything but watching means: nobody is watching there."""

    CONNECTING = "connecting"
    WATCHING = "watching"
    CONNECTED_WITHOUT_MEDIA = "connected_without_media"
    REFUSED = "refused"
    LOST = "lost"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class CameraHealth:
    """A change of a camera's state.

    Attributes:
        detail: for people, without credentials.
    """

    camera: str
    state: CameraState
    at: datetime
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was watched of one camera since the last report: added up per hour by whoever remembers.

    Attributes:
        hour: UTC start of the hour.
        watched_s: seconds with looks no further apart than the gap limit.
        staffed_s: of these, seconds with at least one head in a zone with requirements.
        frames: frames looked at. dropped: frames passed over because a newer one came. corrupt: frames thrown away.
        head_looks: looks taken at heads. abstained: attribute judgements that could not tell. judged: all judgements.
    """

    camera: str
    hour: datetime
    watched_s: float = 0.0
    staffed_s: float = 0.0
    frames: int = 0
    dropped: int = 0
    corrupt: int = 0
    head_looks: int = 0
    judged: int = 0
    abstained: int = 0
