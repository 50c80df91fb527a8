"""The detector: a YOLO network behind the Detector seam."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from vision.detect.decode import decode
from vision.detect.letterbox import letterbox
from vision.detect.manifest import YoloEntry
from vision.detect.nms import nms
from vision.detect.onnx_session import Contract, OnnxSession
from vision.errors import ModelError
from vision.facts import HEAD
from vision.frames import Boxes, Detections, Image
from vision.geometry import area, intersection

FAINT = 0.2
"""Score from which a box may be a head. Of a hundred heads in factories the threshold in force misses nine, this four;
a block too many hurts nobody."""
SAME_HEAD = 0.3
"""Share of a faint box that lies on a found head: then it is that head once more."""


class YoloDetector:
    """Finds boxes on a picture. One instance belongs to one thread.

    Args:
        weights: the bytes of the ONNX file.
        entry: its manifest entry.
        score: instead of the manifest's threshold, 0-1; an evaluation needs the weak boxes too.

    Raises:
        ModelError: the network is not what the entry says.
    """

    def __init__(self, weights: bytes, entry: YoloEntry, score: float | None = None) -> None:
        self._entry = entry
        self._score = entry.thresholds.score if score is None else score
        self._width, self._height = _size(entry)
        self._session = OnnxSession(weights, Contract(entry.name, entry.input, (entry.output,)))
        _check_labels(entry, self._session.names())

    @property
    def version(self) -> str:
        """Name and hash of the weights, for evidence."""
        return self._entry.version

    @property
    def labels(self) -> tuple[str, ...]:
        """What it can find; Detections.labels index into this."""
        return self._entry.labels

    def detect(self, image: Image) -> Detections:
        """Boxes in px of the given (h, w, 3) BGR picture, best score first; at most 300, faint ones included."""
        height, width = image.shape[:2]
        blob, box = letterbox(image, self._width, self._height)
        seen = decode(self._session.run(blob)[0], min(self._score, FAINT))
        kept = nms(seen.boxes, seen.scores, seen.labels, self._entry.thresholds.nms_iou)
        boxes, scores, labels = box.inverse(seen.boxes[kept], width, height), seen.scores[kept], seen.labels[kept]
        real = (boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])
        sure = real & (scores >= self._score)
        heads = self._is_head(labels)
        return Detections(
            boxes[sure], scores[sure], labels[sure], _faint(boxes[real & heads & ~sure], boxes[sure & heads])
        )

    def _is_head(self, labels: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        return np.array([label == HEAD for label in self.labels])[labels]


def _faint(boxes: Boxes, heads: Boxes) -> Boxes:
    """Without those that lie on a head that was found."""
    shares = intersection(boxes, heads).max(axis=1, initial=0.0) / np.maximum(area(boxes), 1e-6)
    alone: Boxes = boxes[shares < SAME_HEAD]
    return alone


def _size(entry: YoloEntry) -> tuple[int, int]:
    """Width and height, px, of the input."""
    match entry.input.shape:
        case (1, 3, int(height), int(width)):
            return width, height
        case shape:
            raise ModelError(f"{entry.name}: expected an input of shape [1, 3, height, width], but came {list(shape)}.")


def _check_labels(entry: YoloEntry, names: object) -> None:
    channels = entry.output.shape[1] if len(entry.output.shape) == 3 else None
    if channels != 4 + len(entry.labels):
        raise ModelError(
            f"{entry.name}: expected an output of {4 + len(entry.labels)} channels for the labels "
            f"{list(entry.labels)}, but the shape is {list(entry.output.shape)}. Mend: list the network's labels."
        )
    written = list(names.values()) if isinstance(names, dict) else names
    if names is not None and list(entry.labels) != written:
        raise ModelError(
            f"{entry.name}: expected the labels {list(entry.labels)}, but the network was made for {written}. "
            "Mend: list the labels in the network's order."
        )
