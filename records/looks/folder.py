"""The folder of kept looks: <root>/<camera>/<YYYYMMDDTHH>.jsonl, hours in UTC; bounded in hours and bytes.

Only ever appended to, by one write a frame: a crash costs what it cut short, and nothing else. Deleted hour by hour, by
when an hour was last written to. Nothing here is evidence.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import SEEK_END, FileIO
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from records.looks.lines import Writer, read_lines
from records.retention.room import Room
from vision.sighting import Sighting

log = logging.getLogger(__name__)
SUFFIX = ".jsonl"
HOUR = timedelta(hours=1)
FORMAT = "%Y%m%dT%H"


class Limits(NamedTuple):
    """hours: since an hour was last written to. size_bytes: of everything."""

    hours: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class KeptHour:
    """A file: when it was last written to, Unix seconds, and its size."""

    path: Path
    written_s: float
    size_bytes: int


class KeptLooks:
    """The looks of a box's cameras. Safe to share between threads.

    Args:
        room: as of the store's disk; where it is tight nothing is kept. now_s: the clock, Unix seconds.
    """

    def __init__(
        self, root: Path, limits: Limits, room: Room | None = None, now_s: Callable[[], float] = time.time
    ) -> None:
        self.root = root
        self.limits = limits
        self.room = room or Room()
        self._now_s = now_s
        self._lock = Lock()
        self._size_bytes = 0
        self.sweep()

    def log(self) -> LookLog | None:
        """Where one camera's looks go from now on; None where none are kept."""
        return LookLog(self) if self.limits.hours else None

    def path(self, camera: str, at: datetime) -> Path:
        """The file of an hour."""
        return self.root / camera / f"{at.astimezone(UTC):{FORMAT}}{SUFFIX}"

    def read(self, camera: str, since: datetime, until: datetime) -> Iterator[Sighting]:
        """Sightings in since <= at < until, oldest first."""
        hour = since.replace(minute=0, second=0, microsecond=0)
        while hour < until:
            for sighting in _read(self.path(camera, hour)):
                if since <= sighting.at < until:
                    yield sighting
            hour += HOUR

    def span(self, camera: str) -> tuple[datetime, datetime] | None:
        """Beginning of the oldest kept hour and end of the newest; None where there is none."""
        hours = sorted(map(_hour_of, (self.root / camera).glob(f"*{SUFFIX}")))
        return (hours[0], hours[-1] + HOUR) if hours else None

    def grew(self, size_bytes: int) -> None:
        """So much was written; what is too much goes."""
        with self._lock:
            self._size_bytes += size_bytes
            too_much = self._size_bytes > self.limits.size_bytes
        if too_much:
            self.sweep()

    def sweep(self) -> None:
        """Delete hours that are over their time, and the oldest while all are too large."""
        with self._lock:
            kept = sorted(self._hours(), key=lambda hour: (hour.written_s, hour.path))
            size_bytes, oldest_s = sum(hour.size_bytes for hour in kept), self._now_s() - self.limits.hours * 3600
            for hour in kept:
                if hour.written_s < oldest_s or not self.limits.hours or size_bytes > self.limits.size_bytes:
                    hour.path.unlink(missing_ok=True)
                    size_bytes -= hour.size_bytes
            self._size_bytes = size_bytes

    def _hours(self) -> Iterator[KeptHour]:
        for path in self.root.glob(f"*/*{SUFFIX}"):
            try:
                found = path.stat()
            except FileNotFoundError:
                continue
            yield KeptHour(path, found.st_mtime, found.st_size)


class LookLog:
    """A LookSink of one camera, from the beginning of its watching."""

    def __init__(self, kept: KeptLooks) -> None:
        self._kept = kept
        self._writer = Writer()
        self._path: Path | None = None
        self._failed = False

    def saw(self, sighting: Sighting) -> None:
        """Append it; what cannot be kept is lost, and said once."""
        if self._kept.room.tight:
            return
        path = self._kept.path(sighting.camera, sighting.at)
        try:
            if path != self._path or not path.exists():
                self._writer.restart()
                self._kept.sweep()
            self._path = path
            self._append(path, self._writer.lines(sighting).encode())
        except OSError as error:
            self._writer.restart()
            if not self._failed:
                log.warning("looks of camera %s are not kept: %s", sighting.camera, error.strerror)
            self._failed = True

    def _append(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+", buffering=0) as file:
            if not _ends_a_line(file):
                data = b"\n" + data
            file.write(data)
        self._kept.grew(len(data))


def _read(path: Path) -> Iterator[Sighting]:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            yield from read_lines(file)
    except FileNotFoundError:  # nobody watched, or it has gone meanwhile
        return


def _ends_a_line(file: FileIO) -> bool:
    """Whether nothing was cut short before; a crash may have."""
    if file.seek(0, SEEK_END) == 0:
        return True
    file.seek(-1, SEEK_END)
    return file.read(1) == b"\n"


def _hour_of(path: Path) -> datetime:
    return datetime.strptime(path.stem, FORMAT).replace(tzinfo=UTC)
