"""Every labelled head or hand of the training folders as a context crop with its labels.

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
from attributes import HAT, MASK, UNLABELLED, Task
from sets import cameras, picture_paths, read_picture, read_rows

from vision.facts import Box
from vision.pixels import square_crop

SIDE = 96  # what the network sees
MARGIN = 0.4  # of the longer side of the box, on each side
CONTEXT_MARGIN = 0.9
CONTEXT_SIDE = round(SIDE * (1 + 2 * CONTEXT_MARGIN) / (1 + 2 * MARGIN))

LABELS = Path(__file__).resolve().parent.parent / "labels"
"""What we judged by eye ourselves, one file a set (README.md there)."""
MASK_JUDGED = {
    "hairnet_kitchen_cctv",
    "hairnet_office_cctv",
    "hairnet_factory_video",
    "kitchen_unlabelled",
    "hat_chef_crops",
}
"""Sets whose reader looked for masks: only there `unsure` means that one cannot tell."""
HAIR_BOXES = {"hairnet_kitchen_cctv", "hairnet_office_cctv", "hairnet_factory_video", "hairnet_misc"}
"""Sets whose boxes cover the hair rather than the whole head."""
HEAD_SETS = (*sorted(HAIR_BOXES), "hardhat_workers", "scut_head_b")
FACE_SETS = ("mask_853", "mask_dit")
HAND_SETS = ("gloves_josh",)
EYED_SETS = ("kitchen_unlabelled",)
CROP_FOLDERS = {  # folder: (hat label, inset of the head in the crop: left, top, right, bottom)
    "hat_cap_crops/crops/cap": ("cap", (0.22, 0.15, 0.22, 0.28)),
    "hat_cap_crops/crops/bare": ("bare", (0.22, 0.15, 0.22, 0.28)),
    "hat_chef_crops/crops/hat": ("cap", (0.04, 0.04, 0.04, 0.04)),
    "hat_chef_crops/crops/no_hat": ("bare", (0.04, 0.04, 0.04, 0.04)),
}
UNSEEN_CAMERA = "kitchen_A"
SITES = ("hairnet_kitchen_cctv", "hairnet_office_cctv", "hairnet_factory_video", "hairnet_misc")
"""Site k is unseen in fold k; chefs go with the last, every other set gives a quarter of its scenes to each."""
CHEFS = ("hat_chef_crops", "kitchen_unlabelled")
"""Crops and pictures of the same web photos: one must not be seen while the other is unseen."""


@dataclass(frozen=True)
class Sample:
    """One head or hand.

    Attributes:
        context: (CONTEXT_SIDE, CONTEXT_SIDE, 3) uint8 BGR.
        labels: per attribute of the task: class index, UNLABELLED or NOT_NET.
        px: height of the box in its picture. source: set name. name: picture and box, for tables.
        fold: in which it is unseen. camera: where the set names it.
        hair: the box covers the hair only.
    """

    context: np.ndarray
    labels: tuple[int, ...]
    px: float
    source: str
    name: str
    fold: int
    camera: str
    hair: bool = False

    @property
    def picture(self) -> str:
        """File name of its picture; a crop's own name where it comes from a folder of crops."""
        return self.name.partition("#")[0]


def scene(stem: str) -> str:
    """What must stay on one side of a split: the clip of a frame, an augmented copy's original, a crop's picture."""
    stem = re.sub(r"(-copy.*|_jpe?g_\w+$|_png_\w+$)", "", stem)
    stem = re.sub(r"^(hhw_|scut_|ppe_)", "", stem)
    stem = re.sub(r"(PartB_\d+|^\d{6})_\d+$", r"\1", stem)
    return re.sub(r"[-_]\d{1,4}$", "", stem) if re.search(r"mp4|VID|Screencast|\d{8}_\d{6}", stem) else stem


def fold_of(source: str, stem: str) -> int:
    """The fold in which a picture is unseen; by site, else by scene, never by single picture of a scene."""
    if source in SITES:
        return SITES.index(source)
    if source in CHEFS:
        return len(SITES) - 1
    return zlib.crc32(scene(stem).encode()) % len(SITES)


def head_of_face(box: np.ndarray) -> np.ndarray:
    """A head-like box from a face box: hair above, ears beside."""
    width, height = box[2] - box[0], box[3] - box[1]
    return box + np.array([-0.15 * width, -0.6 * height, 0.15 * width, 0.05 * height], np.float32)


