"""Lends the networks to camera threads: as many pairs of eyes as workers, first come first served."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

from vision.detect.crop_classifier import CropClassifier
from vision.detect.models import load_models
from vision.detect.site_head import SiteClassifier, SiteHeads
from vision.pipeline import Eyes
from vision.ports import AttributeClassifier


class EyesPool:
    """A fixed number of Eyes; a thread holds one for one frame and gives it back.

    Args:
        eyes: at least one. free: which of them nobody holds; given where several pools share the same networks.
        learnt: attributes that are judged as the site taught.
    """

    def __init__(
        self, eyes: Sequence[Eyes], free: SimpleQueue[int] | None = None, learnt: frozenset[str] = frozenset()
    ) -> None:
        self._eyes = tuple(eyes)
        self._free = _all_of(self._eyes) if free is None else free
        self.version = eyes[0].version
        self.labels = eyes[0].detector.labels
        self.attributes = eyes[0].attributes
        self.learnt = learnt

    @contextmanager
    def borrow(self) -> Iterator[Eyes]:
        """Eyes for the time of a `with` block; waits for a free pair."""
        number = self._free.get()
        try:
            yield self._eyes[number]
        finally:
            self._free.put(number)

    def at_site(self, own: SiteHeads) -> EyesPool:
        """The same networks, corrected for a site; they are still lent to one thread at a time.

        Raises:
            ModelError: the heads were fitted on another network.
        """
        return EyesPool([_corrected(eyes, own) for eyes in self._eyes], self._free, frozenset(own.heads))


def open_eyes(models: Path, workers: int = 1, asked: frozenset[str] | None = None) -> EyesPool:
    """Load the models of a folder, once per worker.

    Args:
        asked: attributes that somebody wants to know; who judges none of them is left out. None: all.

    Raises:
        ModelError: a file that is not what the manifest promises.
    """
    loaded = [load_models(models) for _ in range(workers)]
    return EyesPool([Eyes(one.detector, tuple(_wanted(one.classifiers, asked))) for one in loaded])


def _wanted(classifiers: Sequence[AttributeClassifier], asked: frozenset[str] | None) -> Iterator[AttributeClassifier]:
    return (one for one in classifiers if asked is None or not asked.isdisjoint(one.attributes))


def _all_of(eyes: Sequence[Eyes]) -> SimpleQueue[int]:
    free: SimpleQueue[int] = SimpleQueue()
    for number in range(len(eyes)):
        free.put(number)
    return free


def _corrected(eyes: Eyes, own: SiteHeads) -> Eyes:
    return Eyes(eyes.detector, tuple(_at_site(classifier, own) for classifier in eyes.classifiers))


def _at_site(classifier: AttributeClassifier, own: SiteHeads) -> AttributeClassifier:
    if isinstance(classifier, CropClassifier) and not set(classifier.attributes).isdisjoint(own.heads):
        return SiteClassifier(classifier, own)
    return classifier
