"""Health certificates of the made-up stalls, as a register would tell of them on the quarter's last day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from records import certificates
from records.certificates import Certificate, Reading
from sunkitchen.demo.places import Places
from sunkitchen.demo.plots import NINGBO

SOON = timedelta(days=12)
"""The first stall has somebody whose certificate ends so soon."""
LAST = 330


def add_papers(session: Session, places: Places, end: date) -> None:
    """Two people at every stall, all with a certificate."""
    read_at = datetime.combine(end, time(6), NINGBO)
    merchants = [merchant.id for site in places.sites for merchant in site.merchants]
    for number, merchant in enumerate(merchants):
        certificates.note(session, Reading(merchant, read_at, True, tuple(_papers(number, end))))


def _papers(number: int, end: date) -> Iterator[Certificate]:
    for person in range(2):
        first = number == person == 0
        days = SOON if first else timedelta(days=60 + (number * 37 + person * 101) % (LAST - 60))
        yield Certificate(f"DEMO{2 * number + person + 1001}", end + days)
