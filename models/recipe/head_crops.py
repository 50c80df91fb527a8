"""Every labelled head of the training folders as a context crop with its hat and mask label.

A context crop is wider than what the network sees, so that augmentation can turn and shift it without
inventing pixels. It is cut by the product's own `vision.pixels.square_crop`, hence PYTHONPATH=. is needed.
"""

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from sets import cameras, picture_paths, read_picture, read_rows

from vision.facts import Box
from vision.pixels import square_crop

SIDE = 72  # what the network sees
MARGIN = 0.25  # of the longer side of the box, on each side
CONTEXT_MARGIN = 0.75
CONTEXT_SIDE = round(SIDE * (1 + 2 * CONTEXT_MARGIN) / (1 + 2 * MARGIN))

HAT = ("net", "cap", "bare", "cannot_tell")
MASK = ("worn", "wrong", "none", "cannot_tell")
UNLABELLED, NOT_NET = -1, -2

HAT_LABEL = {"net": 0, "cap": 1, "bare": 2, "unsure": 3, "no_net": NOT_NET, "helmet": UNLABELLED}
MASK_LABEL = {"mask": 0, "wrong": 1, "none": 2, "unsure": 3}
MASK_JUDGED = {"hairnet_kitchen_cctv", "hairnet_office_cctv", "hairnet_factory_video"}
"""Sets whose reader looked for masks: only there `unsure` means that one cannot tell."""

HEAD_SETS = (
    "hairnet_kitchen_cctv",
    "hairnet_office_cctv",
    "hairnet_factory_video",
    "hairnet_misc",
    "hardhat_workers",
    "scut_head_b",
)
FACE_SETS = ("mask_853", "mask_dit")
CROP_FOLDERS = {  # folder: (hat label, inset of the head in the crop: left, top, right, bottom)
    "hat_cap_crops/crops/cap": ("cap", (0.22, 0.15, 0.22, 0.28)),
    "hat_cap_crops/crops/bare": ("bare", (0.22, 0.15, 0.22, 0.28)),
    "hat_chef_crops/crops/hat": ("cap", (0.04, 0.04, 0.04, 0.04)),
    "hat_chef_crops/crops/no_hat": ("bare", (0.04, 0.04, 0.04, 0.04)),
}

TRAIN, CALIBRATE, UNSEEN = "train", "calibrate", "unseen"
UNSEEN_CAMERA = "kitchen_A"
HELD_OUT_SHARE = 0.15
HELD_OUT_SCENES = re.compile(r"Frame_8\d02_|video_BC[25]_|youtube-(3[0-4]|6[0-4])\d_|hairnet_102_mp4|hairr_mp4")
"""Stretches of kitchen_B, factory videos and office takes that only calibrate: never split by picture."""
SCENE_SETS = {"hairnet_kitchen_cctv", "hairnet_office_cctv", "hairnet_factory_video"}


@dataclass(frozen=True)
class Sample:
    """One head.

    Attributes:
        context: (CONTEXT_SIDE, CONTEXT_SIDE, 3) uint8 BGR.
        hat, mask: index into HAT / MASK, or UNLABELLED, or NOT_NET.
        head_px: height of the box in its picture.
        source: set name, for balance. split: train | calibrate | unseen.
        flat: the box covers only the hair (the hairnet sets), not the whole head.
    """

    context: np.ndarray
    hat: int
    mask: int
    head_px: float
    source: str
    split: str
    flat: bool


def scene(stem: str, is_crop: bool) -> str:
    """What must stay on one side of a split: the picture a crop was cut from, an augmented copy's original."""
    if is_crop:
        return re.sub(r"_\d+$", "", stem)
    return re.sub(r"(-copy.*|_jpe?g_\w+$|_png_\w+$)", "", stem)


def split_of(source: str, path: Path, camera: str | None) -> str:
    """train, calibrate or unseen; by camera and scene, never by single picture of a scene."""
    if camera == UNSEEN_CAMERA:
        return UNSEEN
    if source in SCENE_SETS:
        return CALIBRATE if HELD_OUT_SCENES.search(path.name) else TRAIN
    # crops of hardhat_workers and scut_head_b carry their picture's name: both sides agree
    share = zlib.crc32(scene(path.stem, source.endswith("_crops")).encode()) / 2**32
    return CALIBRATE if share < HELD_OUT_SHARE else TRAIN


def head_of_face(box: np.ndarray) -> np.ndarray:
    """A head-like box from a face box: hair above, ears beside."""
    width, height = box[2] - box[0], box[3] - box[1]
    return box + np.array([-0.15 * width, -0.6 * height, 0.15 * width, 0.05 * height], np.float32)


def context_crop(image: np.ndarray, box: np.ndarray) -> np.ndarray:
    """The wide square round a box (4,) xyxy px."""
    return square_crop(image, Box(*map(float, box)), CONTEXT_MARGIN, CONTEXT_SIDE)


def labels(row: dict[str, str], source: str) -> tuple[int, int]:
    """(hat, mask) of one row of heads.csv."""
    by_eye = row["by"].startswith("eye")
    hat = HAT_LABEL[row["hat"]]
    mask = MASK_LABEL[row["mask"]]
    if row["hat"] == "unsure" and not by_eye:
        hat = UNLABELLED
    if row["mask"] == "unsure" and not (by_eye and source in MASK_JUDGED):
        mask = UNLABELLED
    return hat, mask


def boxed_samples(folder: Path, shape: Callable[[np.ndarray], np.ndarray]) -> Iterator[Sample]:
    """Heads of a set with boxes; `shape` makes a head box of the set's boxes."""
    camera = cameras(folder)
    by_image: dict[str, list[dict[str, str]]] = {}
    for row in read_rows(folder / "heads.csv"):
        by_image.setdefault(row["image"], []).append(row)
    for path in picture_paths(folder):
        picture = read_picture(path)
        split = split_of(folder.name, path, camera.get(path.name))
        for row in by_image.get(path.name, []):
            hat, mask = labels(row, folder.name)
            if hat == mask == UNLABELLED:
                continue
            box = shape(picture.boxes[int(row["box"])])
            crop = context_crop(picture.image, box)
            yield Sample(crop, hat, mask, float(box[3] - box[1]), folder.name, split, folder.name in SCENE_SETS)


def cropped_samples(data: Path, name: str) -> Iterator[Sample]:
    """Heads of a folder of ready crops."""
    label, inset = CROP_FOLDERS[name]
    for path in sorted((data / name).iterdir()):
        image = cv2.imread(str(path), cv2.IMREAD_COLOR)
        height, width = image.shape[:2]
        left, top, right, bottom = inset
        box = np.array([left * width, top * height, (1 - right) * width, (1 - bottom) * height], np.float32)
        source = Path(name).parts[0]
        split = split_of(source, path, None)
        crop = context_crop(image, box)
        yield Sample(crop, HAT_LABEL[label], UNLABELLED, float(box[3] - box[1]), source, split, False)


def all_samples(data: Path, renders: Path | None) -> list[Sample]:
    """Every labelled head there is."""
    samples = [s for name in HEAD_SETS for s in boxed_samples(data / name, lambda box: box)]
    samples += [s for name in FACE_SETS for s in boxed_samples(data / name, head_of_face)]
    samples += [s for name in CROP_FOLDERS for s in cropped_samples(data, name)]
    if renders is not None:
        samples += list(boxed_samples(renders, lambda box: box))
    return samples
