"""What a person at the terminal sees: progress and words on stderr, results on stdout."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

console = Console(stderr=True, highlight=False)

Step = Callable[[float, str], None]
"""Called with how much is done and a few words."""


@contextmanager
def progress(title: str, total: float | None) -> Iterator[Step]:
    """A progress bar; total None only counts."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, TextColumn("{task.fields[words]}"), console=console) as bar:
        task = bar.add_task(title, total=total, words="")

        def step(done: float, words: str) -> None:
            bar.update(task, completed=done, words=words)

        yield step


def out(text: str) -> None:
    """The result itself, on stdout."""
    sys.stdout.write(text + "\n")


def say(text: str) -> None:
    """A word to the person at the terminal, on stderr."""
    console.print(text, markup=False, soft_wrap=True)
