"""How well boxes are found: average precision by pycocotools, precision and recall at the threshold in force."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from vision.evaluation.judging import HEIGHTS
from vision.frames import Boxes
from vision.geometry import iou
from vision.wilson import Interval, ratio, wilson

SAME_IOU = 0.5
LOOSE_IOU = 0.3
IOUS = np.array([LOOSE_IOU, *np.linspace(SAME_IOU, 0.95, 10)])
LOOSE, SAME = 0, 1  # rows of IOUS
TALLEST = 1e9
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one label on one picture.

    Attributes:
        truths: (m, 4) labelled boxes. boxes: (n, 4), best first. scores: (n,). size: (width, height) px.
        path: of the picture.
    """

    truths: Boxes
    boxes: Boxes
    scores: npt.NDArray[np.float32]
    size: tuple[int, int]
    path: Path


@dataclass(frozen=True, slots=True)
class Finding:
    """How well one label is found; n boxes are labelled.

    ap30 asks only for an overlap of 0.3: found, though the set boxes it otherwise (the hair without the face).
    precision is None where nothing was found, recall and AP where nothing is labelled.
    """

    n: int
    ap30: float | None
    ap50: float | None
    ap50_95: float | None
    precision: float | None
    recall: float | None
    precision_interval: Interval | None = None
    recall_interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class FoundInBand:
    """How well boxes of one height band are found, n of them labelled; precision and recall at the threshold in force.

    ap50 is None where none is labelled.
    """

    n: int
    ap50: float | None
    precision: float | None
    precision_interval: Interval | None
    recall: float | None
    recall_interval: Interval | None


def measure(found: Sequence[Found], threshold: float) -> Finding:
    """Average precision over all scores; precision and recall at `threshold`."""
    n = sum(len(one.truths) for one in found)
    ap30, ap50, ap50_95 = average_precision(found) if n else (None, None, None)
    said = hit = 0
    for one in found:
        kept = one.boxes[one.scores >= threshold]
        said += len(kept)
        hit += int((match(one.truths, kept) >= 0).sum())
    return Finding(n, ap30, ap50, ap50_95, ratio(hit, said), ratio(hit, n), wilson(hit, said), wilson(hit, n))


def by_height(found: Sequence[Found], threshold: float) -> dict[str, FoundInBand]:
    """Per height band: recall and AP of labelled boxes of that height, precision of found ones."""
    labelled: list[tuple[float, bool]] = []
    said: list[tuple[float, bool]] = []
    for one in found:
        kept = one.boxes[one.scores >= threshold]
        partners = match(one.truths, kept).tolist()
        labelled += [(height, row in partners) for row, height in enumerate(_heights(one.truths))]
        said += [(height, partner >= 0) for height, partner in zip(_heights(kept), partners, strict=True)]
    precisions = coco_precision(found)
    return {
        name: _in_band(
            precisions[SAME, :, band + 1],
            [hit for height, hit in said if low <= height < high],
            [hit for height, hit in labelled if low <= height < high],
        )
        for band, (name, low, high) in enumerate(HEIGHTS)
    }


def _in_band(precision: Doubles, said: Sequence[bool], labelled: Sequence[bool]) -> FoundInBand:
    n = len(labelled)
    return FoundInBand(
        n=n,
        ap50=float(precision.mean()) if n else None,
        precision=ratio(sum(said), len(said)),
        precision_interval=wilson(sum(said), len(said)),
        recall=ratio(sum(labelled), n),
        recall_interval=wilson(sum(labelled), n),
    )


def _heights(boxes: Boxes) -> list[float]:
    heights: list[float] = (boxes[:, 3] - boxes[:, 1]).tolist()
    return heights


def match(truths: Boxes, boxes: Boxes) -> npt.NDArray[np.int64]:
    """For each box, best first, the labelled box it finds (IoU at least 0.5, each only once), or -1."""
    shares = iou(boxes, truths)
    partners = np.full(len(boxes), -1, np.int64)
    for row in range(len(boxes)):
        if shares.shape[1] and shares[row].max() >= SAME_IOU:
            partners[row] = shares[row].argmax()
            shares[:, partners[row]] = 0
    return partners


def average_precision(found: Sequence[Found]) -> tuple[float, float, float]:
    """AP at IoU 0.3, at 0.5, and averaged over 0.5 to 0.95, by COCO's own code."""
    precision = coco_precision(found)[:, :, 0]
    return float(precision[LOOSE].mean()), float(precision[SAME].mean()), float(precision[SAME:].mean())


def coco_precision(found: Sequence[Found]) -> Doubles:
    """(len(IOUS), recalls, 1 + bands) precision, by COCO's own code: over every height, then per band of HEIGHTS.

    A band of its own sees the height of a box where COCO has its area. -1 where nothing is labelled.
    """
    with contextlib.redirect_stdout(io.StringIO()):  # it prints tables
        truth = COCO()
        truth.dataset = _dataset(found)
        truth.createIndex()
        said = _said(found)
        if not len(said):
            return np.zeros((len(IOUS), 1, 1 + len(HEIGHTS)))
        boxes = truth.loadRes(said)
        for one in boxes.dataset["annotations"]:
            one["area"] = one["bbox"][3]
        evaluation = COCOeval(truth, boxes, "bbox")
        evaluation.params.iouThrs = IOUS
        evaluation.params.maxDets = [1, 10, 300]
        # COCO's ranges hold both their bounds, ours only the lower one
        evaluation.params.areaRng = [(0, TALLEST), *((low, np.nextafter(high, 0)) for _, low, high in HEIGHTS)]
        evaluation.params.areaRngLbl = ["all", *(name for name, _, _ in HEIGHTS)]
        evaluation.evaluate()
        evaluation.accumulate()
    precision: Doubles = evaluation.eval["precision"][:, :, 0, :, -1]
    return precision


def _dataset(found: Sequence[Found]) -> dict[str, list[dict[str, object]]]:
    """COCO's format."""
    boxes = [(image, box) for image, one in enumerate(found) for box in one.truths]
    annotations: list[dict[str, object]] = [
        {
            "id": number + 1,
            "image_id": image,
            "category_id": 1,
            "bbox": [float(v) for v in (box[0], box[1], box[2] - box[0], box[3] - box[1])],
            "area": float(box[3] - box[1]),
            "iscrowd": 0,
        }
        for number, (image, box) in enumerate(boxes)
    ]
    images: list[dict[str, object]] = [
        {"id": image, "width": one.size[0], "height": one.size[1]} for image, one in enumerate(found)
    ]
    return {"images": images, "annotations": annotations, "categories": [{"id": 1, "name": "thing"}], "info": []}


def _said(found: Sequence[Found]) -> npt.NDArray[np.float64]:
    """(n, 7) rows of image, x, y, w, h, score, category."""
    rows = [
        [image, box[0], box[1], box[2] - box[0], box[3] - box[1], score, 1]
        for image, one in enumerate(found)
        for box, score in zip(one.boxes, one.scores, strict=True)
    ]
    return np.array(rows, np.float64).reshape(-1, 7)
