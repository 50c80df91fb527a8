"""Reading the lines of a chain in a package, and walking them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from records.canonical import Json, parsed
from records.chain.links import Head
from records.chain.walk import Link, as_bytes, faults, link_path, vouched
from records.findings import Finding, FindingKind
from records.keys import PublicKey

HEAD_FIELDS = {field.name for field in fields(Head)}


class NoLine(ValueError):
    """A line that is none of ours."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line: a link, or where it was not given, its number and hash only. `told`: its body is given, or was erased."""

    seq: int
    sha256: str
    link: Link | None = None
    told: bool = False


@dataclass(frozen=True, slots=True)
class Walked:
    """What is wrong with some lines, and the lines."""

    findings: tuple[Finding, ...]
    lines: tuple[Line, ...]


def read_lines(data: bytes) -> list[Line]:
    """All lines of a file.

    Raises:
        NoLine: one that is no line of ours.
    """
    return [_line(text) for text in data.splitlines()]


def walk(site: str, lines: list[Line], before: Line | None, trusted: Mapping[str, PublicKey]) -> Iterator[Finding]:
    """Whether each follows from the one before; `before` is the last line of an earlier file, None at the beginning."""
    for line in lines:
        if before is not None and line.seq != before.seq + 1:
            expected = link_path(site, before.seq + 1)
            yield Finding(FindingKind.MISSING, expected, "a link with this number", f"number {line.seq}")
        if line.link is not None:
            yield from _of_site(site, line.link)
            yield from faults(line.link, line.link.head.previous if before is None else before.sha256, trusted)
        before = line


def is_signed(line: Line, trusted: Mapping[str, PublicKey]) -> bool:
    """Whether a key vouches for the link and so for all before it."""
    return line.link is not None and vouched(line.link, trusted)


def _of_site(site: str, link: Link) -> Iterator[Finding]:
    if link.head.site != site:
        yield Finding(FindingKind.DIFFERS, link.path, f"a link of {site}", f"one of {link.head.site}")


def _line(text: bytes) -> Line:
    try:
        values = parsed(text)
    except (ValueError, RecursionError) as error:
        raise NoLine("a line that is no JSON") from error
    if not isinstance(values, Mapping):
        raise NoLine("a line that is no link")
    return _link(values) if "head" in values else Line(_seq(values), _text(values, "sha256"))


def _link(values: Mapping[str, Json]) -> Line:
    head = _head(_text(values, "head"))
    body, key, signature = (_maybe(values, name) for name in ("body", "key", "signature"))
    sha256 = _text(values, "sha256")
    return Line(head.seq, sha256, Link(head, body, sha256, key, signature), "body" in values)


def _head(text: str) -> Head:
    """Only what is written exactly our way: its bytes are what was signed."""
    try:
        values = parsed(text)
    except (ValueError, RecursionError) as error:
        raise NoLine("a head that is no JSON") from error
    if not isinstance(values, Mapping) or values.keys() != HEAD_FIELDS:
        raise NoLine("a head with other fields than ours")
    words = {name: _text(values, name) for name in HEAD_FIELDS - {"seq"}}
    head = Head(seq=_seq(values), **words)
    if head.data() != as_bytes(text):
        raise NoLine("a head that is not canonical JSON")
    return head


def _seq(values: Mapping[str, Json]) -> int:
    seq = values.get("seq")
    if not isinstance(seq, int) or isinstance(seq, bool):
        raise NoLine("a link without a number")
    return seq


def _text(values: Mapping[str, Json], name: str) -> str:
    value = values.get(name)
    if not isinstance(value, str):
        raise NoLine(f"a link without {name}")
    return value


def _maybe(values: Mapping[str, Json], name: str) -> str | None:
    return None if values.get(name) is None else _text(values, name)
