"""From which probability on to give an answer, so that it is wrong no more often than promised."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
from scipy.stats import t as student

from vision.detect.site_head import Floats

NEVER = 1.01
"""A threshold that no probability reaches."""
FLOOR = 0.5
LEAST_SPREAD = 0.25
"""Of logits: a handful of crops that happen to look alike says little about the next one."""


@dataclass(frozen=True, slots=True)
class Promise:
    """How precise an answer must be, per look.

    Attributes:
        precision: share of rightly given answers among all given, 0-1.
        deserving: share of heads reckoned to deserve the answer, 0-1; of those all are reckoned to be told.
    """

    precision: float = 0.97
    deserving: float = 0.25

    @property
    def alarm_rate(self) -> float:
        """Share of heads not deserving the answer who may be given it."""
        wrong = (1 - self.precision) / self.precision
        return min(wrong * self.deserving / (1 - self.deserving), 1.0)


def threshold(innocent: Floats, alarm_rate: float, floor: float = FLOOR) -> float:
    """The probability from which to give an answer: the stricter of two bounds, NEVER where there are under 3 crops.

    Args:
        innocent: (n,) probabilities of the answer on crops that do not deserve it, none seen by its judge.
        alarm_rate: 0-1. floor: never below this.
    """
    if len(innocent) < 3:
        return NEVER
    return min(max(conformal(innocent, alarm_rate), tail_bound(innocent, alarm_rate), floor), NEVER)


def conformal(innocent: Floats, alarm_rate: float) -> float:
    """Above this at most `alarm_rate` of heads exchangeable with the innocent ones lie; above all where too few.

    Source: split conformal prediction (Vovk 2005). With n crops it cannot promise less than 1 / (n + 1).
    """
    n = len(innocent)
    rank = min(ceil((n + 1) * (1 - alarm_rate)), n)
    return float(np.sort(innocent)[rank - 1] + 1e-6)


def tail_bound(innocent: Floats, alarm_rate: float) -> float:
    """Above this the next innocent head lies at most this often, if their logits are normal: Student's bound.

    It promises what a few dozen crops cannot by counting alone.
    """
    n = len(innocent)
    logits = logit(innocent)
    spread = max(float(logits.std(ddof=1)), LEAST_SPREAD) * np.sqrt(1 + 1 / n)
    bound = logits.mean() + student.ppf(1 - alarm_rate, n - 1) * spread
    return float(1 / (1 + np.exp(-bound)))


def logit(shares: Floats) -> Floats:
    """Log odds of probabilities."""
    safe = np.clip(shares, 1e-6, 1 - 1e-6)
    odds: Floats = np.log(safe / (1 - safe))
    return odds
