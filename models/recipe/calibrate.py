"""Temperature and operating points from what networks said of sites they had never seen.

    python calibrate.py --task head_attributes

reads the .npz files of `train_attributes.py --fold 0..3`, prints a table by site and writes
.cache/<task>.calibration.json for publish.py. kitchen_A takes no part in choosing; it has rows of its own.
"""

import argparse
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from attributes import TASKS, Attribute, Task
from crops import SITES, UNSEEN_CAMERA
from numpy.typing import NDArray
from offline import CACHE

from vision.evaluation import wilson as product_wilson

TEMPERATURES = np.exp(np.linspace(np.log(0.4), np.log(4), 80))
THRESHOLDS = np.round(np.arange(0.50, 0.996, 0.005), 3)
WANTED_PRECISION = {"worn": 0.95, "wrong": 0.90, "not_worn": 0.97}
"""Of what is said; `wrong` promises only that it is not worn rightly (Point.counted)."""
LARGE_PX = 25


@dataclass(frozen=True)
class Share:
    """A share of `n` with its 95 % Wilson interval; value is None when n is 0."""

    value: float | None
    n: int
    low: float
    high: float


@dataclass(frozen=True)
class Point:
    """An answer's operating point and what it measured there.

    Attributes:
        counted: of what is said, how often one of its counted classes is true.
    """

    threshold: float
    precision: Share
    recall: Share
    counted: Share


@dataclass(frozen=True)
class Answers:
    """What was said of crops: logits (n, classes), labels (n,), px (n,), and arrays of names to group by."""

    logits: NDArray
    labels: NDArray
    px: NDArray
    source: NDArray
    camera: NDArray
    name: NDArray

    def where(self, rows: NDArray) -> "Answers":
        """Some of the rows."""
        return Answers(*[getattr(self, field)[rows] for field in self.__dataclass_fields__])


def wilson(hits: int, n: int) -> Share:
    """A share with its interval, rounded for the manifest."""
    low, high = product_wilson.wilson(hits, n) or (0.0, 1.0)
    return Share(round(hits / n, 4) if n else None, n, round(low, 4), round(high, 4))


def softmax(logits: NDArray, temperature: float) -> NDArray:
    """Probabilities (n, classes)."""
    powers = np.exp((logits - logits.max(axis=1, keepdims=True)) / temperature)
    return powers / powers.sum(axis=1, keepdims=True)


def best_temperature(answers: Answers) -> float:
    """The temperature with the least negative log likelihood on everything that has a label, cannot-tell included."""
    told = answers.where(answers.labels >= 0)

    def surprise(temperature: float) -> float:
        shares = softmax(told.logits, temperature)
        return float(-np.log(shares[np.arange(len(told.labels)), told.labels] + 1e-9).mean())

    return round(float(min(TEMPERATURES, key=surprise)), 3)


def judgeable(answers: Answers, attribute: Attribute) -> Answers:
    """Rows that have a right answer and are large enough."""
    last = len(attribute.classes) - 1
    return answers.where((answers.labels >= 0) & (answers.labels != last) & (answers.px >= LARGE_PX))


def measure(answers: Answers, attribute: Attribute, answer: str, temperature: float, threshold: float) -> Point:
    """Precision and recall of one answer at a threshold."""
    members, counted = list(attribute.members(answer)), list(attribute.counted(answer))
    said = said_at(softmax(answers.logits, temperature), attribute, answer, threshold)
    true = np.isin(answers.labels, members)
    hits, given = int((said & true).sum()), int(said.sum())
    near = int((said & np.isin(answers.labels, counted)).sum())
    return Point(float(threshold), wilson(hits, given), wilson(hits, int(true.sum())), wilson(near, given))


def said_at(shares: NDArray, attribute: Attribute, answer: str, threshold: float) -> NDArray:
    """Rows (n,) of the probabilities (n, classes) that are given the answer."""
    counted = list(attribute.counted(answer))
    own = shares[:, list(attribute.members(answer))].sum(axis=1)
    rivals = shares[:, list(set(counted) - set(attribute.members(answer)))].sum(axis=1)
    return (shares[:, counted].sum(axis=1) >= threshold) & (own > rivals)


def operating_point(answers: Answers, attribute: Attribute, answer: str, temperature: float) -> Point:
    """The lowest threshold with the wanted precision; else the most precise one."""
    points = [measure(answers, attribute, answer, temperature, t) for t in THRESHOLDS]
    usable = [p for p in points if p.recall.value]
    good = [p for p in usable if promised(p, answer) >= WANTED_PRECISION[answer]]
    return good[0] if good else max(usable or points, key=lambda p: p.precision.value or 0)


def promised(point: Point, answer: str) -> float:
    """The precision that the answer promises."""
    return (point.counted if answer == "wrong" else point.precision).value or 0.0


