"""Pictures nobody labelled: how many heads and hands are found on them, and how many would be flagged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from vision.errors import DataError
from vision.evaluation.evaluate import ATTRIBUTE_OF, LABELS, Networks, judge, of_label, through_gate
from vision.evaluation.folder import in_order, read_image
from vision.facts import Answer, Box, Judgement
from vision.looks import Gate
from vision.wilson import Rate, rate_of

PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".webp")
ACCUSING = (Answer.NOT_WORN, Answer.WRONG)


@dataclass(frozen=True, slots=True)
class Flag:
    """One box on which something is missing or worn wrong."""

    path: Path
    box: Box
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Flagging:
    """What was said of one attribute, through the product's gate.

    Attributes:
        answers: boxes per answer. flagged: boxes judged not worn or wrong, of those that could be told.
        pictures: pictures with at least one of them, of all. per_picture: such boxes per picture.
    """

    answers: dict[Answer, int]
    flagged: Rate
    pictures: Rate
    per_picture: float


@dataclass(frozen=True, slots=True)
class Unlabelled:
    """What came of a folder of pictures; found: label to boxes, attributes: what is judged on them."""

    images: int
    found: dict[str, int]
    attributes: dict[str, Flagging]
    flags: tuple[Flag, ...]


def count_flags(folder: Path, networks: Networks, progress: Callable[[int, int], None]) -> Unlabelled:
    """Look at every picture of a folder, or of images/ in it.

    Raises:
        DataError: no pictures there, or one that cannot be read.
    """
    paths = pictures_of(folder)
    found: Counter[str] = Counter()
    seen: list[Flag] = []
    for done, path in enumerate(paths, start=1):
        for label, looks in _look(path, networks).items():
            found[label] += len(looks)
            seen += looks_of(path, looks)
        progress(done, len(paths))
    names = [name for name in ATTRIBUTE_OF if any(flag.judgement.attribute == name for flag in seen)]
    flags = tuple(flag for flag in seen if flag.judgement.answer in ACCUSING)
    return Unlabelled(len(paths), dict(found), {name: _flagging(name, seen, len(paths)) for name in names}, flags)


def pictures_of(folder: Path) -> list[Path]:
    """Its pictures, in order.

    Raises:
        DataError: there is none.
    """
    place = folder / "images" if (folder / "images").is_dir() else folder
    paths = [path for path in place.glob("*") if path.suffix.lower() in PICTURES]
    if not paths:
        raise DataError(f"{folder}: expected pictures ({', '.join(PICTURES)}) in it or in images/, found none")
    return sorted(paths, key=in_order)


Judged = tuple[Box, dict[str, Judgement]]


def looks_of(path: Path, looks: Sequence[Judged]) -> list[Flag]:
    """Every judgement of a picture, accusing or not."""
    return [Flag(path, box, judgement) for box, said in looks for judgement in said.values()]


def _look(path: Path, networks: Networks) -> dict[str, list[Judged]]:
    """Label to what is found and said, through the gate."""
    image = read_image(path)
    everything = networks.detector.detect(image)
    looks: dict[str, list[Judged]] = {}
    for label in LABELS:
        boxes, scores = of_label(everything, networks.detector, label)
        kept = boxes[scores >= networks.threshold]
        said = judge(image, label, kept, networks.classifiers)
        admitted = through_gate(image, kept, said, networks.gates.get(label, Gate()))
        looks[label] = [(Box(*map(float, box)), one) for box, one in zip(kept, admitted, strict=True)]
    return looks


def _flagging(name: str, seen: Sequence[Flag], pictures: int) -> Flagging:
    mine = [flag for flag in seen if flag.judgement.attribute == name]
    counts = Counter(flag.judgement.answer for flag in mine)
    answers = {answer: counts[answer] for answer in Answer}
    flagged = [flag for flag in mine if flag.judgement.answer in ACCUSING]
    return Flagging(
        answers=answers,
        flagged=rate_of(len(flagged), len(mine) - answers[Answer.CANNOT_TELL]),
        pictures=rate_of(len({flag.path for flag in flagged}), pictures),
        per_picture=len(flagged) / pictures,
    )
