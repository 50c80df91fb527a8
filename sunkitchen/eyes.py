"""Lends the networks to camera threads: as many pairs of eyes as workers, first come first served."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

from vision.detect.models import load_models
from vision.pipeline import Eyes


class EyesPool:
    """A fixed number of Eyes; a thread holds one for one frame and gives it back."""

    def __init__(self, eyes: list[Eyes]) -> None:
        self._free: SimpleQueue[Eyes] = SimpleQueue()
        for one in eyes:
            self._free.put(one)
        self.version = eyes[0].version
        self.labels = eyes[0].detector.labels
        self.attributes = eyes[0].attributes

    @contextmanager
    def borrow(self) -> Iterator[Eyes]:
        """Eyes for the time of a `with` block; waits for a free pair."""
        eyes = self._free.get()
        try:
            yield eyes
        finally:
            self._free.put(eyes)


def open_eyes(models: Path, workers: int = 1) -> EyesPool:
    """Load the models of a folder, once per worker.

    Raises:
        ModelError: a file that is not what the manifest promises.
    """
    loaded = [load_models(models) for _ in range(workers)]
    return EyesPool([Eyes(one.detector, one.classifiers) for one in loaded])