def read_answers(task: Task, index: int, paths: list[Path], view: str) -> Answers:
    """Attribute `index` of all files; `view` is "" for crops as they are or "_degraded"."""
    files = [np.load(path) for path in paths]
    name = task.attributes[index].name

    def joined(key: str) -> NDArray:
        return np.concatenate([file[key] for file in files])

    labels = joined(f"labels{view}")[:, index]
    return Answers(
        joined(f"{name}{view}").astype(np.float64),
        labels,
        joined("px"),
        joined("source"),
        joined("camera"),
        joined("name"),
    )


def table(answers: Answers, attribute: Attribute, temperature: float, points: dict[str, Point]) -> dict[str, dict]:
    """Per group of rows: every answer's precision and recall at its operating point, and how often none is given."""
    groups = {"pooled": np.ones(len(answers.labels), bool), UNSEEN_CAMERA: answers.camera == UNSEEN_CAMERA}
    groups |= {source: answers.source == source for source in np.unique(answers.source)}
    result: dict[str, dict] = {}
    for group, rows in groups.items():
        part = answers.where(rows)
        measured = {a: measure(part, attribute, a, temperature, p.threshold) for a, p in points.items()}
        shares = softmax(part.logits, temperature)
        given = np.zeros(len(part.labels), bool)
        for answer, point in points.items():
            given |= said_at(shares, attribute, answer, point.threshold)
        result[group] = {a: asdict(p) for a, p in measured.items()}
        result[group]["cannot_tell_rate"] = asdict(wilson(int((~given).sum()), len(given)))
    return result


def dark_caps(answers: Answers, data: Path, temperature: float, point: Point) -> dict[str, dict]:
    """How often a worn cap is called bare: the dark ones of the list, and the kitchen's."""
    listed = set((data / "hat_cap_crops" / "dark_caps.txt").read_text().split())
    bare = softmax(answers.logits, temperature)[:, 2] >= point.threshold
    groups = {
        "dark caps, web": np.isin(answers.name, list(listed)) & (answers.labels == 1),
        "caps, kitchen": (answers.source == SITES[0]) & (answers.labels == 1),
    }
    return {name: asdict(wilson(int(bare[rows].sum()), int(rows.sum()))) for name, rows in groups.items()}


def uniform(answers: Answers, attribute: Attribute) -> NDArray:
    """Rows (n,) of the one kitchen's dark caps: what only a site's own head can tell, a site is advisory until then.

    They stand in every table; they take no part in choosing, else next to nothing would be said anywhere.
    """
    return (answers.source == SITES[0]) & (answers.labels == 1) & (attribute.name == "hat")


def calibrated(task: Task, index: int, paths: list[Path], data: Path) -> dict[str, object]:
    """Everything publish.py writes about one attribute."""
    attribute = task.attributes[index]
    plain, poor = read_answers(task, index, paths, ""), read_answers(task, index, paths, "_degraded")
    choose = plain.where(plain.camera != UNSEEN_CAMERA)
    temperature = best_temperature(choose)
    ground = judgeable(choose.where(~uniform(choose, attribute)), attribute)
    points = {a: operating_point(ground, attribute, a, temperature) for a in attribute.answers}
    unsure = plain.where(plain.labels == len(attribute.classes) - 1)
    found: dict[str, object] = {
        "temperature": temperature,
        "points": {a: asdict(p) for a, p in points.items()},
        "by_site": table(judgeable(plain, attribute), attribute, temperature, points),
        "degraded": table(judgeable(poor, attribute), attribute, temperature, points)["pooled"],
        "on_unsure": table(unsure, attribute, temperature, points)["pooled"]["cannot_tell_rate"],
    }
    if attribute.name == "hat":
        found["caps_called_bare"] = dark_caps(judgeable(plain, attribute), data, temperature, points["not_worn"])
    return found


def line(name: str, group: dict) -> str:
    """One row of the printed table."""
    cells = []
    for answer, point in group.items():
        if answer == "cannot_tell_rate":
            cells.append(f"cannot tell {point['value']}")
            continue
        precision, recall = point["precision"], point["recall"]
        cells.append(
            f"{answer} P {precision['value']} [{precision['low']}-{precision['high']}] "
            f"R {recall['value']} (n {recall['n']})"
        )
    return f"{name:24}" + "  ".join(cells)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--task", choices=sorted(TASKS), required=True)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    args = parser.parse_args()
    task = TASKS[args.task]
    paths = sorted(CACHE.glob(f"{task.name}_[0-9].npz"))
    found = {a.name: calibrated(task, i, paths, args.data) for i, a in enumerate(task.attributes)}
    for name, one in found.items():
        print(name, "temperature", one["temperature"], {a: p["threshold"] for a, p in one["points"].items()})
        for group, row in one["by_site"].items():
            print(line(group, row))
        print(line("pooled, degraded", one["degraded"]))
        print("unsure heads left unsaid", one["on_unsure"]["value"], one.get("caps_called_bare", ""))
    (CACHE / f"{task.name}.calibration.json").write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
