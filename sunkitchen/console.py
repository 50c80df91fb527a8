"""What a person at the terminal sees: progress and words on stderr, results on stdout."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

console = Console(stderr=True, highlight=False)

PROGRESS_FILE = "SUNKITCHEN_PROGRESS"
"""Environment variable: a file that is told which share is done, for who started this command."""
NOTE_EVERY_S = 0.5

Step = Callable[[float, str], None]
"""Called with how much is done and a few words."""


@contextmanager
def progress(title: str, total: float | None) -> Iterator[Step]:
    """A progress bar; total None only counts."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, TextColumn("{task.fields[words]}"), console=console) as bar:
        task = bar.add_task(title, total=total, words="")

        noted = _noting(total)

        def step(done: float, words: str) -> None:
            bar.update(task, completed=done, words=words)
            noted(done)

        yield step


def _noting(total: float | None) -> Callable[[float], None]:
    path, last = os.environ.get(PROGRESS_FILE), 0.0
    if path is None or not total:
        return lambda _done: None

    def note(done: float) -> None:
        nonlocal last
        if time.monotonic() - last > NOTE_EVERY_S:
            Path(path).write_text(f"{done / total:.3f}", encoding="utf-8")
            last = time.monotonic()

    return note


def out(text: str) -> None:
    """The result itself, on stdout."""
    sys.stdout.write(text + "\n")


def say(text: str) -> None:
    """A word to the person at the terminal, on stderr."""
    console.print(text, markup=False, soft_wrap=True)
