"""The kind of rule behind INTRUDER: more people in a zone than may be there, by its size or by the hour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from vision.facts import HEAD, Look, Suppressed, WhyNot
from vision.rules.spec import Place, RuleSpec
from vision.rules.standing import Standing, Told
from vision.rules.tally import Verdict

NOBODY = UUID(int=0)
"""Stands in where there is no head to tell a violation of; none is ever told then."""


class HeadCount:
    """Counts heads, never says whose they are. Heads that were missed or hidden only make it count too few."""

    def __init__(self, spec: RuleSpec, place: Place) -> None:
        self.spec = spec
        self.place = place
        asked = {zone.id: zone.merchant for zone in place.zones.values() if speaks_of(zone.max_people, zone.closed)}
        self._zones = {zone: Standing(spec, place, zone, merchant) for zone, merchant in asked.items()}

    @property
    def code(self) -> str:
        """The violation code it tells."""
        return self.spec.code

    def accusations(self, looks: Sequence[Look]) -> dict[Look, float]:
        """All heads of a zone that holds too many."""
        crowded = [inside for zone in self._zones if self._too_many(zone, inside := heads_in(zone, looks))]
        return {look: 1.0 for inside in crowded for look in inside}

    def see(self, looks: Sequence[Look], at: datetime) -> Iterator[Told]:
        """All looks of one frame, at the frame's time; none means that nobody is there."""
        for zone, standing in self._zones.items():
            inside = heads_in(zone, looks)
            verdict = Verdict.AGAINST if self._too_many(zone, inside) else Verdict.IN_FAVOUR
            if verdict is Verdict.AGAINST and self._is_off(zone, at):
                yield Suppressed(self.place.camera, zone, self.code, WhyNot.OUT_OF_SCHEDULE, at, 1)
                continue
            yield from standing.weigh(at, inside, verdict, newest(inside))

    def finish(self, at: datetime) -> Iterator[Told]:  # noqa: ARG002 - part of the seam
        """The source has ended: what is open ends where it was last seen."""
        for standing in self._zones.values():
            yield from standing.finish()

    def _too_many(self, zone: str, inside: Sequence[Look]) -> bool:
        most = self.place.most_people(zone, inside[0].at) if inside else None
        return most is not None and len(inside) > most

    def _is_off(self, zone: str, at: datetime) -> bool:
        """Whether the zone is not evaluated now. Hours in which nobody may be there are its own."""
        return self.place.most_people(zone, at) != 0 and not self.place.is_open(zone, at)


def speaks_of(max_people: int | None, closed: object) -> bool:
    """Whether a zone with these limits says how many may be in it."""
    return max_people is not None or closed is not None


def heads_in(zone: str, looks: Sequence[Look]) -> tuple[Look, ...]:
    """Looks at the heads that stand in a zone."""
    return tuple(look for look in looks if look.track.label == HEAD and zone in look.zones)


def newest(inside: Sequence[Look]) -> UUID:
    """Who came into view last: the one too many."""
    return max(inside, key=lambda look: (look.track.first_seen, look.track.id)).track.id if inside else NOBODY
