"""Work on pictures: crops, privacy, sharpness, drawing, encoding."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from vision.facts import Box, Point
from vision.frames import Image

EVIDENCE_JPEG_QUALITY = 95
RED = (40, 40, 230)
GREY = (150, 150, 150)


def square_crop(image: Image, box: Box, margin: float, size: int) -> Image:
    """A square cut round a box, (size, size, 3) uint8 BGR.

    Args:
        image: (h, w, 3) uint8 BGR.
        box: xyxy px; may reach over the edge of the picture.
        margin: added on each side, as a share of the longer side of the box.
        size: side of the result, px.

    The side is max(w, h) * (1 + 2 * margin) round the middle of the box; beyond the picture its border is repeated.
    """
    side = max(box.width, box.height, 1.0) * (1 + 2 * margin)
    scale = size / side
    x0 = (box.x0 + box.x1 - side) / 2
    y0 = (box.y0 + box.y1 - side) / 2
    shift = 0.5 * scale - 0.5
    matrix = np.array([[scale, 0, -x0 * scale + shift], [0, scale, -y0 * scale + shift]])
    if scale < 0.5:
        return _shrunk_crop(image, x0, y0, side, size)
    return _as_image(
        cv2.warpAffine(image, matrix, (size, size), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    )


def _shrunk_crop(image: Image, x0: float, y0: float, side: float, size: int) -> Image:
    """As square_crop, for large boxes: averages instead of picking, so that fine detail does not alias."""
    whole = max(round(side), 1)
    left, top = round(x0), round(y0)
    height, width = image.shape[:2]
    rows = np.clip(np.arange(top, top + whole), 0, height - 1)
    cols = np.clip(np.arange(left, left + whole), 0, width - 1)
    return _as_image(cv2.resize(image[np.ix_(rows, cols)], (size, size), interpolation=cv2.INTER_AREA))


def burn(image: Image, polygons: Sequence[Sequence[Point]]) -> Image:
    """A copy of the picture with the 0-1 polygons painted black: nothing behind them survives."""
    if not polygons:
        return image
    height, width = image.shape[:2]
    scale = np.array([width, height])
    painted = image.copy()
    for polygon in polygons:
        cv2.fillPoly(painted, [np.round(np.array(polygon) * scale).astype(np.int32)], (0, 0, 0))
    return painted


def sharpness(image: Image, box: Box) -> float:
    """Variance of the Laplacian of the box brought to 64x64 px: comparable over head sizes, higher is clearer."""
    grey = cv2.cvtColor(square_crop(image, box, 0.0, 64), cv2.COLOR_BGR2GRAY)
    return float(cv2.Laplacian(grey, cv2.CV_64F).var())


def draw_box(image: Image, box: Box, text: str, colour: tuple[int, int, int] = RED) -> None:
    """Draw a box and an ASCII text above it, in place."""
    height = image.shape[0]
    thick = max(2, height // 360)
    corner, opposite = (round(box.x0), round(box.y0)), (round(box.x1), round(box.y1))
    cv2.rectangle(image, corner, opposite, colour, thick)
    above = (corner[0], max(corner[1] - 3 * thick, 12 * thick))
    cv2.putText(image, text, above, cv2.FONT_HERSHEY_SIMPLEX, height / 900, (0, 0, 0), 3 * thick, cv2.LINE_AA)
    cv2.putText(image, text, above, cv2.FONT_HERSHEY_SIMPLEX, height / 900, colour, thick, cv2.LINE_AA)


def draw_polygon(image: Image, polygon: Sequence[Point], colour: tuple[int, int, int] = GREY) -> None:
    """Draw the outline of a 0-1 polygon, in place."""
    height, width = image.shape[:2]
    points = np.round(np.array(polygon) * np.array([width, height])).astype(np.int32)
    cv2.polylines(image, [points], isClosed=True, color=colour, thickness=max(1, height // 540))


def encode_jpeg(image: Image, quality: int = EVIDENCE_JPEG_QUALITY) -> bytes:
    """JPEG bytes of an (h, w, 3) uint8 BGR picture."""
    return cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def black_outside(image: Image, polygon: Sequence[Point]) -> Image:
    """A copy of the picture, black outside the 0-1 polygon."""
    height, width = image.shape[:2]
    inside = np.zeros((height, width), np.uint8)
    cv2.fillPoly(inside, [np.round(np.array(polygon) * np.array([width, height])).astype(np.int32)], (1,))
    return _as_image(image * inside[:, :, None])


def narrowed(image: Image, width: int) -> Image:
    """The picture made so wide, px; never larger than it is."""
    scale = min(width / image.shape[1], 1.0)
    return _as_image(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))


def read_jpeg(data: bytes) -> Image | None:
    """The (h, w, 3) uint8 BGR picture of bytes; None where they are none."""
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) if data else None
    return None if image is None else _as_image(image)


def decode_jpeg(jpeg: bytes) -> Image:
    """The (h, w, 3) uint8 BGR picture of JPEG bytes."""
    return _as_image(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR))


def _as_image(array: object) -> Image:
    """cv2 is typed as any integer or float array; ours are uint8."""
    return np.asarray(array, dtype=np.uint8)
