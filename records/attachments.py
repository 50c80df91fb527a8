"""Photos that people add to cases: bytes first, then the row, linked into the chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records import tables
from records.chain.links import Entry, append
from records.evidence import StoredFile
from records.states import LinkKind


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture that somebody sent, as it may be kept: a JPEG of its pixels and of nothing else; sizes in px."""

    jpeg: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Attachment:
    """A photo of a case: who brought it when, what they called it, where it is kept, and how large it is, px."""

    violation: UUID
    at: datetime
    by: str
    name: str
    file: StoredFile
    width: int
    height: int


def attachment_path(violation: UUID, sha256: str) -> str:
    """Where it is kept, relative to the evidence folder: by its hash, whatever it was called."""
    return f"attachments/{violation}/{sha256}.jpg"


def add(session: Session, new: Attachment) -> Attachment:
    """Remember a file that is kept already; brought again, it stays the one who brought it first."""
    known = find(session, new.violation, new.file.sha256)
    if known is not None:
        return known
    row = tables.Attachment(
        id=_id(new.violation, new.file.sha256),
        violation=new.violation,
        number=_newest(session, new.violation) + 1,
        at=new.at,
        by=new.by,
        name=new.name,
        path=new.file.path,
        sha256=new.file.sha256,
        size_bytes=new.file.size_bytes,
        width=new.width,
        height=new.height,
    )
    session.add(row)
    site = session.get_one(tables.Violation, new.violation).site
    append(session, Entry(site, new.at, LinkKind.ATTACHMENT, new.violation, [row]))
    return new


def find(session: Session, violation: UUID, sha256: str) -> Attachment | None:
    """A photo of a case; None where it has no such one."""
    row = session.get(tables.Attachment, _id(violation, sha256))
    return None if row is None else _attachment(row)


def of(session: Session, violation: UUID) -> tuple[Attachment, ...]:
    """All photos of a case, in the order in which they were brought."""
    a = tables.Attachment
    return tuple(map(_attachment, session.scalars(select(a).where(a.violation == violation).order_by(a.number))))


def _newest(session: Session, violation: UUID) -> int:
    """The highest number so far: one that is deleted is not given again."""
    highest = select(func.max(tables.Attachment.number)).where(tables.Attachment.violation == violation)
    return session.scalar(highest) or 0


def _id(violation: UUID, sha256: str) -> UUID:
    return uuid5(violation, sha256)


def _attachment(row: tables.Attachment) -> Attachment:
    file = StoredFile(row.path, row.sha256, row.size_bytes)
    return Attachment(row.violation, row.at, row.by, row.name, file, row.width, row.height)
