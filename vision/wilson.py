"""How sure one can be of a share: Wilson's score interval."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z95 = 1.959963984540054
Interval = tuple[float, float]
"""95 % interval of a share, 0-1."""


def wilson(hits: int, n: int) -> Interval | None:
    """95 % interval of `hits` out of `n`; None where there is nothing to divide by. Source: Wilson 1927."""
    if not n:
        return None
    share, z2 = hits / n, Z95**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    reach = Z95 * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(middle - reach, 0.0), min(middle + reach, 1.0)


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of n and its interval; None where n is 0."""

    rate: float | None
    interval: Interval | None
    n: int


def rate_of(hits: int, n: int) -> Rate:
    """`hits` out of `n`."""
    return Rate(ratio(hits, n), wilson(hits, n), n)


def ratio(hits: int, n: int) -> float | None:
    """The share itself; None where there is nothing to divide by."""
    return hits / n if n else None
