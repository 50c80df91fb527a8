"""The detector: a YOLO network behind the Detector seam."""

from __future__ import annotations

from vision.detect.decode import decode
from vision.detect.letterbox import letterbox
from vision.detect.manifest import YoloEntry
from vision.detect.nms import nms
from vision.detect.onnx_session import Contract, OnnxSession
from vision.errors import ModelError
from vision.frames import Detections, Image


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
        """Boxes in px of the given (h, w, 3) BGR picture, best score first; at most 300."""
        height, width = image.shape[:2]
        blob, box = letterbox(image, self._width, self._height)
        seen = decode(self._session.run(blob)[0], self._score)
        kept = nms(seen.boxes, seen.scores, seen.labels, self._entry.thresholds.nms_iou)
        boxes = box.inverse(seen.boxes[kept], width, height)
        real = (boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])
        return Detections(boxes[real], seen.scores[kept][real], seen.labels[kept][real])


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
