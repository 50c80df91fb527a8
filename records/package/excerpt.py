"""Links of a site's chain as lines of JSON, exactly as they were hashed and signed.

A line is `{"body": …, "head": …, "key": …, "sha256": …, "signature": …}`; head and body are the texts themselves, so
that nobody has to write JSON our way to hash them. Without `body` it was not given to who exported; null, it was erased
with what it told of. A link of another's events is `{"seq": …, "sha256": …}` to who may not see them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records import tables
from records.canonical import Json, canonical
from records.chain.rows import stream
from records.chain.walk import LINK, Link
from records.states import LinkKind
from vision.errors import StoreError


@dataclass(frozen=True, slots=True)
class View:
    """How much of a chain is given.

    Attributes:
        bodies: subjects whose links are given with what they say. heads: subjects whose links are given at all.
        all_heads: every link is.
    """

    bodies: frozenset[str]
    heads: frozenset[str]
    all_heads: bool

    def line(self, link: Link) -> bytes:
        """One link, with the line's end."""
        if not (self.all_heads or link.head.subject in self.heads | self.bodies or link.head.kind == LinkKind.KEY):
            return canonical({"seq": link.head.seq, "sha256": link.sha256}) + b"\n"
        body: dict[str, Json] = {"body": link.body} if link.head.subject in self.bodies else {}
        head = _head(link)
        rest = {"head": head, "key": link.key, "sha256": link.sha256, "signature": link.signature}
        return canonical(body | rest) + b"\n"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some links in a row; `keys` are the fingerprints of those that signed them."""

    site: str
    first: int
    last: int
    sha256: str
    data: bytes
    keys: frozenset[str]


def of_events(session: Session, site: str, events: frozenset[str], view: View) -> Excerpt:
    """From the first link of an event to the newest of the site that tells of more than exports: for exports change
    nothing in what is told.

    Raises:
        StoreError: no link tells of any of the events.
    """
    link = tables.ChainLink
    subjects = link.site == site, link.subject.in_(events)
    first = session.scalar(select(func.min(link.seq)).where(*subjects))
    last = session.scalar(select(func.max(link.seq)).where(link.site == site, link.kind != LinkKind.EXPORT))
    if first is None or last is None:
        raise StoreError(
            f"event {min(events)}: expected a link of the chain that tells of it, came none; see `evidence verify`"
        )
    return _between(session, site, first, last, lambda _: view)


def after(session: Session, excerpt: Excerpt, views: Callable[[Link], View]) -> Excerpt:
    """The links since, up to the site's newest."""
    link = tables.ChainLink
    last = session.scalars(select(func.max(link.seq)).where(link.site == excerpt.site)).one()
    return _between(session, excerpt.site, excerpt.last + 1, last, views)


def _between(session: Session, site: str, first: int, last: int, views: Callable[[Link], View]) -> Excerpt:
    box = str(session.scalars(select(tables.Box.id)).one())
    found = list(_links(session, box, site, first, last))
    keys = frozenset(link.key for link in found if link.key is not None)
    lines = b"".join(views(link).line(link) for link in found)
    return Excerpt(site, first, last, found[-1].sha256, lines, keys)


def _head(link: Link) -> str:
    data = link.data()
    if data is None:
        raise StoreError(f"{link.path}: expected text, came bytes that are none; see `evidence verify`")
    return data.decode()


def _links(session: Session, box: str, site: str, first: int, last: int) -> Iterator[Link]:
    where = LINK.c.site == site, LINK.c.seq.between(first, last)
    return (Link.of(image, box) for image in stream(session, LINK, where=where))
