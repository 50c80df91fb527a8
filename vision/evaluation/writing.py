"""Writes a labelled folder that vision.evaluation.folder reads again; the format is in ../shared/data/README.md.

More than there: `hat` is worn, of a kind nobody told; an empty word: nobody was asked; `by` may be `model` (a proposal,
nobody looked) or `review` (people confirmed the flag); a column `why` says why the box was taken: flagged, confirmed,
dismissed, cannot_tell, random or labelled.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from vision.errors import DataError
from vision.evaluation.folder import CLASSES, UNSURE
from vision.facts import Answer, Box, Judgement

WORDS: Mapping[str, Mapping[Answer, str]] = MappingProxyType(
    {
        "hat": {Answer.WORN: "hat", Answer.NOT_WORN: "bare"},
        "mask": {Answer.WORN: "mask", Answer.WRONG: "wrong", Answer.NOT_WORN: "none"},
        "glove": {Answer.WORN: "gloved", Answer.NOT_WORN: "bare"},
    }
)
TABLES: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {"head": ("heads.csv", ("hat", "mask")), "hand": ("hands.csv", ("glove",))}
)
"""Label to its table and the attributes in it."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One box to write.

    Attributes:
        label: head | hand. box: xyxy px of its picture.
        words: attribute to what is said of it. by: who says so. why: why it was taken.
    """

    label: str
    box: Box
    words: Mapping[str, str]
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Written:
    """One picture to write: its name without ending, its bytes, its size (width, height) px, and what is on it."""

    stem: str
    jpeg: bytes
    size: tuple[int, int]
    camera: str
    things: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class About:
    """What set.json says of the pictures."""

    source: str
    licence: str
    note: str


def in_words(label: str, judgements: Iterable[Judgement]) -> dict[str, str]:
    """What a model says of a box of this label, in the folder's words; unsure where it cannot tell or never judged."""
    said = {judgement.attribute: judgement.answer for judgement in judgements}
    return {name: WORDS[name].get(said.get(name, Answer.CANNOT_TELL), UNSURE) for name in TABLES[label][1]}


def write_folder(folder: Path, pictures: Iterable[Written], about: About) -> dict[str, int]:
    """Write a labelled folder, whole or not at all; boxes per `why`.

    Raises:
        DataError: there is something in its place, or it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DataError(f"{folder}: expected a new or empty folder to write to, found something in it; give another")
    part = folder.with_name(f".{folder.name}.part")
    try:
        (part / "images").mkdir(parents=True)
        (part / "labels").mkdir()
        told = _write(part, pictures, about)
        part.replace(folder)
    except OSError as error:
        raise DataError(
            f"{error.filename or folder}: cannot be written ({error.strerror}); remove it, or give another place"
        ) from error
    return told


def _write(folder: Path, pictures: Iterable[Written], about: About) -> dict[str, int]:
    rows: dict[str, list[list[str | int]]] = {label: [] for label in TABLES}
    cameras: list[list[str | int]] = []
    told: dict[str, int] = {}
    for picture in pictures:
        name = f"{picture.stem}.jpg"
        (folder / "images" / name).write_bytes(picture.jpeg)
        lines = "".join(f"{_line(thing, picture.size)}\n" for thing in picture.things)
        (folder / "labels" / f"{picture.stem}.txt").write_text(lines, encoding="utf-8")
        cameras.append([name, picture.camera])
        for number, thing in enumerate(picture.things):
            rows[thing.label].append([name, number, *_words_of(thing), thing.by, thing.why])
            told[thing.why] = told.get(thing.why, 0) + 1
    for label, (table, attributes) in TABLES.items():
        _write_table(folder / table, ["image", "box", *attributes, "by", "why"], rows[label])
    _write_table(folder / "cameras.csv", ["image", "camera"], cameras)
    _write_about(folder / "set.json", about, len(cameras))
    return told


def _line(thing: Thing, size: tuple[int, int]) -> str:
    (width, height), box = size, thing.box
    middle = ((box.x0 + box.x1) / 2 / width, (box.y0 + box.y1) / 2 / height)
    numbers = (*middle, box.width / width, box.height / height)
    return " ".join([str(CLASSES.index(thing.label)), *(f"{number:.6f}" for number in numbers)])


def _words_of(thing: Thing) -> list[str]:
    return [thing.words.get(attribute, "") for attribute in TABLES[thing.label][1]]


def _write_table(path: Path, head: Sequence[str], rows: Sequence[Sequence[str | int]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *rows])


def _write_about(path: Path, about: About, images: int) -> None:
    """`annotated` is empty: nobody boxed everything on these pictures."""
    said = {"classes": CLASSES, "annotated": [], "source": about.source, "licence": about.licence, "images": images}
    path.write_text(json.dumps({**said, "note": about.note}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
