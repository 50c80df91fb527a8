"""Keeps a camera's newest picture where people may look at it: small, eyes hidden before it touches the disk."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from records.live import LiveFolder, LivePicture
from vision.errors import StoreError
from vision.facts import Box, ShownHead
from vision.frames import Image
from vision.mosaic import hide_eyes, hide_head
from vision.pixels import encode_jpeg, narrowed

log = logging.getLogger(__name__)
WIDTH_PX = 640
JPEG_QUALITY = 80
LOOKED_AT = timedelta(seconds=2)
"""Between two pictures while somebody looks."""
ALONE = timedelta(seconds=10)
"""And while nobody does."""
LOOKING = timedelta(seconds=20)
"""How long after a picture was asked for somebody counts as looking."""


class LiveWindow:
    """The window of one camera.

    Args:
        now: the clock of who looks; nothing is judged by it.
    """

    def __init__(
        self, camera: str, folder: LiveFolder, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._camera, self._folder, self._now = camera, folder, now
        self._shown_at: datetime | None = None
        self._waiting: tuple[datetime, Image, Sequence[ShownHead]] | None = None

    def see(self, at: datetime, image: Image, heads: Sequence[ShownHead]) -> None:
        """Take the newest picture; show it where the last one has been there long enough."""
        self._waiting = at, image, heads
        if self._shown_at is None or self._now() - self._shown_at >= self._pause():
            self.finish()

    def finish(self) -> None:
        """Show what still waits: the last picture of a recording stays to be seen."""
        if self._waiting is None:
            return
        picture = live_picture(*self._waiting)
        self._waiting, self._shown_at = None, self._now()
        try:
            self._folder.put(self._camera, picture)
        except StoreError as error:
            log.error("camera %s: %s", self._camera, error)

    def _pause(self) -> timedelta:
        asked = self._folder.asked_at
        return LOOKED_AT if asked is not None and self._now() - asked < LOOKING else ALONE


def live_picture(at: datetime, image: Image, heads: Sequence[ShownHead]) -> LivePicture:
    """What is kept of a picture (h, w, 3): narrowed, the eyes of staff and the heads of strangers hidden for good."""
    small = narrowed(image, WIDTH_PX).copy()
    height, width = small.shape[:2]
    scale = width / image.shape[1]
    shown = tuple(ShownHead(_scaled(head.box, scale), head.staff) for head in heads)
    for head in shown:
        (hide_eyes if head.staff else hide_head)(small, head.box)
    return LivePicture(at, encode_jpeg(small, JPEG_QUALITY), width, height, shown)


def _scaled(box: Box, scale: float) -> Box:
    return Box(*(round(side * scale, 1) for side in (box.x0, box.y0, box.x1, box.y1)))