def context_crop(image: np.ndarray, box: np.ndarray) -> np.ndarray:
    """The wide square round a box (4,) xyxy px."""
    return square_crop(image, Box(*map(float, box)), CONTEXT_MARGIN, CONTEXT_SIDE)


def labels(row: dict[str, str], source: str, task: Task) -> tuple[int, ...]:
    """Class indices of one row; `unsure` counts as cannot-tell only where a reader judged by eye."""
    by_eye = row["by"].startswith("eye")
    told = []
    for attribute in task.attributes:
        word = row[attribute.name]
        judged = by_eye and (attribute is not MASK or source in MASK_JUDGED)
        told.append(UNLABELLED if word == "" or (word == "unsure" and not judged) else attribute.labels[word])
    return tuple(told)


def boxed(folder: Path, task: Task, shape: Callable[[np.ndarray], np.ndarray]) -> Iterator[Sample]:
    """Samples of a set with boxes; `shape` makes a head box of the set's boxes."""
    camera = cameras(folder)
    by_image: dict[str, list[dict[str, str]]] = {}
    for row in read_rows(folder / f"{task.label}s.csv"):
        by_image.setdefault(row["image"], []).append(row)
    for path in picture_paths(folder):
        picture = read_picture(path)
        for row in by_image.get(path.name, []):
            told = labels(row, folder.name, task)
            if all(label == UNLABELLED for label in told):
                continue
            box = shape(picture.boxes[int(row["box"])])
            yield Sample(
                context=context_crop(picture.image, box),
                labels=told,
                px=float(box[3] - box[1]),
                source=folder.name,
                name=f"{path.name}#{row['box']}",
                fold=fold_of(folder.name, path.stem),
                camera=camera.get(path.name, ""),
                hair=folder.name in HAIR_BOXES,
            )


def eyed(data: Path, source: str, task: Task) -> Iterator[Sample]:
    """Heads that we judged by eye, of a set of pictures without labels."""
    for number, row in enumerate(read_rows(LABELS / f"{source}.csv")):
        path = data / source / "images" / row["image"]
        box = np.array([row[side] for side in ("x0", "y0", "x1", "y1")], np.float32)
        yield Sample(
            context=context_crop(cv2.imread(str(path), cv2.IMREAD_COLOR), box),
            labels=labels(row, source, task),
            px=float(box[3] - box[1]),
            source=source,
            name=f"{path.name}#{number}",
            fold=fold_of(source, path.stem),
            camera="",
        )


def cropped(data: Path, name: str) -> Iterator[Sample]:
    """Heads of a folder of ready crops; the mask is told where we judged it."""
    word, inset = CROP_FOLDERS[name]
    source = Path(name).parts[0]
    masks = {row["image"]: MASK.labels[row["mask"]] for row in read_rows(LABELS / f"{source}.csv")}
    for path in sorted((data / name).iterdir()):
        image = cv2.imread(str(path), cv2.IMREAD_COLOR)
        height, width = image.shape[:2]
        left, top, right, bottom = inset
        box = np.array([left * width, top * height, (1 - right) * width, (1 - bottom) * height], np.float32)
        told = (HAT.labels[word], masks.get(path.name, UNLABELLED))
        px = float(box[3] - box[1])
        yield Sample(context_crop(image, box), told, px, source, path.stem, fold_of(source, path.stem), "")


def all_samples(task: Task, data: Path, renders: list[Path]) -> list[Sample]:
    """Every labelled box there is for a task; renders are in no fold (-1)."""
    if task.label == "hand":
        samples = [s for name in HAND_SETS for s in boxed(data / name, task, lambda box: box)]
    else:
        samples = [s for name in HEAD_SETS for s in boxed(data / name, task, lambda box: box)]
        samples += [s for name in FACE_SETS for s in boxed(data / name, task, head_of_face)]
        samples += [s for name in CROP_FOLDERS for s in cropped(data, name)]
        samples += [s for name in EYED_SETS for s in eyed(data, name, task)]
    for folder in renders:
        samples += [Sample(**{**s.__dict__, "source": "renders", "fold": -1}) for s in boxed(folder, task, lambda b: b)]
    return samples
