"""Read the labelled folders (format: README.md of ../shared/data)."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

HEAD = 0


@dataclass(frozen=True)
class Picture:
    """One labelled picture: `boxes` (n, 4) float32 xyxy px, `classes` (n,) int64, in file order."""

    path: Path
    image: np.ndarray
    boxes: np.ndarray
    classes: np.ndarray


def read_rows(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file, empty when there is no such file."""
    if not path.exists():
        return []
    with path.open(newline="") as handle:
        return list(csv.DictReader(handle))


def cameras(folder: Path) -> dict[str, str]:
    """Camera name by picture name; empty for sets without cameras.csv."""
    return {row["image"]: row["camera"] for row in read_rows(folder / "cameras.csv")}


def annotates(folder: Path, name: str) -> bool:
    """Whether the set boxes class `name` everywhere it appears."""
    return name in json.loads((folder / "set.json").read_text())["annotated"]


def read_labels(path: Path, width: int, height: int) -> tuple[np.ndarray, np.ndarray]:
    """Boxes (n, 4) xyxy px and classes (n,) of one YOLO label file."""
    lines = path.read_text().split() if path.exists() else []
    table = np.array(lines, np.float32).reshape(-1, 5)
    centre = table[:, 1:3] * (width, height)
    half = table[:, 3:5] * (width, height) / 2
    boxes = np.concatenate([centre - half, centre + half], axis=1).astype(np.float32)
    return boxes, table[:, 0].astype(np.int64)


def read_picture(path: Path) -> Picture:
    """One picture of a set with its boxes."""
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    label = path.parent.parent / "labels" / f"{path.stem}.txt"
    boxes, classes = read_labels(label, image.shape[1], image.shape[0])
    return Picture(path, image, boxes, classes)


def picture_paths(folder: Path) -> list[Path]:
    """All pictures of a set, sorted by name."""
    return sorted(p for p in (folder / "images").iterdir() if p.suffix in {".jpg", ".png"})


def pictures(folder: Path) -> Iterator[Picture]:
    """All pictures of a set, one at a time."""
    return (read_picture(path) for path in picture_paths(folder))
