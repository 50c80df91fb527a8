"""Analyses the recordings that people bring, one at a time, in a process of its own that gives way to the cameras."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event, Thread
from types import TracebackType
from typing import Self

from records.uploads import Upload, Uploads, UploadState
from sunkitchen.console import PROGRESS_FILE
from vision.errors import SunkitchenError

log = logging.getLogger(__name__)
EVERY_S = 1.0
NICE = ("nice", "-n", "10")
LONGEST_WORDS = 400


class Analyst:
    """Works in a thread of its own while entered."""

    def __init__(self, uploads: Uploads) -> None:
        self.uploads = uploads
        self._stopping = Event()
        self._thread = Thread(target=self._work, name="analyst", daemon=True)

    def __enter__(self) -> Self:
        """Begin; what a stop of the box cut short is done again."""
        for one in self.uploads.all():
            if one.state is UploadState.RUNNING:
                self.uploads.note(replace(one, state=UploadState.QUEUED))
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop, and what is being analysed with it."""
        self._stopping.set()
        self._thread.join(10)

    def _work(self) -> None:
        while not self._stopping.wait(EVERY_S):
            try:
                self.uploads.remove_old(datetime.now(UTC))
                waiting = [one for one in self.uploads.all() if one.state is UploadState.QUEUED]
                if waiting:
                    self._analyse(waiting[-1])
            except SunkitchenError as error:
                log.error("analyst: %s", error)
            except Exception:
                log.exception("analyst: an error in the program, trying again")

    def _analyse(self, one: Upload) -> None:
        running = replace(one, state=UploadState.RUNNING)
        self.uploads.note(running)
        place = self.uploads.place(one.id)
        environment = os.environ | {PROGRESS_FILE: str(self.uploads.progress_of(one.id))}
        command = [*NICE, sys.executable, "-m", "sunkitchen.cli", "analyse", "video", "--out", "out"]
        with (
            (place / "log").open("wb") as told,
            subprocess.Popen(command, cwd=place, env=environment, stdout=told, stderr=told) as process,  # noqa: S603 - ours
        ):
            self._wait(process, one)
        if self.uploads.get(one.id) is None or self._stopping.is_set():
            return
        self.uploads.note(self._ended(running, process.returncode))

    def _wait(self, process: subprocess.Popen[bytes], one: Upload) -> None:
        """Until it ends, is deleted, or the box stops."""
        while process.poll() is None:
            if self._stopping.wait(EVERY_S) or self.uploads.get(one.id) is None:
                process.terminate()
                process.wait(10)

    def _ended(self, one: Upload, code: int) -> Upload:
        if code == 0:
            return replace(one, state=UploadState.DONE, share=1.0)
        told = (self.uploads.place(one.id) / "log").read_text(encoding="utf-8", errors="replace").split("\n")
        words = " ".join(line.strip() for line in told if "problem" in line)[:LONGEST_WORDS]
        return replace(one, state=UploadState.FAILED, why=words or "the analysis stopped; see the log of its folder")
