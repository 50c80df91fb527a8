"""The attribute classifier: a small network on crops of the full-resolution picture."""

from __future__ import annotations

from collections.abc import Sequence

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


class CropClassifier:
    """Judges what is worn on boxes of one label. One instance belongs to one thread.

    Args:
        weights: the bytes of the ONNX file.
        entry: its manifest entry.

    Raises:
        ModelError: the network is not what the entry says.
    """

    def __init__(self, weights: bytes, entry: CropEntry) -> None:
        self._entry = entry
        outputs = tuple(Plug(name=a.output, shape=(None, len(a.classes))) for a in entry.attributes)
        self._session = OnnxSession(weights, Contract(entry.name, entry.input, outputs))
        self._side = int(entry.input.shape[2] or 0)
        _check_classes(entry, self._session.names())

    @property
    def version(self) -> str:
        """Name and hash of the weights, for evidence."""
        return self._entry.version

    @property
    def label(self) -> str:
        """The detector label whose boxes it judges."""
        return self._entry.label

    @property
    def attributes(self) -> tuple[str, ...]:
        """What it judges."""
        return tuple(a.name for a in self._entry.attributes)

    def judge(self, image: Image, boxes: Boxes) -> Sequence[tuple[Judgement, ...]]:
        """One tuple per box, with one judgement per attribute, in the order of `attributes`."""
        large = boxes[:, 3] - boxes[:, 1] >= self._entry.crop.min_height_px
        judged = iter(self._judge_large(image, boxes[large]))
        small = tuple(Judgement(name, Answer.CANNOT_TELL, 1.0, Reason.TOO_SMALL) for name in self.attributes)
        return [next(judged) if fits else small for fits in large]

    def _judge_large(self, image: Image, boxes: Boxes) -> list[tuple[Judgement, ...]]:
        if not len(boxes):
            return []
        outputs = self._session.run(self._blob(image, boxes))
        shares = [softmax(logits / a.temperature) for a, logits in zip(self._entry.attributes, outputs, strict=True)]
        return [
            tuple(answer(a, rows[i]) for a, rows in zip(self._entry.attributes, shares, strict=True))
            for i in range(len(boxes))
        ]

    def _blob(self, image: Image, boxes: Boxes) -> Floats:
        """Crops as (n, 3, side, side) float32 RGB, 0-1."""
        crops = [square_crop(image, Box(*map(float, b)), self._entry.crop.margin, self._side) for b in boxes]
        return np.ascontiguousarray(np.stack(crops)[..., ::-1].transpose(0, 3, 1, 2), np.float32) / np.float32(255)


def softmax(logits: Floats) -> Floats:
    """Probabilities along the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def answer(entry: AttributeEntry, shares: Floats) -> Judgement:
    """What the probabilities of the classes, (classes,) 0-1, say: the likeliest answer that reaches its threshold."""
    of = dict(zip(entry.classes, map(float, shares), strict=True))
    sums = {said: sum(of[c] for c in judgement.classes) for said, judgement in entry.judgements.items()}
    firing = [said for said, judgement in entry.judgements.items() if sums[said] >= judgement.threshold]
    if firing:
        best = max(firing, key=lambda said: sums[said])
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
