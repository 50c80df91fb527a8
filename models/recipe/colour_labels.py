"""Coverings whose colour was judged by eye (models/labels/, models/labels/colour/), as the product sees them."""

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from crops import LABELS, UNSEEN_CAMERA, scene
from sets import cameras, read_rows

from vision.detect.covering import Covering, Light, covering_of, light_of
from vision.detect.models import Models, load_models
from vision.facts import HEAD, Answer, Box
from vision.frames import Image
from vision.looks import GATES, Crop, unfit
from vision.pixels import sharpness

TRUTHS = {"white": Answer.WORN, "other": Answer.WRONG, "unsure": Answer.CANNOT_TELL}
FOLDERS = {"hat_cap_crops": "crops/cap", "hat_chef_crops": "crops/hat"}
FRAME = r"^bakery__\w+?_|_\d+_jpe?g.*$"
"""What names the frame, and the part of the set it came in, in a kitchen picture's name."""
SIDES = ("x0", "y0", "x1", "y1")


@dataclass(frozen=True)
class Label:
    """A covering judged by eye: `box` is None where the picture is a crop of one head."""

    folder: str
    image: str
    box: Box | None
    colour: str

    @property
    def place(self) -> tuple[str, str, int, int]:
        """The same for two readings of one head."""
        x, y = (0, 0) if self.box is None else (self.box.x0 + self.box.x1, self.box.y0 + self.box.y1)
        return self.folder, self.image, round(x / 8), round(y / 8)


@dataclass(frozen=True)
class Sample:
    """A judged covering as the product sees it.

    Attributes:
        truth: by eye. px: height of the head box.
        chooses: whether its scene chooses thresholds; else it measures.
        heard: whether HAT_NOT_WHITE would listen: gate passed, hat worn by the shipped judgement.
    """

    folder: str
    truth: Answer
    px: float
    seen: Covering
    light: Light
    chooses: bool
    heard: bool


def read_labels() -> list[Label]:
    """Every head of which a colour was told; what two readers tell differently is unsure."""
    told: dict[tuple, Label] = {}
    for path in sorted([*LABELS.glob("*.csv"), *(LABELS / "colour").glob("*.csv")]):
        for row in read_rows(path):
            if row["colour"] in TRUTHS:
                box = Box(*(float(row[side]) for side in SIDES)) if row["x0"] else None
                label = Label(path.stem, row["image"], box, row["colour"])
                other = told.setdefault(label.place, label)
                if other.colour != label.colour:
                    told[label.place] = Label(label.folder, label.image, box, "unsure")
    return sorted(told.values(), key=lambda label: (label.folder, label.image))


def scene_of(label: Label, camera: str | None) -> str:
    """What must not both choose and measure: a camera's recording, a clip, a photo and the crops cut from it."""
    if camera is not None:
        return camera if camera == UNSEEN_CAMERA else f"{camera} {re.sub(FRAME, '', label.image)}"
    photo = re.search(r"(chef-\d+)", label.image)
    return photo[1] if photo else scene(label.image.rpartition(".")[0])


def chooses(name: str) -> bool:
    """Whether a scene chooses thresholds; a coin thrown by its name."""
    return name != UNSEEN_CAMERA and zlib.crc32(name.encode()) % 2 == 0


def head_box(label: Label, image: Image, models: Models) -> Box | None:
    """The head's box; of a crop what the detector finds over its middle, None where that is nothing."""
    if label.box is not None:
        return label.box
    height, width = image.shape[:2]
    found = models.detector.detect(image)
    heads = found.boxes[found.labels == models.detector.labels.index(HEAD)]
    boxes = (Box(*map(float, row)) for row in heads)
    return next((b for b in boxes if b.x0 < width / 2 < b.x1 and b.y0 < 0.45 * height < b.y1), None)


def is_heard(image: Image, box: Box, crop: bool, models: Models) -> bool:
    """Whether a look at it would reach the rule; a crop has no room for the gate's margin at the edge."""
    height, width = image.shape[:2]
    gate = GATES[HEAD]
    if not crop and unfit(Crop(box, 0.0, sharpness(image, box), width, height), gate) is not None:
        return False
    hats = next(c for c in models.classifiers if "hat" in c.attributes)
    (said,) = hats.judge(image, np.array([box], np.float32))
    return box.height >= gate.min_height_px and said[hats.attributes.index("hat")].answer is Answer.WORN


def read_samples(data: Path, models_folder: Path) -> Iterator[Sample]:
    """All judged coverings whose place is on the picture."""
    models = load_models(models_folder)
    names = {folder.name: cameras(folder) for folder in data.iterdir()}
    for label in read_labels():
        path = data / label.folder / FOLDERS.get(label.folder, "images") / label.image
        if label.folder in FOLDERS and not path.exists():
            path = next((data / label.folder / "crops").glob(f"*/{label.image}"))
        image = cv2.imread(str(path), cv2.IMREAD_COLOR)
        box = head_box(label, image, models)
        seen = None if box is None else covering_of(image, box)
        if box is None or seen is None:
            continue
        where = scene_of(label, names[label.folder].get(label.image))
        heard = is_heard(image, box, label.box is None, models)
        yield Sample(label.folder, TRUTHS[label.colour], box.height, seen, light_of(image), chooses(where), heard)


def tally(samples: list[Sample]) -> Counter:
    """How many of each truth chose and measured, by folder."""
    return Counter((s.folder, s.truth.value, "chooses" if s.chooses else "measures") for s in samples)
