"""The networks on a labelled folder: boxes given by the labels, and from end to end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from vision.evaluation import finding, judging
from vision.evaluation.finding import Finding, Found, Recalled
from vision.evaluation.folder import Labelled, LabelledFolder, Truth
from vision.evaluation.judging import Case, Judging
from vision.facts import Answer, Judgement, Reason
from vision.frames import Boxes, Detections, Image
from vision.ports import AttributeClassifier, Detector

ATTRIBUTE_OF = {"hat": "head", "mask": "head", "glove": "hand"}


@dataclass(frozen=True, slots=True)
class Quality:
    """How good one attribute is judged; end_to_end is None for crops, on which nothing is to be found."""

    given_boxes: Judging
    end_to_end: Judging | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came of a folder; None for what the set does not annotate.

    Attributes:
        by_height: boxes given by the labels. found_by_height: heads, at the threshold in force.
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
    found_by_height: dict[str, Recalled]
    given: tuple[Case, ...] = ()
    found: dict[str, list[Found]] = field(default_factory=dict)


@dataclass(slots=True)
class _Gathered:
    found: dict[str, list[Found]] = field(default_factory=dict)
    given: list[Case] = field(default_factory=list)
    end_to_end: list[Case] = field(default_factory=list)


def evaluate(
    folder: LabelledFolder,
    detector: Detector,
    classifiers: Sequence[AttributeClassifier],
    threshold: float,
    progress: Callable[[int, int], None],
) -> Evaluation:
    """Measure.

    Args:
        detector: with a low score threshold, so that average precision sees everything.
        threshold: of the score, in force in the product.
        progress: called with pictures done and pictures in all.
    """
    gathered = _Gathered()
    for done, picture in enumerate(folder.pictures, start=1):
        image = picture.image()
        gathered.given += _judge_given(picture, image, classifiers)
        if not folder.crops:
            _look(picture, image, detector, classifiers, threshold, gathered)
        progress(done, len(folder.pictures))
    return _summed(folder, gathered, threshold)


def _judge_given(picture: Labelled, image: Image, classifiers: Sequence[AttributeClassifier]) -> list[Case]:
    """Judge the labelled boxes themselves."""
    cases: list[Case] = []
    for label in ("head", "face", "hand"):
        truths = [truth for truth in picture.truths if truth.label == label and truth.rights]
        boxes = _boxes(truths)
        as_label, shown = ("head", widened(boxes)) if label == "face" else (label, boxes)
        said = judge(image, as_label, shown, classifiers)
        cases += [case for truth, one in zip(truths, said, strict=True) for case in _cases(picture, truth, one)]
    return cases


def _look(
    picture: Labelled,
    image: Image,
    detector: Detector,
    classifiers: Sequence[AttributeClassifier],
    threshold: float,
    gathered: _Gathered,
) -> None:
    """Find first, then judge what was found; a labelled box that was not found cannot be told."""
    seen = detector.detect(image)
    height, width = image.shape[:2]
    for label in ("head", "hand"):
        truths = [truth for truth in picture.truths if truth.label == label]
        boxes, scores = _of_label(seen, detector, label)
        gathered.found.setdefault(label, []).append(Found(_boxes(truths), boxes, scores, (width, height), picture.path))
        kept = boxes[scores >= threshold]
        partners = finding.match(_boxes(truths), kept)
        said = judge(image, label, kept, classifiers)
        answers = {int(partner): one for partner, one in zip(partners, said, strict=True) if partner >= 0}
        gathered.end_to_end += [
            case for number, truth in enumerate(truths) for case in _cases(picture, truth, answers.get(number, {}))
        ]


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


def widened(faces: Boxes) -> Boxes:
    """Head-like boxes of face boxes: hair above, ears beside."""
    width, height = faces[:, 2] - faces[:, 0], faces[:, 3] - faces[:, 1]
    grown = np.stack([-0.15 * width, -0.6 * height, 0.15 * width, 0.05 * height], axis=1)
    return np.asarray(faces + grown, np.float32)


def _cases(picture: Labelled, truth: Truth, said: dict[str, Judgement]) -> list[Case]:
    cases = []
    for attribute, right in truth.rights.items():
        judged = said.get(attribute) or Judgement(attribute, Answer.CANNOT_TELL, 0.0, Reason.UNCLEAR)
        cases.append(Case(attribute, right.answer, judged.answer, judged.score, right.word, truth.box, picture.path))
    return cases


def _boxes(truths: Sequence[Truth]) -> Boxes:
    return np.array([truth.box for truth in truths], np.float32).reshape(-1, 4)


def _of_label(seen: Detections, detector: Detector, label: str) -> tuple[Boxes, np.ndarray]:
    if label not in detector.labels:
        return np.zeros((0, 4), np.float32), np.zeros(0, np.float32)
    rows = seen.labels == detector.labels.index(label)
    return seen.boxes[rows], seen.scores[rows]


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
        given=tuple(gathered.given),
        found=gathered.found,
    )


def _quality(folder: LabelledFolder, gathered: _Gathered, attribute: str) -> Quality | None:
    if attribute not in folder.attributes:
        return None
    end_to_end = None if folder.crops else judging.measure(gathered.end_to_end, attribute)
    return Quality(judging.measure(gathered.given, attribute), end_to_end)
