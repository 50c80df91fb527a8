"""Health certificates: what a register last said of each merchant, and the violation when something lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Self
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records import merging, tables
from records.chain.links import Entry, append
from records.places import place_of
from records.provenance import Recorder
from records.scopes import EVERYWHERE, Reach, merchant_in
from records.states import LinkKind, ReviewState
from vision.facts import Phase, Violation

SHOWN = 4
"""Digits of a number that are kept: enough for the stall to know which, too few to be anybody's identity."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """One person's certificate, by its number; without one where somebody works and has none.

    Attributes:
        valid_until: its last day; None where there is no certificate.
    """

    number: str
    valid_until: date | None

    def is_valid(self, on: date) -> bool:
        """Whether it still holds on a day."""
        return self.valid_until is not None and on <= self.valid_until

    @property
    def short(self) -> Certificate:
        """With the end of its number only."""
        return self if len(self.number) <= SHOWN else replace(self, number=f"…{self.number[-SHOWN:]}")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a register said of a merchant; `known` is false where it could not, or knows no such one."""

    merchant: str
    read_at: datetime
    known: bool
    certificates: tuple[Certificate, ...] = ()


@dataclass(frozen=True, slots=True)
class CopiedLine:
    """A line of the register: the certificate with a shortened number, and the hash of the line in full."""

    certificate: Certificate
    sha256: str

    @classmethod
    def of(cls, merchant_ref: str, certificate: Certificate) -> Self:
        """As the register has it; `merchant_ref` is what it calls the merchant."""
        day = "" if certificate.valid_until is None else certificate.valid_until.isoformat()
        line = f"{merchant_ref},{certificate.number},{day}"
        return cls(certificate.short, sha256(line.encode()).hexdigest())


@dataclass(frozen=True, slots=True)
class Copy:
    """What a register said when something lacked; `register` is its name."""

    register: str
    read_at: datetime
    lines: tuple[CopiedLine, ...]


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest violation of a merchant's papers."""

    violation: UUID
    phase: Phase
    state: ReviewState
    opened_at: datetime


def note(session: Session, reading: Reading) -> None:
    """Remember what was last read of a merchant."""
    held = [_pair(one.short) for one in reading.certificates]
    row = tables.CertificateReading(merchant=reading.merchant, read_at=reading.read_at, known=reading.known, held=held)
    session.merge(row)


def readings(session: Session, within: Reach = EVERYWHERE) -> tuple[Reading, ...]:
    """What was last read of merchants in use within the reach, by merchant."""
    r, m = tables.CertificateReading, tables.Merchant
    query = select(r).join(m, m.id == r.merchant).where(~m.retired, merchant_in(within)).order_by(r.merchant)
    return tuple(
        Reading(row.merchant, row.read_at, row.known, tuple(map(_certificate, row.held)))
        for row in session.scalars(query)
    )


def latest(session: Session, merchant: str, code: str) -> Latest | None:
    """The newest violation of a merchant with a code; None before the first."""
    v = tables.Violation
    query = select(v).where(v.merchant == merchant, v.code == code).order_by(v.opened_at.desc(), v.id).limit(1)
    row = session.scalars(query).first()
    return None if row is None else Latest(row.id, row.phase, row.state, row.opened_at)


def begin(session: Session, violation: Violation, recorder: Recorder, copy: Copy) -> None:
    """Remember a violation with the copy that is its evidence.

    Raises:
        StoreError: its camera or zone is not in the registry.
    """
    row = merging.merge_violation(session, violation, recorder)
    lines = [[*_pair(one.certificate), one.sha256] for one in copy.lines]
    kept = tables.RegisterCopy(violation=row.id, register=copy.register, read_at=copy.read_at, lines=lines)
    session.add(kept)
    _tell(session, row, violation, [row, kept])


def end(session: Session, violation: UUID, at: datetime, recorder: Recorder) -> None:
    """Nothing lacks any more."""
    row = session.get_one(tables.Violation, violation)
    told = {field.name: getattr(row, field.name) for field in fields(Violation) if field.name != "looks"}
    ended = replace(Violation(**told, looks=()), phase=Phase.ENDED, at=at, ended_at=at)
    merging.merge_violation(session, ended, recorder)
    _tell(session, row, ended, [row])


def copy_of(session: Session, violation: UUID) -> Copy | None:
    """What the register said; None for a violation that has no such evidence."""
    row = session.get(tables.RegisterCopy, violation)
    if row is None:
        return None
    lines = tuple(CopiedLine(_certificate([number, day]), str(digest)) for number, day, digest in row.lines)
    return Copy(row.register, row.read_at, lines)


def _tell(session: Session, row: tables.Violation, violation: Violation, rows: Sequence[tables.Base]) -> None:
    merging.add_news(session, violation)
    entry = Entry(row.site, violation.at, LinkKind.VIOLATION, row.id, rows, note=place_of(session, row))
    append(session, entry)


def _pair(certificate: Certificate) -> list[str | None]:
    day = certificate.valid_until
    return [certificate.number, None if day is None else day.isoformat()]


def _certificate(pair: Sequence[str | None]) -> Certificate:
    number, day = pair
    return Certificate(number or "", None if day is None else date.fromisoformat(day))
