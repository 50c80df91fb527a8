"""Random views of a context crop: as a ceiling camera and an imperfect detector would deliver it."""

from dataclasses import dataclass

import cv2
import numpy as np
from attributes import UNLABELLED, Task
from crops import CONTEXT_SIDE, MARGIN, SIDE, Sample
from degrade import Random, jpeg, light, motion_blur, noise, shrink, tint

BOX_PX = SIDE / (1 + 2 * MARGIN)  # how long the box's longer side is in the network's crop
HOPELESS_HEAD_PX = 8  # nobody can tell below this
HOPELESS_SHARE = 0.04


@dataclass(frozen=True)
class View:
    """A crop as the network sees it: (SIDE, SIDE, 3) uint8 BGR, and its labels."""

    crop: np.ndarray
    labels: tuple[int, ...]


def view_matrix(scale: float, tilt_deg: float, shift: np.ndarray, flip: bool) -> np.ndarray:
    """Affine (2, 3) from context px to crop px; scale 1 is the runtime's own crop."""
    tilt = np.deg2rad(tilt_deg)
    linear = scale * np.array([[np.cos(tilt), -np.sin(tilt)], [np.sin(tilt), np.cos(tilt)]])
    linear = linear @ np.diag([-1.0 if flip else 1.0, 1.0])
    middle = np.full(2, (CONTEXT_SIDE - 1) / 2)
    offset = (SIDE - 1) / 2 + shift - linear @ middle
    return np.concatenate([linear, offset[:, None]], axis=1)


def cut(context: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """The network's crop out of a context crop."""
    return cv2.warpAffine(context, matrix, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def plain_view(context: np.ndarray) -> np.ndarray:
    """The crop the runtime would cut."""
    return cut(context, view_matrix(1.0, 0.0, np.zeros(2), flip=False))


def draw_matrix(sample: Sample, random: Random) -> np.ndarray:
    """Turned, shifted and scaled like the boxes of a detector on a tilted camera."""
    tilt = float(np.clip(random.normal(0, 16), -40, 40))
    scale = float(np.exp(random.normal(0, 0.13)))
    shift = random.normal(0, 0.06, 2) * SIDE
    if not sample.hair and random.random() < 0.35:  # a box of the hair only sits higher and is smaller
        scale *= random.uniform(1.0, 1.25)
        shift[1] += random.uniform(0.05, 0.15) * SIDE
    return view_matrix(scale, tilt, shift, flip=random.random() < 0.5)


def occlude(crop: np.ndarray, random: Random) -> np.ndarray:
    """Something in front of a part of the edge, in a colour of the picture itself."""
    side = random.integers(8, 26, 2)
    low = random.integers(0, SIDE - side)
    edge = random.integers(4)
    low[edge % 2] = 0 if edge < 2 else SIDE - side[edge % 2]
    colour = crop[tuple(random.integers(0, SIDE, 2))].tolist()
    crop = crop.copy()
    cv2.rectangle(crop, tuple(map(int, low)), tuple(map(int, low + side)), colour, -1)
    return crop


def weather(crop: np.ndarray, random: Random) -> np.ndarray:
    """Light, colour, motion, grain and compression, each at its own odds."""
    if random.random() < 0.5:
        crop = light(crop, random.uniform(0.6, 1.9), random.uniform(0.65, 1.15))
    if random.random() < 0.35:
        crop = tint(crop, random.uniform(-14, 14), 0.0 if random.random() < 0.15 else random.uniform(0.4, 1.4))
    if random.random() < 0.2:
        crop = motion_blur(crop, int(random.integers(3, 10)), random.uniform(0, 180))
    if random.random() < 0.3:
        crop = noise(crop, random.uniform(2, 14), random)
    if random.random() < 0.45:
        crop = jpeg(crop, int(random.integers(15, 75)))
    return crop


def lose_detail(crop: np.ndarray, head_px: float, random: Random) -> tuple[np.ndarray, bool]:
    """Shrink the head to 12-60 px and back; now and then so far that nobody can tell (True)."""
    if random.random() < HOPELESS_SHARE:
        return shrink(crop, random.uniform(3, HOPELESS_HEAD_PX) / BOX_PX), True
    wanted = np.exp(random.uniform(np.log(12), np.log(60)))
    return (shrink(crop, wanted / BOX_PX) if wanted < min(head_px, BOX_PX) else crop), False


def random_view(sample: Sample, task: Task, random: Random) -> View:
    """One augmented view with its labels."""
    crop = cut(sample.context, draw_matrix(sample, random))
    if random.random() < 0.2:
        crop = occlude(crop, random)
    crop, hopeless = lose_detail(crop, sample.px, random)
    crop = weather(crop, random)
    if not hopeless:
        return View(crop, sample.labels)
    last = tuple(len(a.classes) - 1 for a in task.attributes)
    return View(
        crop, tuple(UNLABELLED if old == UNLABELLED else new for old, new in zip(sample.labels, last, strict=True))
    )
