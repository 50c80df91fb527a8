"""A register asked once a day at most, whatever else happens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from cases.certificates import HealthCertRegistry, Holding

LASTS = timedelta(hours=24)


class Remembered:
    """Another register, whose answers hold for a day. A failure is no answer: it is asked again."""

    def __init__(self, registry: HealthCertRegistry, now: Callable[[], datetime], lasts: timedelta = LASTS) -> None:
        self._registry, self._now, self._lasts = registry, now, lasts
        self._said: dict[str, tuple[datetime, Holding | None]] = {}

    @property
    def name(self) -> str:
        """That of the register."""
        return self._registry.name

    def lookup(self, merchant_ref: str) -> Holding | None:
        """As of HealthCertRegistry.

        Raises:
            RegistryError: the register has to be asked and cannot be.
        """
        at = self._now()
        known = self._said.get(merchant_ref)
        if known is not None and timedelta() <= at - known[0] < self._lasts:
            return known[1]
        holding = self._registry.lookup(merchant_ref)
        self._said[merchant_ref] = (at, holding)
        return holding
