"""The networks on a labelled folder: boxes given by the labels, and from end to end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from vision.evaluation import finding, judging
from vision.evaluation.finding import Finding, Found, FoundInBand
from vision.evaluation.folder import Labelled, LabelledFolder, Truth
from vision.evaluation.judging import Case, Judging, Leaning
from vision.facts import Answer, Box, Judgement, Reason
from vision.frames import Boxes, Detections, Image
from vision.geometry import covered
from vision.looks import GATES, Crop, Gate, Gates, admit
from vision.pixels import sharpness
from vision.ports import AttributeClassifier, Detector

ATTRIBUTE_OF = {"hat": "head", "mask": "head", "glove": "hand"}


LABELS = ("head", "hand")


@dataclass(frozen=True, slots=True)
class Networks:
    """What is evaluated.

    Attributes:
        detector: with a low score threshold, so that average precision sees everything.
        threshold: of its score, in force in the product.
        classifiers: as the product has them.
        leaning: the same, made to answer whatever the probability; empty where no curves are wanted.
        gates: what the product does not judge, by label.
    """

    detector: Detector
    threshold: float
    classifiers: Sequence[AttributeClassifier]
    leaning: Sequence[AttributeClassifier] = ()
    gates: Gates = field(default_factory=lambda: GATES)


@dataclass(frozen=True, slots=True)
class Quality:
    """How good one attribute is judged.

    Attributes:
        given_boxes: on the labelled boxes. end_to_end: on what the detector found; what it missed cannot be told.
        looks: end to end and through the product's gate, as the rules see it.
        Both are None for crops, on which nothing is to be found.
    """

    given_boxes: Judging
    end_to_end: Judging | None
    looks: Judging | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came of a folder; None for what the set does not annotate.

    Attributes:
        by_height: boxes given by the labels. found_by_height: heads, hands_by_height: hands.
        given, found: every single case behind the numbers, for the report.
    """

    images: int
    head: Finding | None
    hand: Finding | None
    hat: Quality | None
    mask: Quality | None
    glove: Quality | None
    by_height: dict[str, dict[str, Judging]]
    by_height_end_to_end: dict[str, dict[str, Judging]]
    found_by_height: dict[str, FoundInBand]
    hands_by_height: dict[str, FoundInBand]
    given: tuple[Case, ...] = ()
    found: dict[str, list[Found]] = field(default_factory=dict)


@dataclass(slots=True)
class _Gathered:
    found: dict[str, list[Found]] = field(default_factory=dict)
    given: list[Case] = field(default_factory=list)
    end_to_end: list[Case] = field(default_factory=list)
    looks: list[Case] = field(default_factory=list)


def evaluate(folder: LabelledFolder, networks: Networks, progress: Callable[[int, int], None]) -> Evaluation:
    """Measure; `progress` is called with pictures done and pictures in all."""
    gathered = _Gathered()
    for done, picture in enumerate(folder.pictures, start=1):
        image = picture.image()
        gathered.given += _judge_given(picture, image, networks)
        if not folder.crops:
            _look(picture, image, networks, gathered)
        progress(done, len(folder.pictures))
    return _summed(folder, gathered, networks.threshold)


def _judge_given(picture: Labelled, image: Image, networks: Networks) -> list[Case]:
    """Judge the labelled boxes themselves; of a face, the head round it."""
    cases: list[Case] = []
    for label in LABELS:
        truths = [truth for truth in _as_found(picture.truths) if truth.label == label and truth.rights]
        boxes = as_boxes(truths)
        said = judge(image, label, boxes, networks.classifiers)
        would = judge(image, label, boxes, networks.leaning)
        for truth, one, leaning in zip(truths, said, would, strict=True):
            cases += _cases(picture, truth, one, leaning)
    return cases


def _look(picture: Labelled, image: Image, networks: Networks, gathered: _Gathered) -> None:
    """Find first, then judge what was found; a labelled box that was not found cannot be told."""
    seen = networks.detector.detect(image)
    height, width = image.shape[:2]
    for label in LABELS:
        boxes, scores = of_label(seen, networks.detector, label)
        labelled = as_boxes([truth for truth in picture.truths if truth.label == label])
        gathered.found.setdefault(label, []).append(Found(labelled, boxes, scores, (width, height), picture.path))
        kept = boxes[scores >= networks.threshold]
        said = judge(image, label, kept, networks.classifiers)
        looks = through_gate(image, kept, said, networks.gates.get(label, Gate()))
        truths = [truth for truth in _as_found(picture.truths) if truth.label == label]
        row_of = {int(one): row for row, one in enumerate(finding.match(as_boxes(truths), kept)) if one >= 0}
        for number, truth in enumerate(truths):
            row = row_of.get(number)
            gathered.end_to_end += _cases(picture, truth, {} if row is None else said[row])
            gathered.looks += _cases(picture, truth, {} if row is None else looks[row])


