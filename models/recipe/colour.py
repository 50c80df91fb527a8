"""Thresholds of the hat's colour, from coverings judged by eye, and how good they are on scenes that did not choose.

    PYTHONPATH=. python models/recipe/colour.py            # prints the table
    PYTHONPATH=. python models/recipe/colour.py --write    # and puts thresholds and numbers into the manifest

No training and no torch: the product's own environment is enough. A hash of its name says whether a scene chooses or
measures, so that no scene does both; kitchen_A only measures.
"""

import argparse
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from colour_labels import Sample, read_samples, tally
from manifest_file import MODELS, Json, put

from vision.detect.hat_colour import answer
from vision.detect.manifest import ColourThresholds, LightThresholds, OtherThresholds, WhiteThresholds
from vision.facts import HEAD, Answer
from vision.wilson import wilson

DATA = MODELS.parent.parent / "shared" / "data"
NAME = "hat_colour"
METHOD = 1
MIN_HEIGHT_PX = 16
LARGE_PX = 25
WANTED = {Answer.WORN: 0.95, Answer.WRONG: 0.98}
"""Where thresholds are chosen; a choice flatters itself, and 0.97 is wanted of *other* elsewhere."""
STANDS_OUT = 15.0
LIGHT = LightThresholds(least=30, least_chroma=3, most=98, least_own=0.45)
"""Set by hand from what night, infrared and back light look like: hardly any labelled picture is so bad."""
DIFFERENCES = np.arange(2, 40.1, 0.1).round(1).tolist()
TITLES = ("other: precision", "recall", "white: precision", "recall", "cannot tell", "unsure called other")
ON = f"coverings judged by eye (models/labels), boxes given, {LARGE_PX} px and more"


@dataclass(frozen=True)
class Share:
    """A share of `n` with its 95 % Wilson interval; value is None when n is 0."""

    value: float | None
    n: int
    low: float
    high: float


def share(hits: int, n: int) -> Share:
    """Rounded for the manifest."""
    low, high = wilson(hits, n) or (0.0, 1.0)
    return Share(round(hits / n, 4) if n else None, n, round(low, 4), round(high, 4))


def thresholds(white: float, other: float, sure: tuple[float, float]) -> ColourThresholds:
    """White's and other's difference from white, and how sure each answer is."""
    return ColourThresholds(
        white=WhiteThresholds(difference=white, sure=sure[0]),
        other=OtherThresholds(difference=other, stands_out=STANDS_OUT, sure=sure[1]),
        light=LIGHT,
    )


def measure(samples: list[Sample], at: ColourThresholds) -> Json:
    """Precision and recall of white (worn) and other (wrong), how often neither, and other of the unsure."""
    told = [s for s in samples if s.truth is not Answer.CANNOT_TELL]
    said = [answer(s.seen, s.light, at).answer for s in told]
    result: Json = {}
    for one in (Answer.WORN, Answer.WRONG):
        hits = sum(a is one is s.truth for a, s in zip(said, told, strict=True))
        truths = sum(s.truth is one for s in told)
        result[one.value] = {
            "precision": asdict(share(hits, said.count(one))),
            "recall": asdict(share(hits, truths)),
        }
    result["cannot_tell_rate"] = asdict(share(said.count(Answer.CANNOT_TELL), len(told)))
    unsure = [answer(s.seen, s.light, at).answer for s in samples if s.truth is Answer.CANNOT_TELL]
    result["unsure_called_other"] = asdict(share(unsure.count(Answer.WRONG), len(unsure)))
    return result


def chosen(choosing: list[Sample], measuring: list[Sample]) -> ColourThresholds:
    """Thresholds from the scenes that choose; how sure they make, from the others."""
    white, other = best(choosing, Answer.WORN), best(choosing, Answer.WRONG)
    found = measure(measuring, thresholds(white, other, (1, 1)))
    sure = (found[one.value]["precision"]["value"] for one in (Answer.WORN, Answer.WRONG))
    return thresholds(white, other, tuple(round(value, 2) for value in sure))


def best(samples: list[Sample], one: Answer) -> float:
    """The difference with the wanted precision and most recall, else the most precise one."""
    told = [s for s in samples if s.truth is not Answer.CANNOT_TELL]
    found = []
    for difference in DIFFERENCES:
        # the other answer is out of the way, so that each is chosen by itself
        white, other = (difference, 1000) if one is Answer.WORN else (0.001, difference)
        at = thresholds(white, other, (1, 1))
        said = [s for s in told if answer(s.seen, s.light, at).answer is one]
        hits = sum(s.truth is one for s in said)
        if hits:
            found.append((hits / len(said), hits, difference))
    good = [f for f in found if f[0] >= WANTED[one]]
    return (max(good, key=lambda f: f[1]) if good else max(found))[2]


def by_group(samples: list[Sample], at: ColourThresholds) -> Json:
    """All of them, those the rule would hear, and folder by folder."""
    groups: Json = {"pooled": measure(samples, at), "heard": measure([s for s in samples if s.heard], at)}
    return groups | {f: measure([s for s in samples if s.folder == f], at) for f in sorted({s.folder for s in samples})}


def entry(at: ColourThresholds, measuring: list[Sample], choosing: list[Sample]) -> Json:
    """The manifest's entry."""
    heard = [s for s in measuring if s.heard]
    return {
        "name": NAME,
        "kind": NAME,
        "label": HEAD,
        "method": METHOD,
        "min_height_px": MIN_HEIGHT_PX,
        "thresholds": at.model_dump(),
        "measured": {
            "other_scenes": {"on": f"{ON}, scenes that did not choose the thresholds", **measure(measuring, at)},
            "heard": {"on": "of these, what HAT_NOT_WHITE hears: gate passed and hat worn", **measure(heard, at)},
            "chosen_on": {"on": f"{ON}, the scenes that chose the thresholds", **measure(choosing, at)},
        },
        "card": f"{NAME}/CARD.md",
    }


def show(table: Json) -> None:
    """One line a group: precision and recall of other and of white, and how often neither."""
    for group, told in table.items():
        shares = [told[answer][kind] for answer in ("wrong", "worn") for kind in ("precision", "recall")]
        cells = [*shares, told["cannot_tell_rate"], told["unsure_called_other"]]
        print(f"{group:24}" + "".join(f"{_cell(one):>30}" for one in cells))


def _cell(one: Json) -> str:
    value = "–" if one["value"] is None else f"{one['value']:.3f}"
    return f"{value} [{one['low']:.2f}, {one['high']:.2f}] n {one['n']}"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--write", action="store_true", help="put thresholds and numbers into the manifest")
    args = parser.parse_args()
    samples = [s for s in read_samples(args.data, MODELS) if s.px >= LARGE_PX]
    for group, n in sorted(tally(samples).items()):
        print(*group, n)
    choosing, measuring = ([s for s in samples if s.chooses is chose] for chose in (True, False))
    at = chosen(choosing, measuring)
    print(at.model_dump_json(indent=1))
    print(" " * 24 + "".join(f"{title:>30}" for title in TITLES))
    show({"chose": measure(choosing, at), **by_group(measuring, at)})
    if args.write:
        put(entry(at, measuring, choosing))


if __name__ == "__main__":
    main()
