"""What is served of cameras at this moment."""

from __future__ import annotations

from datetime import datetime

from api.schemas import Out
from vision.camera_facts import CameraHealth, CameraState


class LiveOut(Out):
    """A camera now.

    `state` since `since` (UTC), both null where its reader never reported; `picture_at`: when its newest picture was
    taken, null where there is none; the picture is at /cameras/{id}/picture.
    """

    camera: str
    name: str
    site: str
    state: CameraState | None
    since: datetime | None
    picture_at: datetime | None

    @classmethod
    def of(cls, camera: tuple[str, str, str], health: CameraHealth | None, picture_at: datetime | None) -> LiveOut:
        """Of a camera's id, name and site."""
        state, since = (None, None) if health is None else (health.state, health.at)
        return cls(camera=camera[0], name=camera[1], site=camera[2], state=state, since=since, picture_at=picture_at)


class LiveList(Out):
    """All cameras in use, by id."""

    items: tuple[LiveOut, ...]
