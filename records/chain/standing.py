"""What should stand in the tables, told by the chain alone, and how that compares with what does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

from sqlalchemy.orm import Session

from records.canonical import Json, digest, parsed
from records.chain.rows import CHAINED, Image, RowKey, images, keys, stream, table_of
from records.chain.walk import LINK, NO_ROW, as_bytes, shown
from records.findings import Finding, FindingKind

FILED = frozenset({"evidence", "attachment", "clip"})
"""Tables whose rows each tell of a file: its path, its hash, its violation."""


@dataclass(slots=True)
class Standing:
    """Rows that should be there, and files that were deleted on record."""

    rows: dict[RowKey, Image] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def tell(self, body: Json) -> None:
        """Let one link's body have its say: later links have the last word."""
        assert isinstance(body, Mapping)
        for row in _items(body["rows"]):
            values = row["values"]
            assert isinstance(values, Mapping)
            self.rows[_key(str(row["table"]), values)] = values
        for row in _items(body["gone"]):
            key = row["key"]
            assert isinstance(key, list)
            self.rows.pop(RowKey(str(row["table"]), tuple(key)), None)
        self.gone |= {str(path) for path in _list(body["files"])}

    @property
    def files(self) -> Iterator[Image]:
        """Rows whose file should be there."""
        return (row for key, row in self.rows.items() if key.table in FILED and row["path"] not in self.gone)


@dataclass(frozen=True, slots=True)
class Compared:
    """What is wrong with the rows, rows whose files should be there, and files deleted on record."""

    findings: tuple[Finding, ...]
    files: tuple[Image, ...]
    gone: frozenset[str]


def compare(session: Session) -> Compared:
    """Hold every chained table against the chain."""
    findings: list[Finding] = []
    files: list[Image] = []
    told: set[RowKey] = set()
    gone: set[str] = set()
    for subject, standing in standings(session):
        findings += differences(session, subject, standing)
        files += standing.files
        gone |= standing.gone
        told |= standing.rows.keys()
    return Compared((*findings, *_strays(session, told)), tuple(files), frozenset(gone))


def standings(session: Session) -> Iterator[tuple[str, Standing]]:
    """What should stand of every subject the chain tells of. A body that is not what was linked has no say."""
    links = stream(session, LINK, LINK.c.subject, LINK.c.site, LINK.c.seq)
    for subject, mine in groupby(links, lambda link: str(link["subject"])):
        yield subject, standing_of(str(link["body"]) for link in mine if is_sound(link))


def standing_of(bodies: Iterable[str]) -> Standing:
    """What should stand after these bodies, in order."""
    standing = Standing()
    for body in bodies:
        standing.tell(parsed(body))
    return standing


def is_sound(link: Image) -> bool:
    """Whether a link's body is there and is what was linked."""
    return link["body"] is not None and digest(as_bytes(str(link["body"]))) == link["body_sha256"]


def differences(session: Session, subject: str, standing: Standing) -> Iterator[Finding]:
    """Rows of a subject that are not there, or not as they should stand."""
    violation = _violation(subject)
    found = images(session, standing.rows)
    for key, expected in standing.rows.items():
        came = found.get(key)
        if came is None:
            yield Finding(FindingKind.MISSING, str(key), "the row", NO_ROW, violation)
            continue
        for column, value in expected.items():
            if column in came and came[column] != value:
                words = f"{column} {shown(value)}", f"{column} {shown(came[column])}"
                yield Finding(FindingKind.DIFFERS, str(key), *words, violation)


def _strays(session: Session, told: set[RowKey]) -> Iterator[Finding]:
    for one in CHAINED:
        table = table_of(one.__tablename__)
        assert table is not None
        for key in keys(session, table):
            if key not in told:
                yield Finding(FindingKind.UNKNOWN, shown(str(key)), NO_ROW, "a row no link tells of")


def _violation(subject: str) -> UUID | None:
    try:
        return UUID(subject)
    except ValueError:
        return None


def _key(name: str, values: Image) -> RowKey:
    table = table_of(name)
    columns = [] if table is None else [column.name for column in table.primary_key]
    return RowKey(name, tuple(value if isinstance(value := values[column], int) else str(value) for column in columns))


def _items(value: Json) -> list[Mapping[str, Json]]:
    return [item for item in _list(value) if isinstance(item, Mapping)]


def _list(value: Json) -> list[Json]:
    assert isinstance(value, list)
    return value
