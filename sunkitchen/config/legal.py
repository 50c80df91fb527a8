"""configs/rules/legal_basis.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from cases.legal import Basis, BasisRow, LegalBook, Party, Provision
from cases.states import MerchantKind, SiteType
from sunkitchen.config.load import parse
from sunkitchen.config.schema import Strict
from sunkitchen.config.yaml_places import read_yaml
from sunkitchen.paths import CONFIGS


class LawData(Strict):
    """A law: its name and which version of its text was read."""

    name: str
    text: str


class ProvisionData(Strict):
    """See cases.legal.Provision."""

    law: str
    article: str
    about: str
    verified: bool

    @model_validator(mode="after")
    def _verified_has_a_clause(self) -> Self:
        if self.verified and not self.article:
            raise ValueError("is verified, but names no article; write the clause, or verified: false")
        return self


class RowData(Strict):
    """See cases.legal.BasisRow."""

    id: str
    party: Party = Party.STALL
    codes: frozenset[str] = Field(min_length=1)
    merchants: frozenset[MerchantKind] = frozenset()
    sites: frozenset[SiteType] = frozenset()
    duty: tuple[str, ...] = Field(min_length=1)
    consequence: tuple[str, ...] = ()


class LegalFile(Strict):
    """The whole file."""

    version: str
    laws: dict[str, LawData]
    provisions: dict[str, ProvisionData]
    rows: tuple[RowData, ...]

    @model_validator(mode="after")
    def _everything_is_there(self) -> Self:
        mistakes = list(self._dangling())
        if mistakes:
            raise ValueError("; ".join(mistakes))
        return self

    def _dangling(self) -> Iterator[str]:
        for id_, provision in self.provisions.items():
            if provision.law not in self.laws:
                yield f"provision {id_}: expected one of {', '.join(self.laws)}, came law '{provision.law}'"
        for row in self.rows:
            for one in sorted({*row.duty, *row.consequence} - set(self.provisions)):
                yield f"row {row.id}: '{one}' is not listed under provisions; add it there"

    def book(self) -> LegalBook:
        """The value the cases use."""
        known = {id_: self._provision(id_, data) for id_, data in self.provisions.items()}
        return LegalBook(self.version, tuple(_row(row, known) for row in self.rows))

    def _provision(self, id_: str, data: ProvisionData) -> Provision:
        law = self.laws[data.law]
        return Provision(id_, law.name, law.text, data.article, data.about, data.verified)


def _row(row: RowData, known: dict[str, Provision]) -> BasisRow:
    duty, consequence = (tuple(known[one] for one in ids) for ids in (row.duty, row.consequence))
    return BasisRow(Basis(row.id, row.party, duty, consequence), row.codes, row.merchants, row.sites)


def load_legal_book(path: Path = CONFIGS / "rules" / "legal_basis.yaml") -> LegalBook:
    """The legal basis of a file.

    Raises:
        ConfigError: with every mistake found.
    """
    return parse(read_yaml(path), LegalFile).book()
