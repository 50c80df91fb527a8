"""Who may work with food, as a register outside the box tells: by merchant or licence, never by a face."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from records.certificates import Certificate


@dataclass(frozen=True, slots=True)
class Holding:
    """The certificates of everybody who works for a merchant."""

    certificates: tuple[Certificate, ...]

    @property
    def total(self) -> int:
        """How many work there."""
        return len(self.certificates)

    def valid(self, on: date) -> int:
        """How many certificates hold on a day."""
        return sum(one.is_valid(on) for one in self.certificates)

    def lacking(self, on: date) -> tuple[Certificate, ...]:
        """Those that have expired by a day, and those there never were."""
        return tuple(one for one in self.certificates if not one.is_valid(on))


class HealthCertRegistry(Protocol):
    """A register of health certificates."""

    @property
    def name(self) -> str:
        """What people call it, for evidence."""
        ...

    def lookup(self, merchant_ref: str) -> Holding | None:
        """Everybody who works for a merchant, by what the register calls it; None where it knows no such one.

        Raises:
            RegistryError: it cannot be asked, or what it says of this merchant cannot be believed.
        """
        ...
