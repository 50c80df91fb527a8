"""Health certificates as the API tells of them: by merchant, their numbers shortened."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from api.schemas import Out
from records.certificates import Certificate, Copy, Reading
from records.registry import MerchantEntry, SiteEntry


class CertificateState(StrEnum):
    """How a certificate stands on a day."""

    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    MISSING = "missing"


class CertificateOut(Out):
    """One person's certificate. `days_left`: until its last day, 0 on it, less afterwards; null without one."""

    certificate: str
    valid_until: date | None
    days_left: int | None
    state: CertificateState

    @classmethod
    def of(cls, one: Certificate, today: date, warn: timedelta) -> CertificateOut:
        """From the records, as of a day."""
        left = None if one.valid_until is None else (one.valid_until - today).days
        return cls(certificate=one.number, valid_until=one.valid_until, days_left=left, state=_state(left, warn))


class MerchantCertificatesOut(Out):
    """What was last read of a merchant. `known` is false where the register could not be asked or knows no such one."""

    site: str
    merchant: str
    merchant_name: str
    stall: str
    read_at: datetime
    known: bool
    total: int
    valid: int
    expiring: int
    certificates: tuple[CertificateOut, ...]

    @classmethod
    def of(
        cls, reading: Reading, site: SiteEntry, merchant: MerchantEntry, today: date, warn: timedelta
    ) -> MerchantCertificatesOut:
        """From the records, as of the site's day."""
        certificates = tuple(CertificateOut.of(one, today, warn) for one in reading.certificates)
        states = [one.state for one in certificates]
        expiring = states.count(CertificateState.EXPIRING)
        return cls(
            site=site.id,
            merchant=merchant.id,
            merchant_name=merchant.name,
            stall=merchant.stall,
            read_at=reading.read_at,
            known=reading.known,
            total=len(certificates),
            valid=states.count(CertificateState.VALID) + expiring,
            expiring=expiring,
            certificates=certificates,
        )


class CertificateList(Out):
    """Merchants of whom anything was read."""

    items: tuple[MerchantCertificatesOut, ...]


class CopiedLineOut(Out):
    """A line of the register as it was. `sha256`, in hex, of the whole line `merchant,certificate,valid_until`."""

    certificate: str
    valid_until: date | None
    sha256: str


class RegisterCopyOut(Out):
    """What a register said when something lacked: the evidence of what no camera saw. `source`: which register."""

    source: str
    read_at: datetime
    lines: tuple[CopiedLineOut, ...]

    @classmethod
    def of(cls, copy: Copy) -> RegisterCopyOut:
        """From the records."""
        lines = tuple(
            CopiedLineOut(
                certificate=line.certificate.number, valid_until=line.certificate.valid_until, sha256=line.sha256
            )
            for line in copy.lines
        )
        return cls(source=copy.register, read_at=copy.read_at, lines=lines)


def _state(days_left: int | None, warn: timedelta) -> CertificateState:
    if days_left is None:
        return CertificateState.MISSING
    if days_left < 0:
        return CertificateState.EXPIRED
    return CertificateState.EXPIRING if days_left < warn.days else CertificateState.VALID
