"""Does the evidence of one event still say what it said? Quick enough to be asked while somebody looks at it.

Its own links, whether they hang in the chain and are vouched for, its rows and its files. Other events' links are only
looked at where they touch or sign its own; `records.verify` goes through everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from records.chain.links import NOTHING_BEFORE
from records.chain.rows import RowKey, stream
from records.chain.standing import Standing, differences, is_sound, standing_of
from records.chain.walk import LINK, NO_ROW, Link, faults, link_path, vouched
from records.database import Database
from records.evidence import EvidenceFolder
from records.findings import Finding, FindingKind
from records.keys import PublicKey
from records.package.gathering import rows_of
from records.states import LinkKind
from records.verify import file_faults, own_keys, unsmoothed

FAR = 500
"""Links after the last own one among which a signature is looked for."""


@dataclass(frozen=True, slots=True)
class EventReport:
    """How many links tell of an event, how many files there should be and were deleted on record, what is wrong.

    Attributes:
        key: fingerprint of the key that vouches for its last link; None where none does.
    """

    links: int
    files: int
    removed: int
    key: str | None
    findings: tuple[Finding, ...]


def verify_event(database: Database, evidence: EvidenceFolder, event: UUID) -> EventReport:
    """Go through one event; nothing is changed.

    Raises:
        StoreError: database or folder cannot be read at all.
    """
    with database.reading() as session, unsmoothed(session):
        keys = {key.fingerprint: key for key in own_keys(session)}
        images = list(stream(session, LINK, LINK.c.site, LINK.c.seq, where=[LINK.c.subject == str(event)]))
        links = [Link.of(image, str(database.id)) for image in images]
        standing = standing_of(str(image["body"]) for image in images if is_sound(image))
        key, unsigned = _signed(session, str(database.id), links, keys)
        found = [*_linked(session, links, keys), *unsigned, *_rows(session, event, standing)]
        entries = list(standing.files)
    found += (finding for entry in entries for finding in file_faults(evidence, entry))
    return EventReport(len(links), len(entries), len(standing.gone), key, tuple(dict.fromkeys(found)))


def _linked(session: Session, links: Sequence[Link], keys: Mapping[str, PublicKey]) -> Iterator[Finding]:
    """Each is what it says, and follows from the one before it, whosesoever that is."""
    for link in links:
        site, seq = link.head.site, link.head.seq
        (before,) = tuple(_hashes(session, site, seq - 1)) or (NOTHING_BEFORE if seq == 1 else "no link",)
        yield from faults(link, before, keys)
    kinds = [link.head.kind for link in links]
    for number, link in enumerate(links):
        if link.body is None and LinkKind.DELETION not in kinds[number:]:
            yield Finding(FindingKind.MISSING, link.path, "its body, or a link that tells of a deletion", "neither")


def _hashes(session: Session, site: str, seq: int) -> Iterator[str]:
    for image in stream(session, LINK, where=[LINK.c.site == site, LINK.c.seq == seq]):
        yield str(image["sha256"])


def _signed(
    session: Session, box: str, links: Sequence[Link], keys: Mapping[str, PublicKey]
) -> tuple[str | None, tuple[Finding, ...]]:
    """By which key the last link is vouched for: by its own signature, or that of one that follows from it."""
    if not links:
        return None, (Finding(FindingKind.MISSING, "link:?", "a link that tells of the event", "none"),)
    site, seq = links[-1].head.site, links[-1].head.seq
    after = [LINK.c.site == site, LINK.c.seq > seq, LINK.c.seq <= seq + FAR]
    previous = links[-1].sha256
    for link in (links[-1], *(Link.of(image, box) for image in stream(session, LINK, LINK.c.seq, where=after))):
        if link is not links[-1] and link.head.previous != previous:
            break
        if vouched(link, keys):
            return link.key, ()
        previous = link.sha256
    path = link_path(site, seq)
    return None, (Finding(FindingKind.UNSIGNED, path, "a signature by a key of this box", "none that follows"),)


def _rows(session: Session, event: UUID, standing: Standing) -> Iterator[Finding]:
    yield from differences(session, str(event), standing)
    strays: Iterable[RowKey] = rows_of(session, event).keys() - standing.rows.keys()
    for key in strays:
        yield Finding(FindingKind.UNKNOWN, str(key), NO_ROW, "a row no link tells of", event)
