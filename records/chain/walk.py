"""Walking the chains: does every link follow from the one before, and is it signed by a key of this box?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from records import tables
from records.canonical import Json, digest
from records.chain.links import NOTHING_BEFORE, Head
from records.chain.rows import Image, stream
from records.findings import Finding, FindingKind
from records.keys import PublicKey
from records.states import LinkKind

LINK = tables.Base.metadata.tables["chain_link"]
SIGNATURE = re.compile(r"[0-9a-f]{128}")
NO_ROW = "no such row"


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it is stored; what a column cannot properly hold is `?` and its text."""

    head: Head
    body: str | None
    sha256: str
    key: str | None
    signature: str | None

    @property
    def path(self) -> str:
        """What a finding calls it."""
        return shown(link_path(self.head.site, self.head.seq))

    def data(self) -> bytes | None:
        """Its head as canonical JSON; None where somebody left no text in it."""
        try:
            return self.head.data()
        except ValueError:
            return None

    @classmethod
    def of(cls, image: Image, box: str) -> Link:
        """From a row."""
        seq = image["seq"]
        text = {name: "" if value is None else str(value) for name, value in image.items()}
        head = Head(
            box=box,
            site=text["site"],
            seq=seq if isinstance(seq, int) else -1,
            at=text["at"],
            kind=text["kind"],
            subject=text["subject"],
            body_sha256=text["body_sha256"],
            previous=text["previous"],
        )
        body, key, signature = (None if image[name] is None else text[name] for name in ("body", "key", "signature"))
        return cls(head, body, text["sha256"], key, signature)


@dataclass(slots=True)
class Chain:
    """One site's chain while it is walked.

    Attributes:
        unsigned: the links after the last good signature: nobody vouches for them.
        deleted: subjects whose deletion a later link tells of. bare: links whose body is gone, by subject.
    """

    site: str
    length: int = 0
    previous: str = NOTHING_BEFORE
    unsigned: list[str] = field(default_factory=list)
    deleted: set[str] = field(default_factory=set)
    bare: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Walked:
    """How many links there are, what is wrong with them, and those whose body is not what was linked."""

    links: int
    findings: tuple[Finding, ...]


def walk(session: Session, box: str, keys: Sequence[PublicKey]) -> Walked:
    """Walk every chain from its beginning; `keys` are those whose signature counts."""
    trusted = {key.fingerprint: key for key in keys}
    findings: list[Finding] = []
    chain: Chain | None = None
    links = 0
    for image in stream(session, LINK):
        link = Link.of(image, box)
        if chain is None or chain.site != link.head.site:
            findings += [] if chain is None else _ended(chain)
            chain = Chain(link.head.site)
        findings += _step(chain, link, trusted)
        links += 1
    findings += [] if chain is None else _ended(chain)
    return Walked(links, tuple(findings))


def link_path(site: str, seq: int) -> str:
    """What a finding calls a link; the box's own chain has no site."""
    return f"link:{site}/{seq}"


def faults(link: Link, previous: str, trusted: Mapping[str, PublicKey]) -> Iterator[Finding]:
    """What is wrong with one link, given the hash of the one before."""
    data = link.data()
    if data is None:
        yield Finding(FindingKind.DIFFERS, link.path, f"head {shown(link.sha256)}", "text that is no text")
    elif digest(data) != link.sha256:
        yield Finding(FindingKind.DIFFERS, link.path, f"head {digest(data)}", f"head {link.sha256}")
    if link.head.previous != previous:
        yield Finding(FindingKind.DIFFERS, link.path, f"previous {previous}", f"previous {link.head.previous}")
    if link.body is not None and (came := digest(as_bytes(link.body))) != link.head.body_sha256:
        yield Finding(FindingKind.DIFFERS, link.path, f"body {link.head.body_sha256}", f"body {came}")
    if (link.key, link.signature) != (None, None) and not vouched(link, trusted):
        yield Finding(FindingKind.DIFFERS, link.path, "a signature by a key of this box", f"one by {_said(link.key)}")


def vouched(link: Link, trusted: Mapping[str, PublicKey]) -> bool:
    """Whether the link carries a good signature."""
    key, data = trusted.get(link.key or ""), link.data()
    signature = link.signature or ""
    return (
        key is not None
        and data is not None
        and SIGNATURE.fullmatch(signature) is not None
        and key.vouches(bytes.fromhex(signature), data)
    )


def _step(chain: Chain, link: Link, trusted: Mapping[str, PublicKey]) -> Iterator[Finding]:
    chain.length += 1
    if link.head.seq != chain.length:
        missing = link_path(chain.site, chain.length)
        yield Finding(FindingKind.MISSING, missing, "a link with this number", f"{link.path} after the one before")
        chain.length = link.head.seq
    yield from faults(link, chain.previous, trusted)
    chain.previous = link.sha256
    chain.unsigned.append(link.path)
    if vouched(link, trusted):
        chain.unsigned.clear()
    if link.body is None:
        chain.bare.append((link.head.subject, link.path))
    elif link.head.kind == LinkKind.DELETION:
        chain.deleted.add(link.head.subject)


def _ended(chain: Chain) -> Iterator[Finding]:
    if chain.unsigned:
        last, count = chain.unsigned[-1], len(chain.unsigned)
        came = f"none on the last {count} up to {last}"
        yield Finding(FindingKind.UNSIGNED, chain.unsigned[0], "a signature by a key of this box", came)
    for subject, path in chain.bare:
        if subject not in chain.deleted:
            yield Finding(FindingKind.MISSING, path, "its body, or a link that tells of a deletion", "neither")


def as_bytes(text: str) -> bytes:
    """What the database holds, also where it is no text any more."""
    return text.encode("utf-8", "surrogateescape")


def shown(value: Json) -> str:
    """A value for people, whatever it holds."""
    return str(value).encode("utf-8", "backslashreplace").decode()


def _said(key: str | None) -> str:
    return "nobody" if key is None else f"{shown(key)[:16]}…"
