"""Adding a link: what was done, the rows it left, what it took away, hooked to the link before and signed.

A link has a head (canonical JSON: box, site, number, time, kind, subject, hash of the body, hash of the link before)
and a body (canonical JSON: rows, what is gone, files that are gone, a note). The link's hash is the head's; the
signature is over the head. So `sha256sum` and `openssl` can check both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from records import tables
from records.canonical import Json, canonical, digest, parsed, utc_text
from records.chain.rows import RowKey, images, key_of
from records.states import LinkKind
from vision.errors import StoreError

NOTHING_BEFORE = "0" * 64
BOX = ""
"""The site of what belongs to no site: the box's own chain."""
SIGNER = "signer"
"""Where a session carries whoever signs; see Database.writing."""
LAST, BOX_ID = "last link", "box id"
"""Where it remembers what it need not ask twice in one transaction."""


class Signer(Protocol):
    """Whoever vouches for the links of this box."""

    @property
    def fingerprint(self) -> str:
        """Of the public key: sha256 in hex of its DER form."""
        ...

    def sign(self, data: bytes) -> bytes:
        """Ed25519 signature, 64 bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """What a link is to tell.

    Attributes:
        site: whose chain; BOX for what belongs to no site.
        at: when it happened.
        subject: id of what it is about: of the violation for all that is done with one. A row belongs to one subject.
        rows: as they stand now, every one that was added or changed (the violation's own, where its state changed).
        gone: rows that are deleted in the same transaction. files: evidence paths that are deleted.
        note: whatever else there is to say.
    """

    site: str
    at: datetime
    kind: LinkKind
    subject: UUID | str
    rows: Sequence[tables.Base] = ()
    gone: Sequence[RowKey] = ()
    files: Sequence[str] = ()
    note: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Head:
    """The part of a link that is hashed and signed."""

    box: str
    site: str
    seq: int
    at: str
    kind: str
    subject: str
    body_sha256: str
    previous: str

    def data(self) -> bytes:
        """As canonical JSON."""
        return canonical(
            {
                "at": self.at,
                "body_sha256": self.body_sha256,
                "box": self.box,
                "kind": self.kind,
                "previous": self.previous,
                "seq": self.seq,
                "site": self.site,
                "subject": self.subject,
            }
        )


def append(session: Session, entry: Entry) -> tables.ChainLink:
    """Add a link in the same transaction as what it tells of; the rows are read back as the database holds them.

    Raises:
        StoreError: a row that is not there, or not of a chained table.
    """
    session.flush()
    before = _before(session, entry.site)
    body = canonical(_body(session, entry))
    head = Head(
        box=_box(session),
        site=entry.site,
        seq=1 if before is None else before.seq + 1,
        at=utc_text(entry.at),
        kind=entry.kind,
        subject=str(entry.subject),
        body_sha256=digest(body),
        previous=NOTHING_BEFORE if before is None else before.sha256,
    )
    link = _link(head, entry, body.decode(), session.info.get(SIGNER))
    session.add(link)
    session.flush()
    session.info[LAST, entry.site] = link
    return link


def forget(session: Session, subject: UUID | str) -> None:
    """Erase what the links of a deleted subject said; their hashes stay. Call it after the link of its deletion."""
    told = tables.ChainLink.subject == str(subject), tables.ChainLink.kind != LinkKind.DELETION
    session.execute(update(tables.ChainLink).where(*told).values(body=None))


def notes(session: Session, subject: UUID | str, kind: LinkKind) -> tuple[tuple[datetime, Mapping[str, Json]], ...]:
    """When links of a kind told what of a subject, in order; those whose body was erased are left out."""
    link = tables.ChainLink
    mine = link.subject == str(subject), link.kind == kind, link.body.is_not(None)
    found = session.execute(select(link.at, link.body).where(*mine).order_by(link.site, link.seq))
    return tuple((at, _note(str(body))) for at, body in found)


def newest(session: Session, site: str) -> tables.ChainLink | None:
    """A chain's last link; None where it has none yet."""
    link = tables.ChainLink
    return session.scalars(select(link).where(link.site == site).order_by(link.seq.desc()).limit(1)).first()


def _before(session: Session, site: str) -> tables.ChainLink | None:
    """As newest(); what this session appended itself it knows, for there is one writer at a time."""
    last: tables.ChainLink | None = session.info.get((LAST, site))
    return newest(session, site) if last is None else last


def _box(session: Session) -> str:
    if BOX_ID not in session.info:
        session.info[BOX_ID] = str(session.scalars(select(tables.Box.id)).one())
    told: str = session.info[BOX_ID]
    return told


def _note(body: str) -> Mapping[str, Json]:
    told = parsed(body)
    note = told["note"] if isinstance(told, Mapping) else {}
    return note if isinstance(note, Mapping) else {}


def _body(session: Session, entry: Entry) -> Json:
    keys = sorted({key_of(row) for row in entry.rows}, key=str)
    found = images(session, keys)
    missing = [key for key in keys if key not in found]
    if missing:
        raise StoreError(f"chain: expected rows of chained tables, came {missing[0]}; see records.chain.rows.CHAINED")
    return {
        "rows": [{"table": key.table, "values": found[key]} for key in keys],
        "gone": [{"table": key.table, "key": key.key} for key in sorted(entry.gone, key=str)],
        "files": sorted(entry.files),
        "note": entry.note,
    }


def _link(head: Head, entry: Entry, body: str, signer: Signer | None) -> tables.ChainLink:
    return tables.ChainLink(
        site=head.site,
        seq=head.seq,
        at=entry.at,
        kind=entry.kind,
        subject=head.subject,
        body=body,
        body_sha256=head.body_sha256,
        previous=head.previous,
        sha256=digest(head.data()),
        key=None if signer is None else signer.fingerprint,
        signature=None if signer is None else signer.sign(head.data()).hex(),
    )
