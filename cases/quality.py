"""How good the flags are, by what people said of them; how sure one can be of it stands beside every share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cases.payloads import Dismissal
from cases.reports.figures import TOLD_NOTHING
from cases.states import Action, DismissReason, State
from cases.writing import payload_from
from records.quality import Dismissed, Standing
from vision.wilson import Interval, ratio, wilson

UNDECIDED = frozenset({State.PENDING_REVIEW, State.MERGED})
"""Nobody said yet whether there was something, or another case says it."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What people said of the flags of a camera and code.

    Attributes:
        false_alarms: dismissed as nothing, or withdrawn on appeal. reasons: of all that were dismissed.
    """

    camera: str
    code: str
    flagged: int
    pending: int
    confirmed: int
    false_alarms: int
    reasons: Mapping[DismissReason, int]

    @property
    def decided(self) -> int:
        """Of how many somebody said that there was something, or nothing."""
        return self.confirmed + self.false_alarms

    @property
    def rate(self) -> float | None:
        """Share of the decided ones that were confirmed, 0-1."""
        return ratio(self.confirmed, self.decided)

    @property
    def interval(self) -> Interval | None:
        """Its Wilson 95 % interval."""
        return wilson(self.confirmed, self.decided)


def verdicts(standings: Iterable[Standing], dismissed: Iterable[Dismissed]) -> tuple[Verdicts, ...]:
    """By camera and code, what was decided most often first."""
    states: defaultdict[tuple[str, str], Counter[State]] = defaultdict(Counter)
    for one in standings:
        states[one.camera, one.code][one.state] += one.flags
    reasons: defaultdict[tuple[str, str], Counter[DismissReason]] = defaultdict(Counter)
    for gone in dismissed:
        reasons[gone.camera, gone.code][reason_of(gone.payload)] += 1
    made = (_verdicts(key, found, reasons[key]) for key, found in states.items())
    return tuple(sorted(made, key=lambda one: (-one.decided, one.camera, one.code)))


def together(some: Sequence[Verdicts]) -> Verdicts:
    """All as one."""
    reasons = Counter[DismissReason]()
    for one in some:
        reasons.update(one.reasons)
    return Verdicts(
        "",
        "",
        sum(one.flagged for one in some),
        sum(one.pending for one in some),
        sum(one.confirmed for one in some),
        sum(one.false_alarms for one in some),
        reasons,
    )


def reason_of(payload: str) -> DismissReason:
    """Why a flag was dismissed, out of the step's payload.

    Raises:
        BrokenHistory: it is no dismissal's.
    """
    dismissal = payload_from(Action.DISMISS, payload)
    assert isinstance(dismissal, Dismissal)
    return dismissal.reason


def found_nothing(state: State, dismissal: str | None) -> bool | None:
    """Whether there was nothing behind a flag; None where nobody said, or could say."""
    if state is State.WITHDRAWN:
        return True
    if state is State.DISMISSED:
        return None if dismissal is None or reason_of(dismissal) in TOLD_NOTHING else True
    return None if state in UNDECIDED else False


def _verdicts(key: tuple[str, str], states: Mapping[State, int], reasons: Mapping[DismissReason, int]) -> Verdicts:
    told_nothing = sum(reasons.get(reason, 0) for reason in TOLD_NOTHING)
    dismissed, withdrawn = states.get(State.DISMISSED, 0), states.get(State.WITHDRAWN, 0)
    aside = UNDECIDED | {State.DISMISSED, State.WITHDRAWN}
    return Verdicts(
        camera=key[0],
        code=key[1],
        flagged=sum(states.values()),
        pending=states.get(State.PENDING_REVIEW, 0),
        confirmed=sum(flags for state, flags in states.items() if state not in aside),
        false_alarms=dismissed - told_nothing + withdrawn,
        reasons=dict(reasons),
    )
