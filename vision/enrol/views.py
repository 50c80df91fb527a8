"""The same crop as it might have been seen a moment later: turned, shifted, mirrored, in other light.

A few dozen labelled crops teach more in several views each; the views are the same every time.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from vision.facts import Box
from vision.frames import Image


@dataclass(frozen=True, slots=True)
class View:
    """How a view differs: turn in degrees, scale and shift of the head (shift in shares of it), mirrored, gamma."""

    turn_deg: float = 0.0
    scale: float = 1.0
    shift: tuple[float, float] = (0.0, 0.0)
    mirrored: bool = False
    gamma: float = 1.0


VIEWS = (
    View(),
    View(8, 1.06, (0.04, -0.05), True, 1.2),
    View(-7, 0.95, (-0.05, 0.03), False, 0.85),
    View(-10, 1.02, (0.03, 0.06), True, 0.9),
    View(5, 1.0, (-0.02, -0.06), False, 1.25),
)


def middle(image: Image, margin: float) -> Box:
    """Where the head stands on a square picture cut round it with this margin, as a share of the head's side."""
    side = image.shape[0]
    cut = side * margin / (1 + 2 * margin)
    return Box(cut, cut, side - cut, side - cut)


def seen(image: Image, box: Box, view: View) -> Image:
    """The square picture in another view; the head stands where it stood, as nearly as a detector would say."""
    side = image.shape[0]
    half = (side - 1) / 2
    matrix = np.asarray(cv2.getRotationMatrix2D((half, half), view.turn_deg, view.scale), np.float64)
    if view.mirrored:
        matrix = matrix @ np.array([[-1, 0, side - 1], [0, 1, 0], [0, 0, 1]], np.float64)
    matrix[:, 2] += np.array(view.shift, np.float64) * box.width
    turned = cv2.warpAffine(image, matrix, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    levels = (np.linspace(0, 1, 256) ** view.gamma * 255).astype(np.uint8)
    return np.asarray(cv2.LUT(turned, levels), np.uint8)
