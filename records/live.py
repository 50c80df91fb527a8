"""The newest picture of each camera, for who looks over its shoulder: replaced by the next, and never evidence.

One file holds a picture and where its heads are, so that nobody ever hides the heads of one picture on another.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from vision.errors import StoreError
from vision.facts import Box, ShownHead

FOLDER = "live"
SUFFIX = ".live"
MODE = 0o700


@dataclass(frozen=True, slots=True)
class LivePicture:
    """A camera's picture at a time.

    Attributes:
        jpeg: of `width` x `height` px. heads: all that may be heads on it, px; they are hidden when it is served.
    """

    at: datetime
    jpeg: bytes
    width: int
    height: int
    heads: tuple[ShownHead, ...] = ()


class LiveFolder:
    """A folder with one file per camera.

    Attributes:
        asked_at: when somebody last looked at any of them, by the clock of whoever serves them; None: nobody did.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked_at: datetime | None = None

    def put(self, camera: str, picture: LivePicture) -> None:
        """In the place of the camera's last one, whole or not at all.

        Raises:
            StoreError: it cannot be written.
        """
        path = self._path(camera)
        part = path.with_suffix(".part")
        try:
            self.folder.mkdir(mode=MODE, parents=True, exist_ok=True)
            part.write_bytes(_head(picture) + b"\n" + picture.jpeg)
            part.replace(path)
        except OSError as error:
            raise StoreError(
                f"{path}: the newest picture could not be kept ({error.strerror}); look at the disk"
            ) from error

    def get(self, camera: str) -> LivePicture | None:
        """The newest picture of a camera; None where there is none, or none that can be read."""
        try:
            head, _, jpeg = self._path(camera).read_bytes().partition(b"\n")
            return _picture(json.loads(head), jpeg)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def times(self) -> dict[str, datetime]:
        """By camera, of when its newest picture is."""
        found = {path.stem: _taken_at(path) for path in sorted(self.folder.glob(f"*{SUFFIX}"))}
        return {camera: at for camera, at in found.items() if at is not None}

    def keep_only(self, cameras: frozenset[str]) -> None:
        """Erase the pictures of all others: their cameras were taken away."""
        for path in self.folder.glob(f"*{SUFFIX}"):
            if path.stem not in cameras:
                path.unlink(missing_ok=True)

    def _path(self, camera: str) -> Path:
        if not camera or Path(camera).name != camera or camera.startswith("."):
            raise StoreError(f"expected the id of a camera, came {camera[:64]!r}")
        return self.folder / f"{camera}{SUFFIX}"


def _taken_at(path: Path) -> datetime | None:
    try:
        with path.open("rb") as file:
            return datetime.fromisoformat(str(json.loads(file.readline())["at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _head(picture: LivePicture) -> bytes:
    heads = [[*_sides(head.box), head.staff] for head in picture.heads]
    head = {"at": picture.at.isoformat(), "width": picture.width, "height": picture.height, "heads": heads}
    return json.dumps(head).encode()


def _sides(box: Box) -> tuple[float, float, float, float]:
    return box.x0, box.y0, box.x1, box.y1


def _picture(head: dict[str, object], jpeg: bytes) -> LivePicture:
    width, height, heads = head["width"], head["height"], head["heads"]
    if not (isinstance(width, int) and isinstance(height, int) and isinstance(heads, list) and jpeg):
        raise ValueError("no picture that was put here")
    shown = tuple(ShownHead(Box(*map(float, sides)), bool(staff)) for *sides, staff in heads)
    return LivePicture(datetime.fromisoformat(str(head["at"])), jpeg, width, height, shown)
