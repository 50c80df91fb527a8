"""What looking at a camera's whole picture costs, and how far another view is from the usual one.

`sunkitchen bench view [--json]`: on the sample clips, or on the stills of every camera of a labelled folder
(`python -m benchmarks.view FOLDER`).
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path

import av
import cv2
import numpy as np

from sunkitchen.config import load_rulebook
from vision.frames import Frame, Image
from vision.pipeline import View
from vision.scene import likeness, normal, outlines_of, reduced

SAMPLES = Path("sample_videos")
BEGAN = datetime(2026, 6, 1, tzinfo=UTC)
TURNS = {
    "as it is": (0.0, 0.0, 0.0, 1.0),
    "right 4 %": (0.04, 0.0, 0.0, 1.0),
    "right 10 %": (0.1, 0.0, 0.0, 1.0),
    "down 10 %": (0.0, 0.1, 0.0, 1.0),
    "tilted 8°": (0.0, 0.0, 8.0, 1.0),
    "zoomed 1.2": (0.0, 0.0, 0.0, 1.2),
}
"""Shares of width and height, degrees, factor."""


@dataclass(frozen=True, slots=True)
class Row:
    """One camera, turned in one way: how alike single pictures' outlines are to what is usual, and the cost of a look.

    Attributes:
        look_ms: of a picture as large as the camera's; the least of three passes, per look.
    """

    camera: str
    turned: str
    pictures: int
    least: float
    median: float
    most: float
    look_ms: float


@dataclass(frozen=True, slots=True)
class ViewResult:
    """All rows of one run, and the limit in force."""

    rows: tuple[Row, ...]
    limit: float

    def to_json(self) -> str:
        """The rows, for machines."""
        return json.dumps([asdict(row) for row in self.rows], indent=1, ensure_ascii=False)

    def to_text(self) -> str:
        """The rows, for people."""
        head = f"{'camera':20}  {'turned':11}  {'n':>4}  alike: least median   most   ms a look"
        return "\n".join([head, *map(_line, self.rows), f"moved: below {self.limit:g}"])

    def to_svg(self) -> str:
        """A bar from the least to the most alike per row, and the limit."""
        bars = "".join(_bar(number, row) for number, row in enumerate(self.rows))
        height = 20 * len(self.rows) + 20
        limit = _x(self.limit)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="{height}" font-family="sans-serif" '
            f'font-size="11"><rect width="100%" height="100%" fill="#fff"/>{bars}'
            f'<line x1="{limit:.0f}" x2="{limit:.0f}" y1="0" y2="{height}" stroke="#c1440e"/></svg>\n'
        )


def run(progress: Callable[[str], None] = lambda _: None, cameras: Sequence[tuple[str, Path]] = ()) -> ViewResult:
    """Measure on cameras, each with its pictures' folder or its clip; none: the sample clips.

    Args:
        progress: is told what is being measured.
    """
    view = load_rulebook({}).view
    assert view is not None
    rows: list[Row] = []
    for name, place in cameras or [(clip.stem, clip) for clip in sorted(SAMPLES.glob("*.mp4"))]:
        progress(name)
        rows += _rows(name, list(pictures(place)))
    return ViewResult(tuple(rows), view.moved)


def pictures(place: Path) -> Iterator[Image]:
    """Every twelfth picture of a clip, or those of a folder."""
    if place.is_dir():
        yield from (np.asarray(cv2.imread(str(path)), np.uint8) for path in sorted(place.glob("*.jpg")))
        return
    with av.open(str(place)) as file:
        frames = enumerate(file.decode(video=0))
        yield from (np.asarray(f.to_ndarray(format="bgr24"), np.uint8) for n, f in frames if n % 12 == 0)


def turned(image: Image, right: float, down: float, degrees: float, zoom: float) -> Image:
    """What the camera would show, roughly, had somebody turned it."""
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, zoom)
    matrix[:, 2] += right * width, down * height
    return np.asarray(cv2.warpAffine(image, matrix, (width, height), borderMode=cv2.BORDER_REFLECT), np.uint8)


def _rows(camera: str, shown: Sequence[Image]) -> Iterator[Row]:
    """The first half of the pictures is what is usual, the second half is turned."""
    half = len(shown) // 2
    usual = normal(np.mean([outlines_of(reduced(image)) for image in shown[:half]], axis=0))
    cost_ms = look_ms(shown[: min(half, 40)])
    for name, turn in TURNS.items():
        alike = [likeness(outlines_of(reduced(turned(image, *turn))), usual) for image in shown[half:]]
        yield Row(camera, name, len(alike), min(alike), float(np.median(alike)), max(alike), cost_ms)


def look_ms(shown: Sequence[Image]) -> float:
    """What a look costs on this machine, ms of one core; the least of three passes."""
    return min(_pass_ms(shown) for _ in range(3))


def _pass_ms(shown: Sequence[Image]) -> float:
    limits = load_rulebook({}).view
    assert limits is not None
    view, began = View("C1", limits), time.thread_time()
    for number, image in enumerate(shown):
        frame = Frame("C1", lambda image=image: image, BEGAN + timedelta(seconds=number), 0, number, is_keyframe=True)  # type: ignore[misc]
        view.look(frame, image)
    return (time.thread_time() - began) * 1000 / max(len(shown), 1)


def _line(row: Row) -> str:
    alike = f"{row.least:12.2f} {row.median:6.2f} {row.most:6.2f}"
    return f"{row.camera:20}  {row.turned:11}  {row.pictures:4}  {alike}   {row.look_ms:.2f}"


def _bar(number: int, row: Row) -> str:
    y, left = 20 * number + 8, _x(row.least)
    width = max(_x(row.most) - left, 2)
    colour = "#1f6f4a" if row.turned == "as it is" else "#2b59c3"
    return (
        f'<text x="4" y="{y + 9}">{escape(f"{row.camera} {row.turned}")}</text>'
        f'<rect x="{left:.0f}" y="{y}" width="{width:.0f}" height="10" fill="{colour}"/>'
    )


def _x(alike: float) -> float:
    return 220 + 400 * max(alike, 0.0)


def main() -> None:
    """Print the rows of the folders that are named; of the sample clips where none is."""
    places = [Path(word) for word in sys.argv[1:]]
    print(run(cameras=[(place.name, place) for place in places]).to_text())  # noqa: T201 - this is its output


if __name__ == "__main__":
    main()
