"""What labelling a site's own crops buys: a kitchen never seen, and after 5, 10, 20 labelled crops a class.

    PYTHONPATH=. python models/recipe/replay.py --model NETWORK --without hairnet_kitchen_cctv --out REPLAY
    PYTHONPATH=. python models/recipe/enrolment_curve.py --model NETWORK --replay REPLAY --out docs/enrolment.svg

NETWORK is the classifier exported from fold 0, which never saw the kitchen; --out gets the plot, and a .json beside it
all numbers. Crops to label and crops to test come from different stretches of time (25 frames of one take), and for the
other rows from different cameras; several draws, whose sums are shown. A draw whose head the product would refuse is
counted as refused and nothing else: that site stays advisory. Everything else is the product's own: views, fit,
thresholds. Draws overlap: an interval tells of the pictures, not of kitchens.
"""

import argparse
import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from attributes import TASKS
from crops import CONTEXT_MARGIN, SITES, Sample, boxed
from replay import MODELS, with_embedding

from vision.detect.crop_classifier import CropClassifier
from vision.detect.manifest import AttributeEntry, CropEntry, read_manifest
from vision.detect.replay import Replay
from vision.detect.site_head import shares
from vision.enrol.enrolment import Tolerance, enrol, measured, members
from vision.enrol.fit import Crops, said_by
from vision.enrol.promise import Promise
from vision.enrol.views import VIEWS, middle, seen
from vision.evaluation.svg import plot
from vision.facts import Answer
from vision.wilson import ratio, wilson

COUNTS = (0, 5, 10, 20)
DRAWS = 16
STRETCH = 25
LARGE_PX = 25
CLASSES = 3
CAP, BARE = 1, 2
TASK = TASKS["head_attributes"]
STYLE = (
    "<style>text{font:11px sans-serif;fill:#333}.title{font-size:13px}"
    ".frame{fill:#fff;stroke:#999}.grid{stroke:#e5e5e5}</style>"
)
"""A picture that stands alone brings the looks a page would give it."""


@dataclass
class Sums:
    """Over all draws: crops tested; bare, said bare, rightly; caps, caps said bare; left untold; draws refused."""

    tested: int = 0
    bare: int = 0
    said: int = 0
    right: int = 0
    caps: int = 0
    caps_said: int = 0
    untold: int = 0
    refused: int = 0

    def shares(self) -> dict[str, object]:
        """The numbers as shares with their intervals."""
        pairs = {
            "not_worn_precision": (self.right, self.said),
            "not_worn_recall": (self.right, self.bare),
            "caps_called_bare": (self.caps_said, self.caps),
            "cannot_tell": (self.untold, self.tested),
        }
        return {name: {"value": ratio(*pair), "interval": wilson(*pair), "n": pair[1]} for name, pair in pairs.items()}


@dataclass(frozen=True)
class Kitchen:
    """Its heads as the network sees them; cameras (n,) of each; stretch of time is the crops' group."""

    crops: Crops
    cameras: np.ndarray


@dataclass
class Row:
    """One way to split, one number of labelled crops."""

    split: str
    crops_a_class: int
    sums: Sums = field(default_factory=Sums)


def stretch(sample: Sample) -> str:
    """The take and stretch of time a kitchen picture belongs to."""
    take, frame = re.search(r"Frame_(.*)_(\d+)_jpg", sample.name).groups()
    return f"{take}/{int(frame) // STRETCH}"


def see(classifier: CropClassifier, samples: list[Sample]) -> Kitchen:
    """What the network makes of the samples, in all views."""
    box = middle(samples[0].context, CONTEXT_MARGIN)
    boxes = np.array([box], np.float32)
    sensed = [[classifier.sense(seen(s.context, box, view), boxes) for view in VIEWS] for s in samples]
    logits = np.array([[view.logits[0][0] for view in one] for one in sensed], np.float64)
    embedding = np.array([[view.embeddings[0] for view in one] for one in sensed], np.float64)
    groups = np.unique([stretch(s) for s in samples], return_inverse=True)[1]
    crops = Crops(logits, embedding, np.array([s.labels[0] for s in samples]), groups)
    return Kitchen(crops, np.array([s.camera for s in samples]))


