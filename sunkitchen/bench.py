"""The benchmarks, by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from benchmarks import tracker
from benchmarks.plot import plot
from benchmarks.tracker import BenchResult
from sunkitchen.console import say
from vision.errors import SunkitchenError

BENCHMARKS: dict[str, Callable[[Callable[[str], None]], BenchResult]] = {
    "tracker": tracker.run,
}


def run_bench(name: str, as_json: bool, folder: Path) -> str:
    """Run one, keep its numbers and their plot in the folder (<name>.json, <name>.svg), and give it as text or JSON.

    Raises:
        SunkitchenError: there is none of this name.
    """
    if name not in BENCHMARKS:
        raise SunkitchenError(f"bench: no benchmark '{name}'; expected one of {', '.join(BENCHMARKS)}")
    result = BENCHMARKS[name](say)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(f"{result.to_json()}\n", encoding="utf-8")
    (folder / f"{name}.svg").write_text(plot(result.rows), encoding="utf-8")
    say(f"{folder / name}.json, {folder / name}.svg")
    return result.to_json() if as_json else result.to_text()
