"""Which key signs: the first one is made when a store is first opened, and then takes over what was there before."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records import tables
from records.chain.links import BOX, SIGNER, Entry, append
from records.database import Database
from records.keys import KEY_FILE, MEND, PrivateKey, make_key, public_keys, read_key
from records.places import place_of
from records.states import LinkKind
from vision.errors import StoreError

log = logging.getLogger(__name__)


def open_key(database: Database, folder: Path, at: datetime) -> PrivateKey:
    """The key in use; at the very first opening it is made, and older violations are taken over.

    Raises:
        StoreError: the key is lost, damaged, or another box's; the database can be used, but nothing can be signed.
    """
    with database.reading() as session:
        begun = bool(public_keys(session))
    return _matching(database, folder) if begun else _first_key(database, folder, at)


def replace_key(database: Database, folder: Path, at: datetime, reason: str) -> PrivateKey:
    """Make another key, and say so in every chain: it vouches for what was added while there was none.

    Raises:
        StoreError: folder or database cannot be used.
    """
    with database.writing() as session:
        key = make_key(folder)
        session.info[SIGNER] = key
        row = _register(session, key, at, reason)
        for site in session.scalars(select(tables.ChainLink.site).distinct().order_by(tables.ChainLink.site)):
            if site != BOX:
                append(session, Entry(site, at, LinkKind.KEY, key.fingerprint, note={"reason": row.reason}))
    return key


def _matching(database: Database, folder: Path) -> PrivateKey:
    key = read_key(folder)
    with database.reading() as session:
        known = public_keys(session)
    if key.fingerprint != known[-1].fingerprint:
        raise StoreError(
            f"key {folder / KEY_FILE}: expected the one with fingerprint {known[-1].fingerprint[:16]}…, "
            f"came {key.fingerprint[:16]}…, of another box or from before; {MEND}"
        )
    return key


def _first_key(database: Database, folder: Path, at: datetime) -> PrivateKey:
    with database.writing() as session:
        if public_keys(session):  # somebody else was faster
            return read_key(folder)
        key = read_key(folder) if (folder / KEY_FILE).exists() else make_key(folder)
        session.info[SIGNER] = key
        _register(session, key, at, "first start")
        _adopt(session, at)
    return key


def _register(session: Session, key: PrivateKey, at: datetime, reason: str) -> tables.SigningKey:
    row = tables.SigningKey(fingerprint=key.fingerprint, pem=key.public.pem, since=at, reason=reason)
    session.add(row)
    append(session, Entry(BOX, at, LinkKind.KEY, key.fingerprint, rows=[row]))
    return row


def _adopt(session: Session, at: datetime) -> None:
    """Link what was recorded before there was a chain, as it stands. Later rows name the software that wrote them."""
    told = select(tables.ChainLink.subject)
    query = select(tables.Violation).where(tables.Violation.software == "").order_by(tables.Violation.opened_at)
    known = set(session.scalars(told))
    adopted = [row for row in session.scalars(query) if str(row.id) not in known]
    for row in adopted:
        note = place_of(session, row)
        append(session, Entry(row.site, at, LinkKind.ADOPTED, row.id, _rows(session, row.id), note=note))
    if adopted:
        log.info("chain: %d violations from before it was begun are in it now", len(adopted))


def _rows(session: Session, violation: UUID) -> Sequence[tables.Base]:
    looks = select(tables.Look).where(tables.Look.violation == violation)
    judgements = select(tables.Judgement).join(tables.Look, tables.Look.id == tables.Judgement.look)
    files = select(tables.Evidence).where(tables.Evidence.violation == violation)
    photos = select(tables.Attachment).where(tables.Attachment.violation == violation)
    films = select(tables.Clip).where(tables.Clip.violation == violation)
    steps = select(tables.CaseStep).where(tables.CaseStep.violation == violation)
    return [
        session.get_one(tables.Violation, violation),
        *session.scalars(looks),
        *session.scalars(judgements.where(tables.Look.violation == violation)),
        *session.scalars(files),
        *session.scalars(photos),
        *session.scalars(films),
        *session.scalars(steps),
    ]
