"""Reads a labelled folder; the format is described in ../shared/data/README.md.

set.json       annotated: the only classes boxed in this set
images/*.jpg   labels/<stem>.txt: class cx cy w h, 0-1; classes: 0 head, 1 face, 2 hand
heads.csv      image,box,hat,mask,by        hands.csv      image,box,glove,by        cameras.csv    image,camera
crops/<hat>/*  instead of images: head crops, judged as a whole
"""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from vision.errors import DataError
from vision.facts import Answer, Box
from vision.frames import Image

CLASSES = ("head", "face", "hand")
CROP_MARGIN = 0.25
"""Crops hold the head with about this margin on each side, as a share of the head."""
TRUTHS: dict[str, dict[str, Answer]] = {
    "hat": {
        "net": Answer.WORN,
        "cap": Answer.WORN,
        "hat": Answer.WORN,
        "bare": Answer.NOT_WORN,
        "no_hat": Answer.NOT_WORN,
    },
    "mask": {"mask": Answer.WORN, "wrong": Answer.WRONG, "none": Answer.NOT_WORN},
    "glove": {"gloved": Answer.WORN, "bare": Answer.NOT_WORN},
}
"""Attribute, then label, to the answer that is right; other labels (helmet, no_net) have no right answer."""
UNSURE = "unsure"
DARK_CAPS = "dark_caps.txt"
"""Stems of crops of the hard kind: a dark cap, easily taken for dark hair."""


@dataclass(frozen=True, slots=True)
class Right:
    """What is right of one box: the product's answer (cannot-tell where an eye could not) and the set's own word."""

    answer: Answer
    word: str


Rights = dict[str, Right]
"""Attribute to what is right; missing where nothing is known."""


@dataclass(frozen=True, slots=True)
class Truth:
    """One labelled box.

    Attributes:
        label: head | face | hand.
        box: xyxy px.
        rights: what is right of it.
    """

    label: str
    box: Box
    rights: Rights = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Labelled:
    """One picture and what is on it."""

    path: Path
    truths: tuple[Truth, ...]

    def image(self) -> Image:
        """(h, w, 3) uint8 BGR."""
        return read_image(self.path)


@dataclass(frozen=True, slots=True)
class LabelledFolder:
    """A labelled set.

    Attributes:
        annotated: labels that are boxed wherever they occur. attributes: what the set says of its boxes.
        crops: whether the pictures are crops, with nothing to find on them.
    """

    path: Path
    annotated: tuple[str, ...]
    attributes: tuple[str, ...]
    pictures: tuple[Labelled, ...]
    crops: bool = False


def read_folder(path: Path, camera: str | None = None) -> LabelledFolder:
    """Read a set.

    Args:
        camera: only the pictures of this camera of cameras.csv.

    Raises:
        DataError: not a labelled folder, or nothing of this camera in it.
    """
    if not (path / "set.json").is_file():
        raise DataError(f"{path}: expected a labelled folder with set.json in it, found none")
    if (path / "crops").is_dir():
        return _read_crops(path)
    if not (path / "images").is_dir():
        raise DataError(f"{path}: expected a folder images/ or crops/ beside set.json, found neither")
    annotated = _annotated(path)
    rights = {**_rights(path / "heads.csv", ("hat", "mask")), **_rights(path / "hands.csv", ("glove",))}
    wanted = _of_camera(path, camera)
    images = sorted((path / "images").iterdir(), key=in_order)
    pictures = [_read_picture(path, image, rights) for image in images if image.name in wanted]
    attributes = {
        name
        for picture in pictures
        for truth in picture.truths
        for name, right in truth.rights.items()
        if right.answer is not Answer.CANNOT_TELL
    }
    return LabelledFolder(path, annotated, tuple(sorted(attributes)), tuple(pictures))


def in_order(path: Path) -> tuple[list[int], str]:
    """Frames in the order they were taken, whatever their names begin with: the numbers in a name count first."""
    return [int(number) for number in re.findall(r"\d+", path.stem)], path.name


def cameras_of(path: Path) -> dict[str, str]:
    """Picture to camera, by the set's cameras.csv; empty where there is none."""
    return {row["image"]: row["camera"] for row in _rows(path / "cameras.csv")}


def read_image(path: Path) -> Image:
    """(h, w, 3) uint8 BGR.

    Raises:
        DataError: not a picture.
    """
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if image is None:
        raise DataError(f"{path}: expected a picture, found something that cannot be decoded")
    return np.asarray(image, np.uint8)


