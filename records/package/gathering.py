"""Everything the records have of an event, as documents and files of its package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records import tables
from records.canonical import Json, canonical, digest
from records.chain.rows import Image, RowKey, keyed, stream, table_of
from records.evidence import EvidenceFolder
from records.package.asked import Asked, Hiding, Imprint
from records.package.documents import Rows, event_of, gone_of, looks_of, register_of, review_of, sizes_of, times_of
from records.package.files import Fill, Packer, listed
from records.package.layout import EVENT, LOOKS, REVIEW, event_path
from records.package.manifest import Absent, EventPart, Packed, Share
from records.places import place_of
from records.retention.removing import hanging_on
from records.scopes import Reach, violation_in
from vision.errors import PackageError


@dataclass(frozen=True, slots=True)
class Gathered:
    """One event's part of a package; `versions` are those that recorded it."""

    part: EventPart
    fills: tuple[Fill, ...]
    absent: tuple[Absent, ...]
    versions: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Gathers for one export, from one picture of the database."""

    session: Session
    folder: EvidenceFolder
    asked: Asked
    imprint: Imprint
    hiding: Hiding

    def event(self, event: UUID) -> Gathered:
        """One event.

        Raises:
            PackageError: there is none that who asks may see.
        """
        row = self._seen(event, self.asked.sight.within)
        if row is None:
            raise PackageError(f"event {event}: expected one of this box that you may see, came none of these")
        rows = rows_of(self.session, event)
        packer = self._packer(event, gone_of(rows))
        packed = [packer.pack(file) for file in listed(rows)]
        part = self._part(row)
        fills = (*self._documents(row, rows, part.share), *(one for one in packed if isinstance(one, Fill)))
        absent = tuple(one for one in packed if isinstance(one, Absent))
        return Gathered(part, fills, absent, _recorded(event_of(rows)))

    def _seen(self, event: UUID, reach: Reach) -> tables.Violation | None:
        v = tables.Violation
        return self.session.scalars(select(v).where(v.id == event, violation_in(reach))).first()

    def _part(self, row: tables.Violation) -> EventPart:
        whole = self._seen(row.id, self.asked.sight.whole) is not None
        return EventPart(str(row.id), row.code, row.site, Share.WHOLE if whole else Share.STALL)

    def _packer(self, event: UUID, gone: frozenset[str]) -> Packer:
        as_stored = all(self._seen(event, reach) for reach in (self.asked.originals, self.asked.sight.whole))
        return Packer(self.session, self.folder, self.asked, self.hiding, str(event), as_stored, gone)

    def _documents(self, row: tables.Violation, rows: Rows, share: Share) -> tuple[Fill, ...]:
        own_zone = row.zone if share is Share.STALL else None
        documents = {EVENT: self._event(row, rows), LOOKS: looks_of(rows, own_zone), REVIEW: review_of(rows)}
        return tuple(document(event_path(str(row.id), name), told, str(row.id)) for name, told in documents.items())

    def _event(self, row: tables.Violation, rows: Rows) -> Json:
        place, event = place_of(self.session, row), event_of(rows)
        site = self.session.get_one(tables.Site, row.site)
        merchant = None if row.merchant is None else self.session.get_one(tables.Merchant, row.merchant).kind
        return {
            "event": event,
            "place": place,
            "register": register_of(rows),
            "pictures_px": sizes_of(rows),
            "time": times_of(event, site.timezone),
            "legal_basis": self.imprint.basis(row.code, merchant, site.type),
        }


def rows_of(session: Session, event: UUID) -> Rows:
    """Every chained row that hangs on an event, exactly as the database holds it."""
    found: dict[RowKey, Image] = {}
    for table, where in hanging_on(event):
        if table_of(table.name) is not None:
            found |= keyed(table, stream(session, table, where=[where]))
    return found


def document(path: str, told: Json, event: str = "", kind: str = "document") -> Fill:
    """A file of JSON."""
    return made(path, canonical(told), kind, event)


def made(path: str, data: bytes, kind: str, event: str = "") -> Fill:
    """A file made for the package."""
    return Fill(Packed(path, digest(data), len(data), kind, event=event), data)


def _recorded(event: Mapping[str, Json]) -> Mapping[str, Json]:
    return {name: event[name] for name in ("rule", "model", "software", "configuration")}
