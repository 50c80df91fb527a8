"""On what a code stands in law, chosen by kind of merchant and type of site. What nobody checked is never printed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from cases.states import MerchantKind, SiteType

UNVERIFIED = "依据待核"
"""What people read where nobody has checked the clause against the text."""


class Party(StrEnum):
    """Whose duty it is."""

    STALL = "stall"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Provision:
    """One clause.

    Attributes:
        law: its name. text: which version was read. article: as it was read, such as "18(3)". about: in short.
    """

    id: str
    law: str
    text: str
    article: str
    about: str
    verified: bool

    @property
    def shown(self) -> str:
        """The clause for people, or that it has not been checked."""
        return f"《{self.law}》{self.article} {self.about}" if self.verified else UNVERIFIED


@dataclass(frozen=True, slots=True)
class Basis:
    """A duty, whose, and what the law provides where it is not met (the agency's affair)."""

    id: str
    party: Party
    duty: tuple[Provision, ...]
    consequence: tuple[Provision, ...]


@dataclass(frozen=True, slots=True)
class BasisRow:
    """A basis with what it applies to; an empty set of merchants or sites is all of them."""

    basis: Basis
    codes: frozenset[str]
    merchants: frozenset[MerchantKind]
    sites: frozenset[SiteType]

    def applies(self, code: str, merchant: MerchantKind | None, site: SiteType) -> bool:
        """Whether it is about this code at this place; None is a place without a merchant."""
        here = not self.sites or site in self.sites
        return code in self.codes and here and (not self.merchants or merchant in self.merchants)


@dataclass(frozen=True, slots=True)
class LegalBook:
    """Every row, the most special first; version is recorded with what was printed from it."""

    version: str
    rows: tuple[BasisRow, ...]

    @classmethod
    def empty(cls) -> Self:
        """Where nobody says on what anything stands."""
        return cls("none", ())

    def of(self, code: str, merchant: MerchantKind | None, site: SiteType) -> tuple[Basis, ...]:
        """Everything a code stands on there; nothing where no row speaks."""
        return tuple(row.basis for row in self.rows if row.applies(code, merchant, site))

    def shown(self, code: str, merchant: MerchantKind | None, site: SiteType, party: Party) -> tuple[str, ...]:
        """The duties of a party for people, each once; 依据待核 alone where none was checked."""
        texts = [one.shown for basis in self.of(code, merchant, site) if basis.party is party for one in basis.duty]
        return tuple(dict.fromkeys(text for text in texts if text != UNVERIFIED)) or (UNVERIFIED,)
