"""One slot between a camera's reader and whoever looks: the newest frame wins."""

from __future__ import annotations

from threading import Condition

from vision.frames import Frame


class Mailbox:
    """Holds at most one frame; nobody ever waits to put one in."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._frame: Frame | None = None
        self._closed = False

    def put(self, frame: Frame) -> bool:
        """Leave a frame; True where it displaced one that nobody had taken."""
        with self._changed:
            displaced = self._frame is not None
            self._frame = frame
            self._changed.notify()
            return displaced

    def take(self) -> Frame | None:
        """The newest frame not taken yet, waiting for one; None when closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._frame is not None)
            frame, self._frame = self._frame, None
            return None if self._closed else frame

    def close(self) -> None:
        """Nothing more will come: whoever waits is let go."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
