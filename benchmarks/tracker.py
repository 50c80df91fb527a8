"""Which tracker holds identities at 0.5 to 5 looks a second: all candidates, the same looks, one run.

`sunkitchen bench tracker [--json]` or `python -m benchmarks.tracker [--json]`. A library that is not installed has a
row that says so; docs/decisions/0002-tracker.md tells how to install them beside, never inside, the product.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.identity import Identity, Sight, measure
from benchmarks.kept import CONTENDERS, Contender
from benchmarks.plot import plot
from benchmarks.truth import truth_scenes
from benchmarks.walks import Scene, scenes

RATES = (0.5, 1.0, 2.0, 5.0)
SEEDS = (1, 2, 3)
SAMPLES = Path("sample_videos")
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Row:
    """One tracker on one kind of scene at one pace; the scores are None where it is not installed.

    Attributes:
        rate: looks/s.
        unnamed_per_100, switches_per_100, swaps_per_100: per 100 looks at somebody real.
        pieces_per_owner: tracks beyond the first, per person.
        idf1: mean over the scenes of this kind, 0-1.
    """

    tracker: str
    scene: str
    rate: float
    looks: int = 0
    unnamed_per_100: float | None = None
    switches_per_100: float | None = None
    swaps_per_100: float | None = None
    pieces_per_owner: float | None = None
    idf1: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class BenchResult:
    """All rows of one run."""

    rows: tuple[Row, ...]

    def to_json(self) -> str:
        """The rows, for machines."""
        return json.dumps([asdict(row) for row in self.rows], indent=1)

    def to_svg(self) -> str:
        """The rows as a picture."""
        return plot(self.rows)

    def to_text(self) -> str:
        """The rows, for people."""
        return "\n".join([_line(HEADER), *(_line(_cells(row)) for row in self.rows)])


HEADER = ("tracker", "scene", "looks/s", "looks", "unnamed/100", "switches/100", "swaps/100", "pieces", "IDF1")
WIDTHS = (18, 24, 7, 6, 13, 13, 9, 7, 5)


def run(
    progress: Progress = lambda _: None,
    samples: Path = SAMPLES,
    rates: Sequence[float] = RATES,
    seeds: Sequence[int] = SEEDS,
) -> BenchResult:
    """Measure every contender on the made-up scenes and on the truth of the sample clips that are there.

    Args:
        progress: is told what is being measured.
        samples: folder with *.truth.csv.
        rates: looks/s. seeds: of the made-up scenes.
    """
    rows: list[Row] = []
    for rate in rates:
        progress(f"{rate} looks/s")
        kinds = _by_name([*scenes(rate, seeds), *truth_scenes(samples, rate)])
        rows += [_row(contender, name, rate, kinds[name]) for name in kinds for contender in CONTENDERS]
    return BenchResult(tuple(rows))


def _by_name(all_scenes: Sequence[Scene]) -> dict[str, list[Scene]]:
    return {name: [s for s in all_scenes if s.name == name] for name in dict.fromkeys(s.name for s in all_scenes)}


def _row(contender: Contender, name: str, rate: float, same: Sequence[Scene]) -> Row:
    if not contender.installed:
        return Row(contender.name, name, rate, note="not installed")
    scores = [follow(contender, scene, rate) for scene in same]
    looks = sum(s.looks for s in scores)
    return Row(
        contender.name,
        name,
        rate,
        looks,
        100 * sum(s.unnamed for s in scores) / max(looks, 1),
        100 * sum(s.switches for s in scores) / max(looks, 1),
        100 * sum(s.swaps for s in scores) / max(looks, 1),
        sum(s.pieces for s in scores) / max(sum(s.owners for s in scores), 1),
        sum(s.idf1 for s in scores) / len(scores),
    )


def follow(contender: Contender, scene: Scene, rate: float) -> Identity:
    """One tracker over one scene."""
    candidate = contender.make(rate)
    sights = [
        Sight(owner, taken_for)
        for frame in scene.frames
        for owner, taken_for in zip(frame.owners, candidate.names(frame), strict=True)
    ]
    return measure(sights)


def _cells(row: Row) -> tuple[str, ...]:
    scores = (row.unnamed_per_100, row.switches_per_100, row.swaps_per_100, row.pieces_per_owner, row.idf1)
    told = [row.note or "-" if score is None else f"{score:.2f}" for score in scores]
    return (row.tracker, row.scene, f"{row.rate:g}", str(row.looks), *told)


def _line(cells: Sequence[str]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()


def main() -> None:
    """Print the rows; --json for machines."""
    result = run(lambda line: print(line, file=sys.stderr))  # noqa: T201 - this is its output
    print(result.to_json() if "--json" in sys.argv[1:] else result.to_text())  # noqa: T201 - this is its output


if __name__ == "__main__":
    main()
