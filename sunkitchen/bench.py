"""The benchmarks, by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from benchmarks import history, tracker, view
from sunkitchen.console import say
from vision.errors import SunkitchenError


class Result(Protocol):
    """What came of a benchmark."""

    def to_json(self) -> str:
        """For machines."""
        ...

    def to_text(self) -> str:
        """For people."""
        ...

    def to_svg(self) -> str:
        """As a picture."""
        ...


Progress = Callable[[str], None]


def _review(progress: Progress) -> Result:
    """Needs a browser, which the others do without."""
    from benchmarks import review  # noqa: PLC0415

    return review.run(progress)


BENCHMARKS: dict[str, Callable[[Progress], Result]] = {
    "history": history.run,
    "review": _review,
    "tracker": tracker.run,
    "view": view.run,
}


SIZED = {"history": history.run}
"""Those that may be told over how much they measure."""


def run_bench(name: str, as_json: bool, folder: Path, size: int | None = None) -> str:
    """Run one, keep its numbers and their plot in the folder (<name>.json, <name>.svg), and give it as text or JSON.

    Raises:
        SunkitchenError: there is none of this name, or its size is its own.
    """
    if name not in BENCHMARKS:
        raise SunkitchenError(f"bench: no benchmark '{name}'; expected one of {', '.join(BENCHMARKS)}")
    if size is not None and name not in SIZED:
        raise SunkitchenError(f"bench {name}: --size is for {', '.join(SIZED)}; leave it out")
    result = BENCHMARKS[name](say) if size is None else SIZED[name](say, size)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(f"{result.to_json()}\n", encoding="utf-8")
    (folder / f"{name}.svg").write_text(result.to_svg(), encoding="utf-8")
    say(f"{folder / name}.json, {folder / name}.svg")
    return result.to_json() if as_json else result.to_text()
