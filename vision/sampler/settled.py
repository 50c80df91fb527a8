"""Who still has to be looked at closely, and about whom enough is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from uuid import UUID

from vision.facts import Answer, Look

CALM_S, CALM_LOOKS = 4.0, 3
"""So long, and so often, everything asked is seen worn before somebody is settled."""
TOLD_S = 60.0
"""Whoever is accused is settled after this: time to come in, and for the slowest rule to have told."""
BLIND_S = 20.0
"""Of whom nothing could be told for so long, looking more often will tell nothing either."""
VOUCHES_S = 2.0
"""A look vouches for no more seconds than this."""
FORGET_S = 30.0


class _Said(Enum):
    """What one look says of somebody, over everything asked where they stand."""

    WORN = auto()
    AGAINST = auto()
    UNKNOWN = auto()


@dataclass(slots=True)
class _Somebody:
    """What is known of one track.

    Attributes:
        calm_s, calm_looks: of looks that said worn, since the last one against. accused_at: when that began.
        told_at: when something could last be told.
    """

    seen_at: datetime
    told_at: datetime
    calm_s: float = 0.0
    calm_looks: int = 0
    accused_at: datetime | None = None

    def hear(self, said: _Said, at: datetime) -> None:
        gap_s = min((at - self.seen_at).total_seconds(), VOUCHES_S)
        self.seen_at = at
        if said is _Said.UNKNOWN:
            return
        self.told_at = at
        if said is _Said.AGAINST:
            self.calm_s, self.calm_looks = 0.0, 0
            self.accused_at = self.accused_at or at
        else:
            self.calm_s, self.calm_looks = self.calm_s + gap_s, self.calm_looks + 1
            if self.is_calm:
                self.accused_at = None

    @property
    def is_calm(self) -> bool:
        return self.calm_s >= CALM_S and self.calm_looks >= CALM_LOOKS

    def is_settled(self, at: datetime) -> bool:
        told = self.accused_at is not None and at - self.accused_at > timedelta(seconds=TOLD_S)
        blind = at - self.told_at > timedelta(seconds=BLIND_S)
        return self.is_calm or told or blind


class Settled:
    """Keeps what is known of everybody who must wear something where they stand.

    Args:
        asked: zone -> attributes that must be worn in it.
    """

    def __init__(self, asked: Mapping[str, frozenset[str]]) -> None:
        self._asked = asked
        self._known: dict[UUID, _Somebody] = {}

    def hear(self, looks: Sequence[Look], at: datetime) -> tuple[bool, bool]:
        """All looks of one frame; answers whether anybody is there who must wear something, and is unsettled."""
        self._forget(at)
        here = [self._hear_one(look, at) for look in looks if self._asked_of(look)]
        return bool(here), not all(somebody.is_settled(at) for somebody in here)

    def _hear_one(self, look: Look, at: datetime) -> _Somebody:
        somebody = self._known.setdefault(look.track.id, _Somebody(at, at))
        somebody.hear(self._said(look), at)
        return somebody

    def _asked_of(self, look: Look) -> frozenset[str]:
        zones = {*look.zones, *look.rte_zones}
        asked = frozenset[str]().union(*(self._asked.get(zone, frozenset()) for zone in zones))
        return asked & {judgement.attribute for judgement in look.judgements}

    def _said(self, look: Look) -> _Said:
        asked = self._asked_of(look)
        answers = {judgement.answer for judgement in look.judgements if judgement.attribute in asked}
        if answers & {Answer.NOT_WORN, Answer.WRONG}:
            return _Said.AGAINST
        return _Said.WORN if answers == {Answer.WORN} else _Said.UNKNOWN

    def _forget(self, at: datetime) -> None:
        limit = timedelta(seconds=FORGET_S)
        self._known = {track: one for track, one in self._known.items() if at - one.seen_at <= limit}