def judge(
    image: Image, label: str, boxes: Boxes, classifiers: Sequence[AttributeClassifier]
) -> list[dict[str, Judgement]]:
    """Attribute to judgement, per box."""
    said: list[dict[str, Judgement]] = [{} for _ in range(len(boxes))]
    for classifier in classifiers:
        if classifier.label == label and len(boxes):
            for one, judgements in zip(said, classifier.judge(image, boxes), strict=True):
                one.update({j.attribute: j for j in judgements})
    return said


def through_gate(
    image: Image, boxes: Boxes, said: Sequence[dict[str, Judgement]], gate: Gate
) -> list[dict[str, Judgement]]:
    """What is left of the judgements where the gate does not admit the box; all boxes of one label and picture."""
    height, width = image.shape[:2]
    looks = []
    for row, share, one in zip(boxes, covered(boxes), said, strict=True):
        box = Box(*map(float, row))
        crop = Crop(box, float(share), sharpness(image, box), width, height)
        looks.append({name: admit(judgement, crop, gate) for name, judgement in one.items()})
    return looks


def widened(face: Box) -> Box:
    """The head-like box of a face box: hair above, ears beside."""
    wide, high = face.width, face.height
    return Box(face.x0 - 0.15 * wide, face.y0 - 0.6 * high, face.x1 + 0.15 * wide, face.y1 + 0.05 * high)


def of_label(seen: Detections, detector: Detector, label: str) -> tuple[Boxes, np.ndarray]:
    """Boxes and scores of one label; none where the detector does not know it."""
    if label not in detector.labels:
        return np.zeros((0, 4), np.float32), np.zeros(0, np.float32)
    rows = seen.labels == detector.labels.index(label)
    return seen.boxes[rows], seen.scores[rows]


def _as_found(truths: Sequence[Truth]) -> list[Truth]:
    """What the detector finds of them: of a face, the head."""
    return [replace(t, label="head", box=widened(t.box)) if t.label == "face" else t for t in truths]


def _cases(
    picture: Labelled, truth: Truth, said: dict[str, Judgement], would: dict[str, Judgement] | None = None
) -> list[Case]:
    cases = []
    for attribute, right in truth.rights.items():
        judged = said.get(attribute) or Judgement(attribute, Answer.CANNOT_TELL, 0.0, Reason.UNCLEAR)
        leaning = _leaning((would or {}).get(attribute))
        cases.append(
            Case(attribute, right.answer, judged.answer, judged.score, right.word, truth.box, picture.path, leaning)
        )
    return cases


def _leaning(would: Judgement | None) -> Leaning | None:
    return None if would is None or would.answer is Answer.CANNOT_TELL else Leaning(would.answer, would.score)


def as_boxes(truths: Sequence[Truth]) -> Boxes:
    """(n, 4) float32 xyxy px."""
    return np.array([truth.box for truth in truths], np.float32).reshape(-1, 4)


def _summed(folder: LabelledFolder, gathered: _Gathered, threshold: float) -> Evaluation:
    found = (
        {
            label: finding.measure(gathered.found[label], threshold) if label in folder.annotated else None
            for label in ("head", "hand")
        }
        if not folder.crops
        else {"head": None, "hand": None}
    )
    quality = {name: _quality(folder, gathered, name) for name in ATTRIBUTE_OF}
    return Evaluation(
        images=len(folder.pictures),
        head=found["head"],
        hand=found["hand"],
        hat=quality["hat"],
        mask=quality["mask"],
        glove=quality["glove"],
        by_height=judging.by_height(gathered.given, folder.attributes),
        by_height_end_to_end={} if folder.crops else judging.by_height(gathered.end_to_end, folder.attributes),
        found_by_height=finding.by_height(gathered.found.get("head", []), threshold) if found["head"] else {},
        hands_by_height=finding.by_height(gathered.found.get("hand", []), threshold) if found["hand"] else {},
        given=tuple(gathered.given),
        found=gathered.found,
    )


def _quality(folder: LabelledFolder, gathered: _Gathered, attribute: str) -> Quality | None:
    if attribute not in folder.attributes:
        return None
    if folder.crops:
        return Quality(judging.measure(gathered.given, attribute), None, None)
    ways = (gathered.given, gathered.end_to_end, gathered.looks)
    return Quality(*(judging.measure(cases, attribute) for cases in ways))
