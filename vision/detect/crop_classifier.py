"""The attribute classifier: a small network on crops of the full-resolution picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vision.detect.manifest import AttributeEntry, CropEntry, Plug
from vision.detect.onnx_session import Contract, OnnxSession
from vision.errors import ModelError
from vision.facts import Answer, Box, Judgement, Reason
from vision.frames import Boxes, Image
from vision.pixels import square_crop

Floats = npt.NDArray[np.float32]
UNTOLD = {"mask": Reason.TURNED_AWAY}
"""Why a network that says cannot-tell cannot tell, where it is not just unclear: a mask is seen from the front."""


@dataclass(frozen=True, slots=True)
class Sensed:
    """What a network made of some boxes.

    Attributes:
        large: (n,) bool: boxes high enough to be judged; m of them.
        logits: per attribute (m, classes).
        embeddings: (m, D); (m, 0) of a network without one.
    """

    large: npt.NDArray[np.bool_]
    logits: tuple[Floats, ...]
    embeddings: Floats


class CropClassifier:
    """Judges what is worn on boxes of one label. One instance belongs to one thread.

    Args:
        weights: the bytes of the ONNX file.
        entry: its manifest entry.

    Raises:
        ModelError: the network is not what the entry says.
    """

    def __init__(self, weights: bytes, entry: CropEntry) -> None:
        self.entry = entry
        outputs = [Plug(name=a.output, shape=(None, len(a.classes))) for a in entry.attributes]
        if entry.embedding is not None:
            outputs.append(Plug(name=entry.embedding.output, shape=entry.embedding.shape))
        self._session = OnnxSession(weights, Contract(entry.name, entry.input, tuple(outputs)))
        self._side = int(entry.input.shape[2] or 0)
        _check_classes(entry, self._session.names())

    @property
    def version(self) -> str:
        """Name and hash of the weights, for evidence."""
        return self.entry.version

    @property
    def label(self) -> str:
        """The detector label whose boxes it judges."""
        return self.entry.label

    @property
    def attributes(self) -> tuple[str, ...]:
        """What it judges."""
        return tuple(a.name for a in self.entry.attributes)

    def judge(self, image: Image, boxes: Boxes) -> Sequence[tuple[Judgement, ...]]:
        """One tuple per box, with one judgement per attribute, in the order of `attributes`."""
        return answers(self.sense(image, boxes), self.entry.attributes)

    def sense(self, image: Image, boxes: Boxes) -> Sensed:
        """What the network makes of the boxes, before thresholds."""
        large = boxes[:, 3] - boxes[:, 1] >= self.entry.crop.min_height_px
        told = len(self.entry.attributes)
        if not large.any():
            nothing = tuple(np.zeros((0, len(a.classes)), np.float32) for a in self.entry.attributes)
            return Sensed(large, nothing, np.zeros((0, self._embedding_size), np.float32))
        outputs = self._session.run(self._blob(image, boxes[large]))
        embeddings = outputs[told] if self._embedding_size else np.zeros((int(large.sum()), 0), np.float32)
        return Sensed(large, tuple(outputs[:told]), embeddings)

    @property
    def _embedding_size(self) -> int:
        return 0 if self.entry.embedding is None else self.entry.embedding.size

    def _blob(self, image: Image, boxes: Boxes) -> Floats:
        """Crops as (n, 3, side, side) float32 RGB, 0-1."""
        crops = [square_crop(image, Box(*map(float, b)), self.entry.crop.margin, self._side) for b in boxes]
        return np.ascontiguousarray(np.stack(crops)[..., ::-1].transpose(0, 3, 1, 2), np.float32) / np.float32(255)


def answers(sensed: Sensed, attributes: Sequence[AttributeEntry]) -> list[tuple[Judgement, ...]]:
    """One tuple per box, one judgement per attribute; too small a box cannot be told."""
    shares = [softmax(logits / a.temperature) for a, logits in zip(attributes, sensed.logits, strict=True)]
    judged = iter(
        zip(*[[answer(a, row) for row in rows] for a, rows in zip(attributes, shares, strict=True)], strict=True)
    )
    small = tuple(Judgement(a.name, Answer.CANNOT_TELL, 1.0, Reason.TOO_SMALL) for a in attributes)
    return [next(judged) if fits else small for fits in sensed.large]


def softmax(logits: Floats) -> Floats:
    """Probabilities along the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def answer(entry: AttributeEntry, shares: Floats) -> Judgement:
    """What the probabilities of the classes, (classes,) 0-1, say: the likeliest answer that reaches its threshold."""
    of = dict(zip(entry.classes, map(float, shares), strict=True))
    sums = {said: sum(of[c] for c in judgement.counted) for said, judgement in entry.judgements.items()}
    firing = [said for said, judgement in entry.judgements.items() if sums[said] >= judgement.threshold]
    if firing:
        best = max(firing, key=lambda said: sum(of[c] for c in entry.judgements[said].classes))
        return Judgement(entry.name, best, min(sums[best], 1.0))
    untold = of.get(Answer.CANNOT_TELL, 0.0)
    turned = untold == max(of.values())
    reason = UNTOLD.get(entry.name, Reason.UNCLEAR) if turned else Reason.LOW_SCORE
    return Judgement(entry.name, Answer.CANNOT_TELL, untold, reason)


def _check_classes(entry: CropEntry, names: object) -> None:
    """Where the file says its classes, {attribute: [classes]}, they must be the manifest's, in order."""
    if not isinstance(names, dict):
        return
    for attribute in entry.attributes:
        written = names.get(attribute.name)
        if written is not None and tuple(written) != attribute.classes:
            raise ModelError(
                f"{entry.name}: expected the classes {list(attribute.classes)} of {attribute.name}, "
                f"but the network was made for {list(written)}. Mend: list the classes in the network's order."
            )
