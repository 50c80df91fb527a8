"""A site's own judgement of one attribute: the network's logits, corrected linearly from its embedding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from vision.detect.crop_classifier import CropClassifier, answers
from vision.detect.manifest import AttributeEntry
from vision.errors import ModelError
from vision.facts import Answer, Judgement
from vision.frames import Boxes, Image

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scale:
    """Brings embeddings to a common scale: subtract `middle` (d,), divide by `spread` (d,)."""

    middle: Floats
    spread: Floats

    @classmethod
    def of(cls, embedding: Floats) -> Scale:
        """The scale under which these embeddings (n, d) have mean 0 and length about 1."""
        spread = (embedding.std(axis=0) + 1e-3) * np.sqrt(embedding.shape[1])
        return cls(embedding.mean(axis=0), spread)

    def apply(self, embedding: Floats) -> Floats:
        """(n, d) scaled."""
        scaled: Floats = (embedding - self.middle) / self.spread
        return scaled


@dataclass(frozen=True, slots=True)
class SiteHead:
    """Adds `scaled embedding @ weights + bias` to the network's logits.

    Attributes:
        weights: (d, classes). bias: (classes,).
        thresholds: answer to the probability from which it is given at this site, 0-1; above 1 it is never given.
    """

    scale: Scale
    weights: Floats
    bias: Floats
    thresholds: Mapping[Answer, float]

    def __post_init__(self) -> None:
        if self.weights.ndim != 2 or self.bias.shape != (self.weights.shape[1],):
            raise ValueError(
                "weights (d, classes) and bias (classes,) must fit, "
                f"but came {self.weights.shape} and {self.bias.shape}"
            )

    def logits(self, logits: Floats, embedding: Floats) -> Floats:
        """Corrected logits (n, classes) of crops with the network's logits (n, classes) and embedding (n, d)."""
        corrected: Floats = logits + self.scale.apply(embedding) @ self.weights + self.bias
        return corrected


def shares(logits: Floats, temperature: float) -> Floats:
    """Probabilities (n, classes)."""
    powers = np.exp((logits - logits.max(axis=1, keepdims=True)) / temperature)
    result: Floats = powers / powers.sum(axis=1, keepdims=True)
    return result


@dataclass(frozen=True, slots=True)
class SiteHeads:
    """What the cameras of one group of a site are judged by.

    Attributes:
        version: names it in evidence.
        base: version of the network on whose embedding it was fitted.
        heads: by attribute; what is not among them the network judges alone.
    """

    version: str
    base: str
    heads: Mapping[str, SiteHead]


class SiteClassifier:
    """A crop classifier corrected for one site. One instance belongs to one thread, the network's.

    Raises:
        ModelError: the heads were fitted on another network.
    """

    def __init__(self, base: CropClassifier, own: SiteHeads) -> None:
        if own.base != base.version:
            raise ModelError(
                f"site head {own.version}: expected the network {own.base} it was fitted on, but installed is "
                f"{base.version}. Mend: `sunkitchen enrol fit` once more, or `sunkitchen enrol rollback`."
            )
        self._base, self._own = base, own
        self._entries = [at_site(entry, own.heads.get(entry.name)) for entry in base.entry.attributes]

    @property
    def version(self) -> str:
        """The network's and the site's, for evidence."""
        return f"{self._base.version}+{self._own.version}"

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
            theirs if (head := self._own.heads.get(entry.name)) is None else corrected(head, theirs, sensed.embeddings)
            for entry, theirs in zip(self._entries, sensed.logits, strict=True)
        )
        return answers(replace(sensed, logits=logits), self._entries)


def at_site(entry: AttributeEntry, head: SiteHead | None) -> AttributeEntry:
    """The manifest's entry with the site's thresholds; those of answers the site has none for stay."""
    if head is None:
        return entry
    judgements = {
        answer: one.model_copy(update={"threshold": head.thresholds.get(answer, one.threshold)})
        for answer, one in entry.judgements.items()
    }
    return entry.model_copy(update={"judgements": judgements})


def corrected(
    head: SiteHead, logits: npt.NDArray[np.float32], embeddings: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """Corrected logits (n, classes) as the runtime has them."""
    return head.logits(logits.astype(np.float64), embeddings.astype(np.float64)).astype(np.float32)
