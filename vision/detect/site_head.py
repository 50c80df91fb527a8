"""A site's own head: linear, on the embedding of the shared network, behind the AttributeClassifier seam."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vision.detect.crop_classifier import CropClassifier, answers
from vision.detect.manifest import AttributeEntry
from vision.detect.replay import Linear
from vision.errors import ModelError
from vision.facts import Judgement
from vision.frames import Boxes, Image


@dataclass(frozen=True, slots=True)
class SiteAttribute:
    """One attribute as a site knows it.

    Attributes:
        entry: the manifest's, with the site's temperature and thresholds; an answer without one is never given.
        linear: the head.
    """

    entry: AttributeEntry
    linear: Linear


@dataclass(frozen=True, slots=True)
class SiteHead:
    """What one site's cameras are judged by.

    Attributes:
        version: names it in evidence.
        base: version of the network whose embedding it was fitted on.
        attributes: those it judges; others are the base's.
    """

    version: str
    base: str
    attributes: tuple[SiteAttribute, ...]


class SiteClassifier:
    """A crop classifier that judges with a site's head. One instance belongs to one thread, the base's.

    Raises:
        ModelError: the head was fitted on another network.
    """

    def __init__(self, base: CropClassifier, head: SiteHead) -> None:
        if head.base != base.version:
            raise ModelError(
                f"site head {head.version}: expected the network {head.base} it was fitted on, but installed is "
                f"{base.version}. Mend: `sunkitchen enrol fit` once more, or `sunkitchen enrol rollback`."
            )
        self._base, self._head = base, head
        own = {one.entry.name: one for one in head.attributes}
        self._own = [own.get(a.name) for a in base.entry.attributes]

    @property
    def version(self) -> str:
        """The network's and the head's, for evidence."""
        return f"{self._base.version}+{self._head.version}"

    @property
    def label(self) -> str:
        """The detector label whose boxes it judges."""
        return self._base.label

    @property
    def attributes(self) -> tuple[str, ...]:
        """What it judges."""
        return self._base.attributes

    def judge(self, image: Image, boxes: Boxes) -> Sequence[tuple[Judgement, ...]]:
        """One tuple per box, with one judgement per attribute, in the order of `attributes`."""
        sensed = self._base.sense(image, boxes)
        logits = tuple(
            theirs if own is None else own.linear.logits(sensed.embeddings)
            for own, theirs in zip(self._own, sensed.logits, strict=True)
        )
        entries = [
            theirs if own is None else own.entry
            for own, theirs in zip(self._own, self._base.entry.attributes, strict=True)
        ]
        return answers(replace(sensed, logits=logits), entries)
