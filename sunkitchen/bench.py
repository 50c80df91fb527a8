"""The benchmarks, by name."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks import tracker
from benchmarks.tracker import BenchResult
from sunkitchen.console import say
from vision.errors import SunkitchenError

BENCHMARKS: dict[str, Callable[[Callable[[str], None]], BenchResult]] = {
    "tracker": tracker.run,
}


def run_bench(name: str, as_json: bool) -> str:
    """Run one and give its result as text or JSON.

    Raises:
        SunkitchenError: there is none of this name.
    """
    if name not in BENCHMARKS:
        raise SunkitchenError(f"bench: no benchmark '{name}'; expected one of {', '.join(BENCHMARKS)}")
    result = BENCHMARKS[name](say)
    return result.to_json() if as_json else result.to_text()
