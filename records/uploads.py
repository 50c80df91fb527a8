"""Recordings that people bring to be analysed: a folder each, with the video, a note, and what came of it.

Nothing of it is evidence; it goes after some days. Names that people give are noted, and never a path.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from uuid import UUID, uuid4

from vision.errors import StoreError

FOLDER = "uploads"
NOTE, VIDEO, OUT, PROGRESS = "note.json", "video", "out", "progress"
MODE = 0o700


class UploadState(StrEnum):
    """How far an analysis is."""

    COMING = "coming"
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Upload:
    """A recording somebody brought.

    Attributes:
        who: login of who did; it is theirs alone. name: what they called it, for people only. size: bytes.
        share: of the video that was looked at, 0-1. why: it failed.
    """

    id: UUID
    who: str
    name: str
    at: datetime
    size: int = 0
    state: UploadState = UploadState.COMING
    share: float = 0.0
    why: str = ""


class Uploads:
    """The folder of all uploads.

    Args:
        most_bytes: of one video. keep: how long after it came an upload stays.
    """

    def __init__(self, folder: Path, most_bytes: int, keep: timedelta) -> None:
        self.folder, self.most_bytes, self.keep = folder, most_bytes, keep

    def begin(self, who: str, name: str, at: datetime) -> Upload:
        """A new one, to be filled at `video_of`.

        Raises:
            StoreError: it cannot be kept.
        """
        upload = Upload(uuid4(), who, name, at)
        self.note(upload)
        return upload

    def note(self, upload: Upload) -> None:
        """Remember how far it is.

        Raises:
            StoreError: it cannot be kept.
        """
        folder = self.place(upload.id)
        try:
            folder.mkdir(mode=MODE, parents=True, exist_ok=True)
            part = folder / f"{NOTE}.part"
            part.write_text(json.dumps(asdict(upload), default=str), encoding="utf-8")
            part.replace(folder / NOTE)
        except OSError as error:
            raise StoreError(f"{folder}: cannot be written ({error.strerror}); look at the disk") from error

    def get(self, upload_id: UUID) -> Upload | None:
        """One of them; None where there is none."""
        try:
            told = json.loads((self.place(upload_id) / NOTE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        found = Upload(
            upload_id,
            told["who"],
            told["name"],
            datetime.fromisoformat(told["at"]),
            told["size"],
            UploadState(told["state"]),
            told["share"],
            told["why"],
        )
        return replace(found, share=self._share(upload_id)) if found.state is UploadState.RUNNING else found

    def all(self) -> tuple[Upload, ...]:
        """Newest first."""
        ids = [UUID(path.parent.name) for path in self.folder.glob(f"*/{NOTE}")]
        found = (self.get(one) for one in ids)
        return tuple(sorted((one for one in found if one is not None), key=lambda one: one.at, reverse=True))

    def remove(self, upload_id: UUID) -> None:
        """With everything that came of it."""
        shutil.rmtree(self.place(upload_id), ignore_errors=True)

    def remove_old(self, at: datetime) -> None:
        """Those whose time is over, and those that never came whole."""
        for one in self.all():
            stuck = one.state is UploadState.COMING and at - one.at > timedelta(hours=6)
            if stuck or at - one.at > self.keep:
                self.remove(one.id)

    def place(self, upload_id: UUID) -> Path:
        """The folder of one."""
        return self.folder / str(upload_id)

    def video_of(self, upload_id: UUID) -> Path:
        """Its video."""
        return self.place(upload_id) / VIDEO

    def out_of(self, upload_id: UUID) -> Path:
        """What came of it: a store of its own."""
        return self.place(upload_id) / OUT

    def progress_of(self, upload_id: UUID) -> Path:
        """Where the one who analyses it writes which share is done."""
        return self.place(upload_id) / PROGRESS

    def _share(self, upload_id: UUID) -> float:
        try:
            return min(max(float(self.progress_of(upload_id).read_text(encoding="utf-8")), 0.0), 1.0)
        except (OSError, ValueError):
            return 0.0