def by_time(kitchen: Kitchen, random: np.random.Generator) -> np.ndarray:
    """(n,) bool: half of the stretches may be labelled."""
    stretches = random.permutation(np.unique(kitchen.crops.groups))
    return np.isin(kitchen.crops.groups, stretches[: len(stretches) // 2])


def by_camera(kitchen: Kitchen, _random: np.random.Generator) -> np.ndarray:
    """(n,) bool: kitchen_B may be labelled; the test is what other cameras saw."""
    return kitchen.cameras == "kitchen_B"


SPLITS: dict[str, Callable[[Kitchen, np.random.Generator], np.ndarray]] = {
    "other stretches of time": by_time,
    "another camera": by_camera,
}


def draw(kitchen: Kitchen, early: np.ndarray, count: int, random: np.random.Generator) -> tuple[Crops, Crops]:
    """`count` crops a class to label, and the others' to test on."""
    chosen = np.zeros(len(kitchen.crops), bool)
    for label in range(CLASSES):
        rows = np.flatnonzero(early & (kitchen.crops.labels == label))
        chosen[random.permutation(rows)[:count]] = True
    return kitchen.crops.where(chosen), kitchen.crops.where(~early)


def judge(
    entry: AttributeEntry, labelled: Crops, tested: Crops, replay: Replay
) -> tuple[np.ndarray, dict[Answer, float]] | None:
    """Probabilities of the tested crops and the thresholds in force; None where the head would be refused."""
    base = {answer: one.threshold for answer, one in entry.judgements.items()}
    if not len(labelled):
        return shares(tested.logits[:, 0], entry.temperature), base
    head, trial = enrol(entry, labelled, replay, Promise(), Tolerance())
    return None if trial.faults else (said_by(head, tested, entry.temperature), {**base, **head.thresholds})


def add(sums: Sums, entry: AttributeEntry, said: np.ndarray, labels: np.ndarray, thresholds: dict) -> None:
    """Count one draw."""
    untold, counts = measured(entry, said, labels, thresholds)
    bare = counts[Answer.NOT_WORN]
    called = said[:, members(entry, Answer.NOT_WORN)].sum(axis=1) >= thresholds[Answer.NOT_WORN]
    sums.tested += len(labels)
    sums.untold += untold
    sums.said, sums.right, sums.bare = sums.said + bare.given, sums.right + bare.right, sums.bare + bare.deserving
    sums.caps += int((labels == CAP).sum())
    sums.caps_said += int((called & (labels == CAP)).sum())


def curve(entry: AttributeEntry, kitchen: Kitchen, replay: Replay, draws: int) -> list[Row]:
    """All splits, all counts."""
    rows = [Row(name, count) for name in SPLITS for count in COUNTS]
    for row in rows:
        for seed in range(draws):
            random = np.random.default_rng(seed)
            early = SPLITS[row.split](kitchen, random)
            labelled, tested = draw(kitchen, early, row.crops_a_class, random)
            judged = judge(entry, labelled, tested, replay)
            row.sums.refused += judged is None
            if judged is not None:
                add(row.sums, entry, judged[0], tested.labels, judged[1])
        print(row.split, row.crops_a_class, row.sums, flush=True)
    return rows


def drawn(rows: list[Row]) -> str:
    """The curve of the split by time."""
    lines = []
    for name, key in (
        ("precision 准确率", "not_worn_precision"),
        ("recall 召回率", "not_worn_recall"),
        ("caps called bare 戴帽误报", "caps_called_bare"),
    ):
        mine = [row for row in rows if row.split == next(iter(SPLITS))]
        lines.append((name, [(r.crops_a_class / COUNTS[-1], r.sums.shares()[key]["value"] or 0.0) for r in mine]))
    bare = plot("认识本店 enrolment: not worn", f"labelled crops a class 每类张数, 0-{COUNTS[-1]}", "", lines)
    alone = bare.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" width="568" ', 1)
    return alone.replace(">", f">{STYLE}", 1) + "\n"


def read_replay_file(path: Path) -> Replay:
    """A replay without manifest entry."""
    file = np.load(path)
    labels, logits = ({n: file[f"{n}{end}"] for n in ("hat", "mask")} for end in ("", "_logits"))
    embedding, groups = file["embedding"].astype(np.float64), file["group"].astype(np.int64)
    return Replay(
        embedding,
        groups,
        {n: v.astype(np.int64) for n, v in labels.items()},
        {n: v.astype(np.float64) for n, v in logits.items()},
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--replay", type=Path, required=True)
    parser.add_argument("--draws", type=int, default=DRAWS)
    parser.add_argument("--out", type=Path, default=Path("docs/enrolment.svg"))
    args = parser.parse_args()
    entry = next(e for e in read_manifest(MODELS).models if isinstance(e, CropEntry) and e.name == TASK.name)
    weights = args.model.read_bytes()
    classifier = CropClassifier(weights, with_embedding(entry, weights))
    samples = [s for s in boxed(args.data / SITES[0], TASK, lambda box: box) if s.px >= LARGE_PX]
    kitchen = see(classifier, [s for s in samples if 0 <= s.labels[0] < CLASSES])
    rows = curve(entry.attributes[0], kitchen, read_replay_file(args.replay), args.draws)
    args.out.write_text(drawn(rows))
    table = [{**asdict(row), "shares": row.sums.shares()} for row in rows]
    args.out.with_suffix(".json").write_text(json.dumps(table, indent=1) + "\n")


if __name__ == "__main__":
    main()
