"""Contact sheets of heads, to be judged by eye; what was judged is written into models/labels/.

    PYTHONPATH=. python models/recipe/contact_sheets.py find ../shared/data/kitchen_unlabelled/images --out rows.csv
    PYTHONPATH=. python models/recipe/contact_sheets.py draw rows.csv ../shared/data/kitchen_unlabelled/images --out DIR

`find` writes every head that the shipped detector finds, one a row, not judged. `draw` shows the rows of such a file in
its order, numbered from 0, with the height and the corners of each box. The sheets show people: keep them to yourself.
"""

import argparse
import csv
from pathlib import Path

import cv2
import numpy as np
from sets import read_rows

from vision.detect.models import load_models
from vision.facts import HEAD, Box
from vision.pixels import square_crop

MODELS = Path(__file__).resolve().parent.parent
COLUMNS = ("image", "x0", "y0", "x1", "y1", "hat", "mask", "colour", "remark", "by")
ACROSS, DOWN, SIDE, MARGIN = 6, 4, 200, 0.6


def find(images: Path, out: Path) -> None:
    """Write the heads of a folder of pictures; boxes in px."""
    detector = load_models(MODELS).detector
    head = detector.labels.index(HEAD)
    with out.open("w", newline="") as handle:
        rows = csv.writer(handle)
        rows.writerow(COLUMNS)
        for path in sorted(images.iterdir()):
            seen = detector.detect(cv2.imread(str(path), cv2.IMREAD_COLOR))
            for box in seen.boxes[seen.labels == head]:
                rows.writerow([path.name, *(f"{value:.1f}" for value in box), "", "", "", "", ""])


def box_of(row: dict[str, str], image: np.ndarray) -> Box:
    """The box of a row, px; the whole picture where there is none."""
    height, width = image.shape[:2]
    return Box(*(float(row[side]) for side in ("x0", "y0", "x1", "y1"))) if row["x0"] else Box(0, 0, width, height)


def cell(row: dict[str, str], images: Path, number: int) -> np.ndarray:
    """One numbered crop, (SIDE, SIDE, 3) uint8 BGR."""
    image = cv2.imread(str(images / row["image"]), cv2.IMREAD_COLOR)
    box = box_of(row, image)
    crop = square_crop(image, box, MARGIN if row["x0"] else 0.0, SIDE)
    cv2.rectangle(crop, (0, 0), (SIDE - 1, SIDE - 1), (255, 255, 255), 1)
    if row["x0"]:
        half = np.array([box.width, box.height]) / max(box.width, box.height) * SIDE / (1 + 2 * MARGIN) / 2
        low, high = ((SIDE / 2 + sign * half).astype(int) for sign in (-1, 1))
        for corner in ((low[0], low[1]), (high[0], low[1]), (low[0], high[1]), (high[0], high[1])):
            cv2.drawMarker(crop, tuple(map(int, corner)), (0, 255, 0), cv2.MARKER_CROSS, 10, 1)
    for thick, colour in ((5, (0, 0, 0)), (2, (0, 255, 255))):
        cv2.putText(crop, str(number), (4, 28), cv2.FONT_HERSHEY_SIMPLEX, 0.9, colour, thick, cv2.LINE_AA)
        text = f"{box.height:.0f}px"
        cv2.putText(crop, text, (4, SIDE - 8), cv2.FONT_HERSHEY_SIMPLEX, 0.5, colour, max(thick // 2, 1), cv2.LINE_AA)
    return crop


def sheet(cells: list[np.ndarray]) -> np.ndarray:
    """The cells of one sheet, row by row."""
    blank = np.zeros((SIDE, SIDE, 3), np.uint8)
    filled = cells + [blank] * (ACROSS * DOWN - len(cells))
    return np.vstack([np.hstack(filled[start : start + ACROSS]) for start in range(0, ACROSS * DOWN, ACROSS)])


def draw(rows: Path, images: Path, out: Path) -> None:
    """Write sheet_NNN.png, named by the number of its first head."""
    out.mkdir(parents=True, exist_ok=True)
    cells = [cell(row, images, number) for number, row in enumerate(read_rows(rows))]
    for start in range(0, len(cells), ACROSS * DOWN):
        cv2.imwrite(str(out / f"sheet_{start:03}.png"), sheet(cells[start : start + ACROSS * DOWN]))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    finding = commands.add_parser("find", help="a row for every head found")
    drawing = commands.add_parser("draw", help="the rows as sheets")
    drawing.add_argument("rows", type=Path)
    for command in (finding, drawing):
        command.add_argument("images", type=Path)
        command.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    if args.command == "find":
        find(args.images, args.out)
    else:
        draw(args.rows, args.images, args.out)


if __name__ == "__main__":
    main()
