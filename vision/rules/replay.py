"""Rules over looks that were kept: what the watcher would have told of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from vision.facts import Suppressed, Violation
from vision.ports import Rule
from vision.sighting import Sighting


def replay(sightings: Iterable[Sighting], rules: Callable[[], tuple[Rule, ...]]) -> Iterator[Violation | Suppressed]:
    """What rules say of sightings, oldest first; made anew wherever a watching began, as the watcher's are.

    What is open where the sightings end, ends where it was last seen.
    """
    now: tuple[Rule, ...] = ()
    last_at: datetime | None = None
    for sighting in sightings:
        if last_at is None or sighting.first:
            yield from _finished(now, last_at)
            now = rules()
        for rule in now:
            yield from rule.see(sighting.looks, sighting.at)
        last_at = sighting.at
    yield from _finished(now, last_at)


def _finished(rules: tuple[Rule, ...], at: datetime | None) -> Iterator[Violation | Suppressed]:
    for rule in rules:
        if at is not None:
            yield from rule.finish(at)