def _annotated(path: Path) -> tuple[str, ...]:
    try:
        said = json.loads((path / "set.json").read_text(encoding="utf-8")).get("annotated", [])
    except (json.JSONDecodeError, UnicodeDecodeError, AttributeError) as error:
        raise DataError(f"{path / 'set.json'}: expected a JSON object with `annotated`: {error}") from error
    unknown = sorted(set(said) - set(CLASSES))
    if unknown:
        raise DataError(
            f"{path / 'set.json'}: annotated: expected some of {', '.join(CLASSES)}, got {', '.join(unknown)}"
        )
    return tuple(said)


def _of_camera(path: Path, camera: str | None) -> frozenset[str]:
    names = frozenset(image.name for image in (path / "images").iterdir())
    if camera is None:
        return names
    known = cameras_of(path)
    wanted = frozenset(name for name in names if known.get(name) == camera)
    if not wanted:
        cameras = ", ".join(sorted(set(known.values()))) or "none"
        raise DataError(f"{path / 'cameras.csv'}: no picture of camera '{camera}'; expected one of {cameras}")
    return wanted


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _rights(path: Path, attributes: tuple[str, ...]) -> dict[tuple[str, int], Rights]:
    """Picture and box number to what is right of the box."""
    rights: dict[tuple[str, int], Rights] = {}
    for number, row in enumerate(_rows(path), start=2):
        try:
            rights[row["image"], int(row["box"])] = _known(row, attributes)
        except (KeyError, ValueError) as error:
            raise DataError(f"{path}:{number}: expected image, box (a number) and labels, got {row}") from error
    return rights


def _known(row: dict[str, str], attributes: tuple[str, ...]) -> Rights:
    """`unsure` means that an eye looked and could not tell; where no eye looked it means nothing."""
    known = {name: Right(TRUTHS[name][row[name]], row[name]) for name in attributes if row.get(name) in TRUTHS[name]}
    if row.get("by", "").startswith("eye"):
        known |= {name: Right(Answer.CANNOT_TELL, UNSURE) for name in attributes if row.get(name) == UNSURE}
    return known


def _read_picture(path: Path, image: Path, rights: dict[tuple[str, int], Rights]) -> Labelled:
    labels = path / "labels" / f"{image.stem}.txt"
    lines = labels.read_text(encoding="utf-8").split("\n") if labels.is_file() else []
    height, width = read_image(image).shape[:2]
    truths = [
        _truth(labels, number, line, width, height, rights.get((image.name, number), {}))
        for number, line in enumerate(lines)
        if line.strip()
    ]
    return Labelled(image, tuple(truths))


def _truth(labels: Path, number: int, line: str, width: int, height: int, rights: Rights) -> Truth:
    try:
        kind, x, y, w, h = (float(part) for part in line.split())
        label = CLASSES[int(kind)]
    except (ValueError, IndexError) as error:
        raise DataError(f"{labels}:{number + 1}: expected 'class cx cy w h' with class 0-2, got {line!r}") from error
    box = Box((x - w / 2) * width, (y - h / 2) * height, (x + w / 2) * width, (y + h / 2) * height)
    return Truth(label, box, rights)


def _read_crops(path: Path) -> LabelledFolder:
    dark = frozenset((path / DARK_CAPS).read_text("utf-8").split()) if (path / DARK_CAPS).is_file() else frozenset()
    pictures = []
    for folder in sorted((path / "crops").iterdir()):
        if folder.name not in TRUTHS["hat"]:
            raise DataError(f"{folder}: expected a folder named {', '.join(TRUTHS['hat'])}, found '{folder.name}'")
        for image in sorted(folder.iterdir()):
            word = f"dark {folder.name}" if image.stem in dark else folder.name
            pictures.append(Labelled(image, (_whole(image, {"hat": Right(TRUTHS["hat"][folder.name], word)}),)))
    return LabelledFolder(path, (), ("hat",), tuple(pictures), crops=True)


def _whole(image: Path, rights: Rights) -> Truth:
    """The head in a crop: the middle of it, so that the classifier's own margin shows the whole crop again."""
    height, width = read_image(image).shape[:2]
    cut = CROP_MARGIN / (1 + 2 * CROP_MARGIN)
    return Truth("head", Box(width * cut, height * cut, width * (1 - cut), height * (1 - cut)), rights)
