"""Cut training tiles: a random similarity view of a picture, with its head boxes carried along.

A head is taken for the ellipse inscribed in its box, so a turned box stays tight; turning the box's
corners instead would make every label of a tilted view too large.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from degrade import Random
from sets import Picture

GREY = (114, 114, 114)


@dataclass(frozen=True)
class Recipe:
    """How views are drawn. Lengths in px of the tile; `long_side` is the inference scale."""

    tile: int = 320
    long_side: int = 640
    zoom: tuple[float, float] = (0.6, 1.7)
    head_px: tuple[float, float] = (9, 150)
    tilt_deg: float = 25
    keep_visible: float = 0.4


def turned(boxes: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Bounds (n, 4) of the boxes' inscribed ellipses after the affine `matrix` (2, 3)."""
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2
    half = (boxes[:, 2:] - boxes[:, :2]) / 2
    moved = centres @ matrix[:, :2].T + matrix[:, 2]
    reach = np.sqrt((half**2) @ (matrix[:, :2] ** 2).T)
    return np.concatenate([moved - reach, moved + reach], axis=1)


def visible(boxes: np.ndarray, size: int, fraction: float) -> np.ndarray:
    """Rows of the boxes of which at least `fraction` lies in the tile."""
    clipped = boxes.clip(0, size)
    areas = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    left = (clipped[:, 2:] - clipped[:, :2]).prod(axis=1)
    return np.flatnonzero((left >= fraction * areas) & (left >= 36))


def view_matrix(focus: np.ndarray, scale: float, recipe: Recipe, random: Random) -> np.ndarray:
    """Affine (2, 3) that scales, tilts and stretches, and puts `focus` somewhere inside the tile."""
    tilt = np.deg2rad(np.clip(random.normal(0, recipe.tilt_deg / 2), -recipe.tilt_deg, recipe.tilt_deg))
    stretch = np.exp(random.normal(0, 0.06))
    turn = np.array([[np.cos(tilt), -np.sin(tilt)], [np.sin(tilt), np.cos(tilt)]])
    linear = turn @ np.diag([scale * stretch, scale / stretch])
    place = random.uniform(0.12, 0.88, 2) * recipe.tile
    return np.concatenate([linear, (place - linear @ focus)[:, None]], axis=1)


def fill_tile(matrix: np.ndarray, width: int, height: int, tile: int) -> np.ndarray:
    """The view moved so that the picture (width, height) covers as much of the tile as it can."""
    corners = np.array([(0, 0), (width, 0), (0, height), (width, height)]) @ matrix[:, :2].T + matrix[:, 2]
    low, high = corners.min(axis=0), corners.max(axis=0)
    slack = np.sort(np.stack([-low, tile - high]), axis=0)
    return np.concatenate([matrix[:, :2], (matrix[:, 2] + np.clip(0, *slack))[:, None]], axis=1)


def draw_scale(picture: Picture, side: float, recipe: Recipe, random: Random) -> float:
    """Scale around the inference scale that keeps a head of `side` px in the wanted range."""
    base = recipe.long_side / max(picture.image.shape[:2])
    scale = base * np.exp(random.uniform(*np.log(recipe.zoom)))
    return float(np.clip(scale, recipe.head_px[0] / side, recipe.head_px[1] / side))


def view(
    picture: Picture, recipe: Recipe, random: Random, background: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One tile (tile, tile, 3) BGR, its boxes (n, 4) xyxy px, and the rows (n,) of the picture they come from.

    `background` looks at a random place of the picture instead of at one of its heads.
    """
    height, width = picture.image.shape[:2]
    if background or not len(picture.boxes):
        focus, side = random.uniform(0, 1, 2) * (width, height), 30.0
    else:
        box = picture.boxes[random.integers(len(picture.boxes))]
        focus, side = (box[:2] + box[2:]) / 2, float(max(box[2:] - box[:2]))
    matrix = view_matrix(focus, draw_scale(picture, side, recipe, random), recipe, random)
    matrix = fill_tile(matrix, width, height, recipe.tile)
    boxes = turned(picture.boxes, matrix)
    rows = visible(boxes, recipe.tile, recipe.keep_visible)
    return warp(picture.image, matrix, recipe.tile), boxes[rows].clip(0, recipe.tile), rows


def warp(image: np.ndarray, matrix: np.ndarray, size: int) -> np.ndarray:
    """Affine warp that averages instead of skipping pixels when it shrinks."""
    scale = np.sqrt(abs(np.linalg.det(matrix[:, :2])))
    if scale < 0.75:
        small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        ratio = np.array(image.shape[1::-1]) / np.array(small.shape[1::-1])
        matrix = np.concatenate([matrix[:, :2] * ratio, matrix[:, 2:]], axis=1)
        image = small
    return cv2.warpAffine(image, matrix, (size, size), flags=cv2.INTER_LINEAR, borderValue=GREY)
