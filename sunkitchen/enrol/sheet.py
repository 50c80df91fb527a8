"""Contact sheets: numbered heads on a page, for a person to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from sunkitchen.enrol.words import MEANING, WORDS
from vision.enrol.views import middle
from vision.errors import DataError
from vision.frames import Image

COLUMNS, ROWS = 6, 5
CELL_PX, CAPTION_PX, TITLE_PX = 224, 30, 84
PAPER, INK, PALE, FRAME = (250, 250, 250), (30, 30, 30), (110, 110, 110), (120, 230, 120)
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Tile:
    """One head: its picture, (h, w, 3) uint8 BGR, with the margin round it, its number and a few words."""

    number: int
    picture: Image
    margin: float
    words: str


def write_sheets(folder: Path, title: str, tiles: Sequence[Tile]) -> list[Path]:
    """Write sheet-1.png, … of all tiles.

    Raises:
        DataError: the folder cannot be written.
    """
    pages = [tiles[i : i + COLUMNS * ROWS] for i in range(0, len(tiles), COLUMNS * ROWS)]
    paths = [folder / f"sheet-{number}.png" for number in range(1, len(pages) + 1)]
    for path, page in zip(paths, pages, strict=True):
        png = cv2.imencode(".png", drawn(title, page))[1].tobytes()
        try:
            path.write_bytes(png)
        except OSError as error:
            raise DataError(f"{path}: cannot be written ({error.strerror}); give another --out") from error
    return paths


def drawn(title: str, tiles: Sequence[Tile]) -> Image:
    """One page, (h, w, 3) uint8 BGR."""
    rows = -(-len(tiles) // COLUMNS)
    page = np.full((TITLE_PX + rows * (CELL_PX + CAPTION_PX), COLUMNS * CELL_PX, 3), PAPER, np.uint8)
    write(page, title, (12, 34), 24, INK)
    write(page, legend(), (12, 66), 15, PALE)
    for place, tile in enumerate(tiles):
        _put(page, tile, TITLE_PX + place // COLUMNS * (CELL_PX + CAPTION_PX), place % COLUMNS * CELL_PX)
    return page


def legend() -> str:
    """The words, as people read them."""
    said = (f"{attribute}: " + ", ".join(f"{w} {MEANING[w]}" for w in words) for attribute, words in WORDS.items())
    return "    ".join(said)


def write(page: Image, text: str, place: tuple[int, int], px: int, colour: Colour) -> None:
    """Write a line, Chinese or not, with its base line at `place` (x, y), in place."""
    cv2.putText(page, text, place, colour, _font(), px)


def _put(page: Image, tile: Tile, top: int, left: int) -> None:
    picture = np.asarray(cv2.resize(tile.picture, (CELL_PX - 8, CELL_PX - 8), interpolation=cv2.INTER_AREA), np.uint8)
    head = middle(picture, tile.margin)
    cv2.rectangle(picture, (round(head.x0), round(head.y0)), (round(head.x1), round(head.y1)), FRAME, 1, cv2.LINE_AA)
    page[top + 4 : top + CELL_PX - 4, left + 4 : left + CELL_PX - 4] = picture
    write(page, f"{tile.number}", (left + 8, top + CELL_PX + 21), 22, INK)
    write(page, tile.words, (left + 56, top + CELL_PX + 19), 14, PALE)


@cache
def _font() -> cv2.FontFace:
    return cv2.FontFace("uni")
