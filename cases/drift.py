"""Whether a camera's last week is unlike the four before: a lens goes blind slowly, and no event tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import mean, stdev

WEEKS = 4
STUDENT = 5.841
"""99 % of Student's t with 3 degrees of freedom: some hundred figures are looked at, and few should cry wolf."""
LEAST_CHANGE = 0.1
"""A change of less than this share of the usual is none, however steady the weeks before."""


class Gauge(StrEnum):
    """What is watched for drift."""

    ABSTAINED = "abstained"
    SHARPNESS = "sharpness"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class Drift:
    """A gauge of a camera: the last week, the weeks before (oldest first; None where too little was seen), and within
    what the last week was to be expected; None where nothing can be expected."""

    camera: str
    gauge: Gauge
    now: float | None
    before: tuple[float | None, ...]
    expected: tuple[float, float] | None

    @property
    def outside(self) -> bool:
        """Whether somebody should look."""
        if self.now is None or self.expected is None:
            return False
        return not self.expected[0] <= self.now <= self.expected[1]


def drift(camera: str, gauge: Gauge, now: float | None, before: Sequence[float | None]) -> Drift:
    """Of a camera's gauge."""
    return Drift(camera, gauge, now, tuple(before), expected([one for one in before if one is not None]))


def expected(before: Sequence[float]) -> tuple[float, float] | None:
    """Student's prediction interval of one more week; None unless all the weeks before are known."""
    if len(before) < WEEKS:
        return None
    usual, spread = mean(before), stdev(before)
    reach = max(STUDENT * spread * sqrt(1 + 1 / len(before)), LEAST_CHANGE * abs(usual))
    return usual - reach, usual + reach
