"""How the crop classifier does on what is hard: backs of heads, beards, coloured caps; their sets unseen.

    PYTHONPATH=. python models/recipe/hard_heads.py

judges the heads of models/labels/ that have 25 px and more with the network of the fold in which their set is unseen,
at the operating points of calibrate.py, and prints per kind of head and what the eye saw how often it said what. No
transparent shield is among them.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from attribute_net import AttributeNet
from attributes import TASKS, Attribute
from calibrate import LARGE_PX, said_at, softmax
from crop_views import plain_view
from crops import CROP_FOLDERS, LABELS, context_crop, fold_of
from offline import CACHE
from sets import read_rows
from train_attributes import outputs

DATA = Path("../shared/data")
TASK = TASKS["head_attributes"]
SIDES = ("x0", "y0", "x1", "y1")


@dataclass(frozen=True)
class Hard:
    """One head: its crop, the fold in which it is unseen, what the eye saw."""

    crop: np.ndarray
    fold: int
    row: dict[str, str]

    @property
    def kinds(self) -> Iterator[str]:
        """What is hard about it; everything is also of the kind `all`."""
        yield "all"
        if self.row["remark"]:
            yield self.row["remark"]
        if self.row["hat"] == "cap" and self.row["colour"] in ("white", "other"):
            yield f"{self.row['colour']} cap"


def heads() -> Iterator[Hard]:
    """All judged heads that are large enough."""
    for table in sorted(LABELS.glob("*.csv")):
        for row in read_rows(table):
            image = cv2.imread(str(picture(table.stem, row["image"])), cv2.IMREAD_COLOR)
            box = (
                whole(image, row) if not row["x0"] else np.array([row[s] for s in ("x0", "y0", "x1", "y1")], np.float32)
            )
            if box[3] - box[1] >= LARGE_PX:
                yield Hard(plain_view(context_crop(image, box)), fold_of(table.stem, Path(row["image"]).stem), row)


def picture(source: str, name: str) -> Path:
    """Where a picture of a set lies."""
    places = [DATA / source / "images", *(DATA / folder for folder in CROP_FOLDERS)]
    return next(place / name for place in places if (place / name).exists())


def whole(image: np.ndarray, row: dict[str, str]) -> np.ndarray:
    """The head's box in a ready crop of a chef."""
    folder = next(f for f in CROP_FOLDERS if (DATA / f / row["image"]).exists())
    height, width = image.shape[:2]
    left, top, right, bottom = CROP_FOLDERS[folder][1]
    return np.array([left * width, top * height, (1 - right) * width, (1 - bottom) * height], np.float32)


def answers(logits: np.ndarray, attribute: Attribute, found: dict) -> list[str]:
    """What the product would say of each row of logits."""
    shares = softmax(logits.astype(np.float64), found["temperature"])
    said = np.full(len(shares), "cannot_tell", object)
    for answer in attribute.answers:
        said[said_at(shares, attribute, answer, found["points"][answer]["threshold"])] = answer
    return list(said)


def seen(attribute: Attribute, word: str) -> str:
    """What the eye's word means."""
    label = attribute.labels.get(word, -1)
    return next((a for a in attribute.answers if label in attribute.members(a)), "cannot_tell")


def judge(hard: list[Hard], fold: int) -> list[np.ndarray]:
    """Logits per attribute by the network that has not seen the fold."""
    net = AttributeNet(TASK.counts())
    net.load_state_dict(torch.load(CACHE / f"{TASK.name}_{fold}.pt"))
    return outputs(net, [one.crop for one in hard])


def main() -> None:
    """Print the table."""
    calibration = json.loads((CACHE / f"{TASK.name}.calibration.json").read_text())
    counts: Counter[tuple[str, str, str, str]] = Counter()
    found = list(heads())
    for fold in sorted({one.fold for one in found}):
        mine = [one for one in found if one.fold == fold]
        for attribute, logits in zip(TASK.attributes, judge(mine, fold), strict=False):
            for one, said in zip(mine, answers(logits, attribute, calibration[attribute.name]), strict=True):
                for kind in one.kinds:
                    counts[attribute.name, kind, seen(attribute, one.row[attribute.name]), said] += 1
    for attribute, kind, eye in sorted({key[:3] for key in counts}):
        told = {key[3]: n for key, n in counts.items() if key[:3] == (attribute, kind, eye)}
        print(f"{attribute:5} {kind:10} eye: {eye:12} n {sum(told.values()):4}  said:", told)


if __name__ == "__main__":
    main()
