"""What labelling a site's own crops buys: the kitchen as a site never seen, and after 5, 10, 20 crops a class.

    python enrolment_curve.py --weights .cache/head_attributes_0.pt --out docs/enrolment.svg

The network has not seen the kitchen (fold 0). Crops to label and crops to test come from different stretches of time
(25 frames of one take); eight draws of stretches. The threshold is the product's own, conformal on the labelled crops.
"""

import argparse
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from attribute_net import AttributeNet
from attributes import TASKS, Task
from calibrate import LARGE_PX, wilson
from crop_views import plain_view
from crops import CROP_FOLDERS, HEAD_SETS, SITES, Sample, boxed, cropped
from export import attribute_net
from offline import CACHE
from train_attributes import outputs

from vision.detect.site_head import shares
from vision.enrol.fit import Crops, Faith, conformal_threshold, fit, unseen_shares
from vision.evaluation.svg import plot

COUNTS = (0, 5, 10, 20)
DRAWS = 8
STRETCH = 25
ALARM_RATE = 0.02
BARE, CAP = 2, 1
FAITH = Faith(temperature=1.3)
BASE_THRESHOLD = 0.67  # of the manifest, for what is said without labelling


@dataclass
class Tested:
    """Sums over all draws: crops said bare, rightly so, bare in all; caps called bare, caps in all; crops tested."""

    said: int = 0
    right: int = 0
    bare: int = 0
    caps_said: int = 0
    caps: int = 0
    tested: int = 0


def stretch(sample: Sample) -> str:
    """The take and stretch of time a kitchen picture belongs to."""
    take, frame = re.search(r"Frame_(.*)_(\d+)_jpg", sample.name).groups()
    return f"{take}/{int(frame) // STRETCH}"


def seen_by(net: AttributeNet, samples: list[Sample], groups: list[str]) -> Crops:
    """What the network says of samples."""
    logits, _, embedding = outputs(net, [plain_view(s.context) for s in samples])
    labels = np.array([s.labels[0] for s in samples])
    numbers = np.unique(groups, return_inverse=True)[1]
    return Crops(logits.astype(float), embedding.astype(float), labels, numbers)


def told(samples: list[Sample]) -> list[Sample]:
    """Samples of a size and with an answer."""
    return [s for s in samples if s.px >= LARGE_PX and 0 <= s.labels[0] <= BARE]


def gather(task: Task, data: Path) -> tuple[list[Sample], list[Sample]]:
    """The kitchen's heads, and heads of elsewhere that fold 0 left out, to remember by."""
    kitchen = told(list(boxed(data / SITES[0], task, lambda box: box)))
    others = [s for name in HEAD_SETS if name not in SITES for s in boxed(data / name, task, lambda box: box)]
    others += [s for name in CROP_FOLDERS for s in cropped(data, name)]
    return kitchen, told([s for s in others if s.fold == 0])


def draw(site: Crops, count: int, random: np.random.Generator) -> tuple[Crops, Crops]:
    """`count` crops a class to label, and the crops of all other stretches to test on."""
    stretches = random.permutation(np.unique(site.groups))
    early = np.isin(site.groups, stretches[: len(stretches) // 2])
    chosen = np.zeros(len(site), bool)
    for label in np.unique(site.labels):
        rows = np.flatnonzero(early & (site.labels == label))
        chosen[random.permutation(rows)[:count]] = True
    return site.where(chosen), site.where(~early)


def judge(labelled: Crops, tested: Crops, replay: Crops) -> np.ndarray:
    """(n,) bool: which tested crops are said to be bare."""
    if not len(labelled):
        return shares(tested.logits, FAITH.temperature)[:, BARE] >= BASE_THRESHOLD
    innocent = unseen_shares(labelled, replay, FAITH)[labelled.labels != BARE, BARE]
    head = fit(labelled, replay, FAITH)
    said = shares(head.logits(tested.logits, tested.embedding), FAITH.temperature)[:, BARE]
    return said >= conformal_threshold(innocent, ALARM_RATE)


def measure(site: Crops, replay: Crops, count: int) -> Tested:
    """All draws of one count."""
    sums = Tested()
    for seed in range(DRAWS):
        labelled, tested = draw(site, count, np.random.default_rng(seed))
        said, bare, cap = judge(labelled, tested, replay), tested.labels == BARE, tested.labels == CAP
        sums.said += int(said.sum())
        sums.right += int((said & bare).sum())
        sums.bare += int(bare.sum())
        sums.caps_said += int((said & cap).sum())
        sums.caps += int(cap.sum())
        sums.tested += len(tested)
    return sums


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--weights", type=Path, default=CACHE / "head_attributes_0.pt")
    parser.add_argument("--out", type=Path, default=Path("docs/enrolment.svg"))
    args = parser.parse_args()
    torch.set_num_threads(1)
    task = TASKS["head_attributes"]
    net = attribute_net(task, args.weights)
    kitchen, others = gather(task, args.data)
    site, replay = seen_by(net, kitchen, [stretch(s) for s in kitchen]), seen_by(net, others, [s.name for s in others])
    names = ("precision 准确率", "recall 召回率", "caps called bare 戴帽误报")
    lines: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    for count in COUNTS:
        one = measure(site, replay, count)
        found = (wilson(one.right, one.said), wilson(one.right, one.bare), wilson(one.caps_said, one.caps))
        for points, share in zip(lines.values(), found, strict=True):
            points.append((count / COUNTS[-1], share.value or 0.0))
        print(count, json.dumps([asdict(share) for share in found]), flush=True)
    args.out.write_text(plot("认识本店: not worn", f"crops a class 每类张数, 0-{COUNTS[-1]}", "", list(lines.items())))


if __name__ == "__main__":
    main()
