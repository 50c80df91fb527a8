"""What a violation code means, as data: which kind of rule, which attribute, how much evidence, where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from vision.facts import Answer, Hours, Look, Severity, Zone, ZoneKind


class Demand(StrEnum):
    """How strongly a zone kind asks for an attribute."""

    MUST = "must"
    SHOULD = "should"
    NONE = "none"


class Area(StrEnum):
    """Which part of a zone a look must be in to count."""

    ZONE = "zone"
    RTE_ROI = "rte_roi"


Requirements = dict[ZoneKind, dict[str, Demand]]
"""Zone kind, then attribute, to demand; what is not listed is not evaluated."""


@dataclass(frozen=True, slots=True)
class Proof:
    """How much must be seen before an answer is believed.

    Attributes:
        observed_s: seconds of looks that say so.
        share: of the looks that could tell, 0-1 (M of K).
        min_looks: never fewer looks than this, however far apart they are.
    """

    observed_s: float
    share: float
    min_looks: int = 1

    @property
    def window_s(self) -> float:
        """How many assessable seconds are weighed: K, when observed_s is M."""
        return self.observed_s / self.share


@dataclass(frozen=True, slots=True)
class Given:
    """What another judgement of the same look must say before a rule listens to the look at all."""

    attribute: str
    answer: Answer

    def holds(self, look: Look) -> bool:
        """Whether the look says so; what nobody judged does not hold."""
        judgement = look.of(self.attribute)
        return judgement is not None and judgement.answer is self.answer


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """One violation code over one kind of rule.

    Attributes:
        code: `NO_HAT`, ... kind: a row of the table of kinds.
        version: of the rule's data, recorded with each violation.
        attribute: what is judged; empty where nothing is: heads are counted, or a camera is watched.
        against: answers that count towards the violation; in_favour: answers that count against it. Any other answer
            tells this rule nothing.
        opens: proof needed to open; closes: proof needed, of answers in favour, to end.
        entry_grace_s: time to dress after coming into view.
        lost_after_s: a track unseen for so long has left. cooldown_s: coming back within is a repeat.
        max_gap_s: a look vouches for no more time than this before it.
        memory_s: looks older than this no longer count.
        area: where in a zone a look counts.
        one_at_a_time: what is seen together in a zone is one violation (two hands are not two people).
        least_score: an answer against that is less sure, 0-1, tells this rule nothing.
        given: all must hold for a look, else it tells this rule nothing (the colour of a hat that nobody wears).
    """

    code: str
    kind: str
    version: str
    severity: Severity
    opens: Proof
    closes: Proof
    attribute: str = ""
    against: frozenset[Answer] = frozenset()
    in_favour: frozenset[Answer] = frozenset()
    entry_grace_s: float = 20.0
    lost_after_s: float = 30.0
    cooldown_s: float = 600.0
    max_gap_s: float = 2.0
    memory_s: float = 120.0
    area: Area = Area.ZONE
    one_at_a_time: bool = False
    given: tuple[Given, ...] = ()
    least_score: float = 0.0

    @property
    def attributes(self) -> tuple[str, ...]:
        """Everything that must be judged for the rule to speak."""
        judged = (self.attribute, *(given.attribute for given in self.given))
        return tuple(name for name in judged if name)

    def concerns(self, look: Look) -> bool:
        """Whether the look can tell this rule anything: a hand has no hat, and no hat has no colour."""
        return look.of(self.attribute) is not None and all(given.holds(look) for given in self.given)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rule works: one camera.

    Attributes:
        zones: of the camera, by id. timezone: of the site, for schedules.
        model: names and versions of what looks, recorded with each violation.
        advisory: attributes this place is only advised on: what is told of them is shown, never counted.
        own: what a zone, by id, asks for besides or instead of what its kind does.
    """

    camera: str
    zones: dict[str, Zone]
    requirements: Requirements
    timezone: ZoneInfo
    model: str
    advisory: frozenset[str] = frozenset()
    own: Mapping[str, Mapping[str, Demand]] = field(default_factory=dict)

    def demands(self, zone: str, attribute: str) -> Demand:
        """What the zone asks of an attribute."""
        of_kind = self.requirements.get(self.zones[zone].kind, {}).get(attribute, Demand.NONE)
        return self.own.get(zone, {}).get(attribute, of_kind)

    def only_advises(self, spec: RuleSpec) -> bool:
        """Whether what this code tells here is shown and never counted: it cannot be surer than what it builds on."""
        return spec.severity is Severity.ADV or not self.advisory.isdisjoint(spec.attributes)

    def is_open(self, zone: str, at: datetime) -> bool:
        """Whether the zone's schedule is on at a UTC time."""
        schedule = self.zones[zone].schedule
        return schedule is None or self._within(schedule, at)

    def is_open_anywhere(self, at: datetime) -> bool:
        """Whether any zone's schedule is on at a UTC time."""
        return any(self.is_open(zone, at) for zone in self.zones)

    def most_people(self, zone: str, at: datetime) -> int | None:
        """How many may be in the zone at a UTC time; None where nobody said."""
        closed = self.zones[zone].closed
        return 0 if closed is not None and self._within(closed, at) else self.zones[zone].max_people

    def _within(self, hours: Hours, at: datetime) -> bool:
        begins, ends = (time.fromisoformat(text) for text in hours)
        now = at.astimezone(self.timezone).time()
        return begins <= now < ends if begins <= ends else now >= begins or now < ends
