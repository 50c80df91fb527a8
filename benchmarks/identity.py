"""How well identities were held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment


@dataclass(frozen=True, slots=True)
class Sight:
    """One detection of one look: who it was (None: a false alarm), and whom it was taken for (None: nobody)."""

    owner: str | None
    taken_for: Hashable | None


@dataclass(frozen=True, slots=True)
class Identity:
    """The scores of one run.

    Attributes:
        looks: detections of somebody real. unnamed: of these, those the tracker took for nobody.
        switches: an owner's id changed from one of their looks to the next.
        swaps: of these, to an id that had been somebody else's: the dangerous kind.
        pieces: tracks per owner beyond the first.
        owners: how many people.
        idf1: share of looks explained by the best one-to-one pairing of people and tracks, 0-1.
    """

    looks: int
    unnamed: int
    switches: int
    swaps: int
    pieces: int
    owners: int
    idf1: float


def measure(sights: Sequence[Sight]) -> Identity:
    """Scores of all detections of a scene, in time order."""
    real = [s for s in sights if s.owner is not None]
    switches, swaps = _changes(real)
    tracks = {(s.owner, s.taken_for) for s in real if s.taken_for is not None}
    owners = {s.owner for s in real}
    unnamed = sum(s.taken_for is None for s in real)
    return Identity(len(real), unnamed, switches, swaps, max(len(tracks) - len(owners), 0), len(owners), idf1(sights))


def _changes(sights: Sequence[Sight]) -> tuple[int, int]:
    last: dict[str | None, Hashable] = {}
    first_owner: dict[Hashable, str | None] = {}
    switches = swaps = 0
    for sight in sights:
        if sight.taken_for is None:
            continue
        taken_over = first_owner.setdefault(sight.taken_for, sight.owner) != sight.owner
        changed = last.get(sight.owner, sight.taken_for) != sight.taken_for
        switches += changed
        swaps += changed and taken_over
        last[sight.owner] = sight.taken_for
    return switches, swaps


def idf1(sights: Sequence[Sight]) -> float:
    """Identity F1: 2 * looks on the paired track / (looks of people + looks of tracks)."""
    together = Counter((s.owner, s.taken_for) for s in sights if s.owner is not None and s.taken_for is not None)
    rows = {owner: row for row, owner in enumerate(dict.fromkeys(owner for owner, _ in together))}
    columns = {track: column for column, track in enumerate(dict.fromkeys(track for _, track in together))}
    table = np.zeros((len(rows), len(columns)))
    for (owner, track), looks in together.items():
        table[rows[owner], columns[track]] = looks
    paired = table[linear_sum_assignment(-table)].sum()
    everything = sum(s.owner is not None for s in sights) + sum(s.taken_for is not None for s in sights)
    return float(2 * paired / everything) if everything else 1.0
