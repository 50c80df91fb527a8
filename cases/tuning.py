"""What people's verdicts say about how long a code should be observed before it is flagged.

Only longer can be told from verdicts: nobody judged what was never flagged. A flag would have opened all the same with
a longer time if it was observed at least so long until it ended; that is what is counted here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from cases.quality import found_nothing
from records.quality import Lasted

STEPS_S = (*map(float, range(9, 21)), 25.0, 30.0)
LEAST_DECIDED, LEAST_FALSE = 12, 4
"""From fewer verdicts nothing is said."""
MOST_LOST = 0.05
"""Share of confirmed flags that may go; more of them, and the advice is none."""
WORTH = 0.25
"""Share of false alarms that must go at least, or it is not worth it."""


@dataclass(frozen=True, slots=True)
class Option:
    """If it had been so many seconds: flags that would not have opened, by what people said of them."""

    observed_s: float
    false_gone: tuple[UUID, ...]
    confirmed_gone: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """Of a camera and code.

    Attributes:
        now_s: in force. options: by seconds, shortest first. proposed: the one that is advised; None for none.
    """

    camera: str
    code: str
    now_s: float
    confirmed: int
    false_alarms: int
    options: tuple[Option, ...]
    proposed: Option | None


def advise(camera: str, code: str, now_s: float, flags: Sequence[Lasted]) -> Advice | None:
    """What the verdicts on some flags say; None where there are too few of them."""
    told = [(one, found_nothing(one.state, one.dismissal)) for one in flags]
    nothing = [one for one, empty in told if empty is True]
    something = [one for one, empty in told if empty is False]
    if len(nothing) + len(something) < LEAST_DECIDED or len(nothing) < LEAST_FALSE:
        return None
    options = _different(_option(step, nothing, something) for step in STEPS_S if step > now_s)
    good = [one for one in options if _is_good(one, len(nothing), len(something))]
    proposed = max(good, key=lambda one: (len(one.false_gone), -one.observed_s), default=None)
    return Advice(camera, code, now_s, len(something), len(nothing), options, proposed)


def _option(observed_s: float, nothing: Sequence[Lasted], something: Sequence[Lasted]) -> Option:
    return Option(
        observed_s,
        tuple(one.id for one in nothing if one.counted_s < observed_s),
        tuple(one.id for one in something if one.counted_s < observed_s),
    )


def _different(options: Iterable[Option]) -> tuple[Option, ...]:
    """Those that change more than a shorter one does."""
    found: dict[tuple[int, int], Option] = {(0, 0): Option(0.0, (), ())}
    for one in options:
        found.setdefault((len(one.false_gone), len(one.confirmed_gone)), one)
    return tuple(found.values())[1:]


def _is_good(option: Option, nothing: int, something: int) -> bool:
    few_lost = len(option.confirmed_gone) <= MOST_LOST * something
    return few_lost and len(option.false_gone) >= WORTH * nothing
