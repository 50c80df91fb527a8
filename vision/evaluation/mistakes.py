"""The worst mistakes, as pictures: one learns more from twenty of them than from any table."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from vision.evaluation.finding import Found, match
from vision.evaluation.folder import read_image
from vision.evaluation.judging import Case
from vision.facts import Answer, Box
from vision.frames import Image
from vision.pixels import encode_jpeg, square_crop

MOST = 24
SIDE, MARGIN, WIDE = 112, 0.35, 480


@dataclass(frozen=True, slots=True)
class Mistake:
    """One box that went wrong: where, and in a few words how."""

    path: Path
    box: Box
    words: str
    score: float

    def picture(self) -> str:
        """The crop as a data URL, SIDE px square."""
        return data_url(square_crop(read_image(self.path), self.box, MARGIN, SIDE))


def data_url(image: Image) -> str:
    """A picture that needs no file beside the page."""
    return "data:image/jpeg;base64," + b64encode(encode_jpeg(image, quality=80)).decode()


def thumbnail(path: Path) -> str:
    """A whole picture as a data URL, WIDE px wide."""
    image = read_image(path)
    height, width = image.shape[:2]
    small = cv2.resize(image, (WIDE, round(WIDE * height / width)), interpolation=cv2.INTER_AREA)
    return data_url(np.asarray(small, np.uint8))


def worst(mistakes: Iterable[Mistake], most: int = MOST) -> list[Mistake]:
    """The surest ones first."""
    return sorted(mistakes, key=lambda one: (-one.score, str(one.path), one.box))[:most]


def wrong_answers(cases: Sequence[Case], answer: Answer) -> list[Mistake]:
    """Where this answer was given and another is right."""
    return worst(_mistake(c) for c in cases if c.said is answer and c.right not in (answer, Answer.CANNOT_TELL))


def answered_unsure(cases: Sequence[Case]) -> list[Mistake]:
    """Accusations where the reader of the labels could not tell."""
    return worst(_mistake(c) for c in cases if c.said is Answer.NOT_WORN and c.right is Answer.CANNOT_TELL)


def _mistake(case: Case) -> Mistake:
    return Mistake(case.path, case.box, f"{case.word} → {case.said.value} {case.score:.2f}", case.score)


def false_boxes(found: Sequence[Found]) -> list[Mistake]:
    """Boxes where nothing is labelled."""
    return worst(
        Mistake(one.path, _box(box), f"{score:.2f}", float(score))
        for one in found
        for box, score, partner in zip(one.boxes, one.scores, match(one.truths, one.boxes), strict=True)
        if partner < 0
    )


def missed_boxes(found: Sequence[Found], threshold: float) -> list[Mistake]:
    """Labelled boxes that were not found at the threshold in force, the largest first."""
    missed = []
    for one in found:
        partners = set(match(one.truths, one.boxes[one.scores >= threshold]).tolist())
        missed += [
            Mistake(one.path, _box(box), f"{box[3] - box[1]:.0f} px", float(box[3] - box[1]))
            for row, box in enumerate(one.truths)
            if row not in partners
        ]
    return worst(missed)


def _box(box: np.ndarray) -> Box:
    return Box(*map(float, box))
