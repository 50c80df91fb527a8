"""Folders of images, played in the order of their names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np

from vision.errors import SourceError
from vision.facts import TimeSource
from vision.frames import Image
from vision.ports import SourceCounts
from vision.sources.clock import Clock
from vision.sources.decode import Picture
from vision.sources.replay import Replay, Start
from vision.sources.spec import FolderSpec

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp"})


def open_folder(spec: FolderSpec, clock: Clock) -> Replay:
    """A FrameSource over the folder.

    Raises:
        SourceError: it does not exist, is no folder, or holds no images.
    """
    reel = ImageFolder(spec.path, spec.fps)
    if spec.start is not None:
        start = Start(spec.start.astimezone(UTC), TimeSource.OPTION)
    else:
        start = Start(datetime.fromtimestamp(reel.files[0].stat().st_mtime, UTC), TimeSource.MTIME)
    return Replay(spec.camera, reel, start, clock, pace=spec.pace, loop=spec.loop)


class ImageFolder:
    """A folder of images as a reel. An image that cannot be read leaves its place in time empty.

    Attributes:
        files: the images in the order they are played.
        keyframes_only: means nothing here: every image stands alone.

    Raises:
        SourceError: it does not exist, is no folder, or holds no images.
    """

    def __init__(self, path: Path, fps: float) -> None:
        self.files = _images(path)
        self.keyframes_only = False
        self._path = path
        self._fps = fps

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return len(self.files) / self._fps

    def pictures(self, counts: SourceCounts) -> Iterator[Picture]:
        """Every image that can be read.

        Raises:
            SourceError: none can be read.
        """
        read = 0
        for place, file in enumerate(self.files):
            image = _read(file)
            if image is None:
                counts.corrupt += 1
                continue
            read += 1
            yield Picture(_showing(image), place / self._fps, is_keyframe=True)
        if not read:
            raise SourceError(
                f"{self._path}: none of its {len(self.files)} images can be read; expected JPEG, PNG, BMP or WebP. "
                "Check that the files were copied completely"
            )


def _images(path: Path) -> list[Path]:
    if not path.is_dir():
        came = "is a file" if path.exists() else "does not exist"
        raise SourceError(f"{path}: {came}; expected a folder of images. Check the path")
    files = [file for file in path.iterdir() if file.suffix.lower() in SUFFIXES and file.is_file()]
    if not files:
        raise SourceError(f"{path}: holds no images; expected files ending in {', '.join(sorted(SUFFIXES))}")
    return sorted(files, key=_name_order)


def _name_order(file: Path) -> list[tuple[int, str]]:
    """Numbers in names count as numbers: 2.jpg comes before 10.jpg."""
    parts = re.split(r"(\d+)", file.name)
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def _read(file: Path) -> Image | None:
    data = np.fromfile(file, np.uint8)
    image = cv2.imdecode(data, cv2.IMREAD_COLOR) if data.size else None
    return None if image is None else np.asarray(image, np.uint8)


def _showing(image: Image) -> Callable[[], Image]:
    return lambda: image
