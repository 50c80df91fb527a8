"""One track in one zone, or one place, in the eyes of one rule: from the first look until it has left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from vision.facts import Look, Phase, Violation
from vision.rules.spec import Place, RuleSpec
from vision.rules.tally import Counted, Tally, Verdict

VIOLATIONS = UUID("6f1d8f1e-1d53-5d0e-9a4b-0c5c1d2f7a11")
STRIP_LOOKS = 40


@dataclass(slots=True)
class Episode:
    """What is known of one track in one zone, or of one place.

    Attributes:
        merchant: whose matter it is; None where nobody's.
        entered_at: first look in the zone. seen_at: last look.
        against_looks: moments against, since the last violation of this episode.
        violation: the open one, as last told; None while there is none.
        counted_s, unknown_s, assessable_s: since the violation's first look.
    """

    spec: RuleSpec
    place: Place
    zone: str
    merchant: str | None
    track: UUID
    entered_at: datetime
    seen_at: datetime
    tally: Tally
    against_looks: int = 0
    violation: Violation | None = None
    counted_s: float = 0.0
    assessable_s: float = 0.0
    unknown_s: float = 0.0

    def weigh(self, at: datetime, looks: tuple[Look, ...], verdict: Verdict) -> None:
        """Take one more moment into account."""
        counted = self.tally.add(at, looks, verdict)
        self.seen_at = at
        self.against_looks += verdict is Verdict.AGAINST
        if self.violation is not None:
            self._add(counted)

    def is_proven(self) -> bool:
        """Whether a violation should open now."""
        return self.violation is None and self.tally.proves(self.spec.opens, Verdict.AGAINST)

    def is_refuted(self) -> bool:
        """Whether the open violation should end now."""
        return self.violation is not None and self.tally.proves(self.spec.closes, Verdict.IN_FAVOUR)

    def open(self, at: datetime, repeat_of: Violation | None = None) -> Violation:
        """The proven violation, or one more repeat of an earlier one."""
        counted = self._counting()
        self.counted_s = self.assessable_s = self.unknown_s = 0.0
        for one in counted:
            self._add(one)
        self.violation = self._first(counted, at) if repeat_of is None else self._again(repeat_of, counted, at)
        return self.violation

    def end(self, at: datetime) -> Violation | None:
        """End the open violation, if there is one; the next one needs new proof."""
        told, self.violation, self.against_looks = self.violation, None, 0
        if told is None:
            return None
        self.tally.clear()
        return replace(self._with_seconds(told), phase=Phase.ENDED, at=at, ended_at=at)

    def hand_over(self) -> None:
        """Another track carries the violation on: say nothing more of it."""
        self.violation, self.against_looks = None, 0

    def _first(self, counted: Sequence[Counted], at: datetime) -> Violation:
        started_at = counted[0].at
        name = f"{self.track}|{self.zone}|{self.spec.code}|{started_at.isoformat()}"
        violation = Violation(
            id=uuid5(VIOLATIONS, name),
            phase=Phase.OPENED,
            code=self.spec.code,
            severity=self.spec.severity,
            advisory=self.place.only_advises(self.spec),
            camera=self.place.camera,
            zone=self.zone,
            merchant=self.merchant,
            track=self.track,
            at=at,
            started_at=started_at,
            opened_at=at,
            ended_at=None,
            counted_s=0.0,
            assessable_s=0.0,
            unknown_s=0.0,
            score=self._score(counted),
            repeats=0,
            looks=_thin([c.looks for c in counted]),
            rule=f"{self.spec.code}@{self.spec.version}",
            model=self.place.model,
        )
        return self._with_seconds(violation)

    def _again(self, earlier: Violation, counted: Sequence[Counted], at: datetime) -> Violation:
        return replace(
            self._with_seconds(earlier),
            phase=Phase.REPEATED,
            track=self.track,
            at=at,
            ended_at=None,
            score=self._score(counted),
            repeats=earlier.repeats + 1,
            looks=_thin([c.looks for c in counted]),
        )

    def _counting(self) -> list[Counted]:
        """The moments that decided, from the first one against on."""
        moments = list(self.tally.moments)
        start = next(i for i, c in enumerate(moments) if c.verdict is Verdict.AGAINST)
        return moments[start:]

    def _score(self, counted: Sequence[Counted]) -> float:
        against = [c for c in counted if c.verdict is Verdict.AGAINST]
        if not self.spec.attribute:
            return len(against) / sum(c.verdict is not Verdict.UNKNOWN for c in counted)
        said = [look.of(self.spec.attribute) for c in against for look in c.looks]
        scores = [j.score for j in said if j is not None]
        return sum(scores) / len(scores)

    def _add(self, counted: Counted) -> None:
        if counted.verdict is Verdict.UNKNOWN:
            self.unknown_s += counted.credit_s
            return
        self.assessable_s += counted.credit_s
        self.counted_s += counted.credit_s if counted.verdict is Verdict.AGAINST else 0.0

    def _with_seconds(self, violation: Violation) -> Violation:
        return replace(
            violation,
            counted_s=round(self.counted_s, 3),
            assessable_s=round(self.assessable_s, 3),
            unknown_s=round(self.unknown_s, 3),
        )


def _thin(moments: Sequence[tuple[Look, ...]]) -> tuple[Look, ...]:
    """At most STRIP_LOOKS looks, of whole moments, evenly, with the first and the last one."""
    seen = [looks for looks in moments if looks]
    room = max(2, STRIP_LOOKS // max(map(len, seen), default=1))
    if len(seen) > room:
        step = (len(seen) - 1) / (room - 1)
        seen = [seen[round(i * step)] for i in range(room)]
    return tuple(look for looks in seen for look in looks)
