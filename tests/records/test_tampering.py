"""Whatever is changed behind our back is found and named: any byte of a file, any value of a row, any link."""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from shutil import copytree

import pytest

from records import case_steps
from records.case_steps import StepRow
from records.chain.keyring import open_key
from records.database import open_database
from records.evidence import EvidenceFolder
from records.findings import Finding, FindingKind
from records.keys import PublicKey
from records.states import ReviewState
from records.verify import verify
from tests.records.build import T0, attach, clip, copied, later, life, look, sink_of, snapshots, violation
from vision.clip import HeadsAt
from vision.errors import StoreError
from vision.facts import Box, ShownHead

PLACES = 100
TABLES = ("violation", "look", "judgement", "evidence", "attachment", "clip", "case_step", "chain_link", "signing_key")
LOOKS = tuple(look(second) for second in range(1, 6))
LOOKED = (HeadsAt(0, (ShownHead(Box(1, 2, 3, 4), True),)), HeadsAt(500, ()))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Violations with phases, pictures and a verdict, signed."""
    place = tmp_path_factory.mktemp("store")
    with open_database(copied(place)) as database:
        database.sign_with(open_key(database, place, T0))
        folder = EvidenceFolder(place / "evidence", database.id)
        sink = sink_of(database, folder.root)
        for step in life():
            sink.violation(*step)
        for number in range(5):
            sink.violation(violation(f"v{number}", looks=LOOKS), snapshots(number))
        pending, closed = ReviewState.PENDING_REVIEW, ReviewState.CLOSED
        for number in range(3):
            case = violation(f"v{number}").id
            attach(database, folder, case, b"photo %d" % number, (64, 36))
            sink.clip(clip(violation(f"v{number}"), b"film %d" % number, LOOKED))
            row = StepRow(
                case, 1, later(60), later(61), "mgr", "manager", "advise", pending, closed, 1, "{}", ("ab",), ""
            )
            with database.writing() as session:
                case_steps.add(session, row)
    return place


@pytest.fixture
def copy(store: Path, tmp_path: Path) -> Path:
    return copytree(store, tmp_path / "copy")


def findings(place: Path, *trusted: PublicKey) -> tuple[Finding, ...]:
    with open_database(place / "box.db") as database:
        return verify(database, EvidenceFolder(place / "evidence", database.id), trusted).findings


@dataclass(frozen=True, slots=True)
class Harm:
    """What was changed, and by which words it has to be named."""

    words: str
    named: str


def harm(place: Path, chance: Random) -> Harm:
    """Change one byte somewhere."""
    return harm_file(place / "evidence", chance) if chance.random() < 0.4 else harm_row(place / "box.db", chance)


def harm_file(folder: Path, chance: Random) -> Harm:
    path = chance.choice(sorted(path for path in folder.rglob("*") if path.is_file()))
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
    name = path.relative_to(folder).as_posix()
    return Harm(name, "evidence folder" if path.name.startswith(".") else name)


def harm_row(path: Path, chance: Random) -> Harm:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        while True:
            table = chance.choice(TABLES)
            names = [name for _, name, *_ in database.execute(f"PRAGMA table_info({table})")]
            (row,) = chance.choice(database.execute(f"SELECT rowid FROM {table}").fetchall())
            name = chance.choice(names)
            stored, kind = database.execute(
                f"SELECT CAST({name} AS BLOB), typeof({name}) FROM {table} WHERE rowid = ?", (row,)
            ).fetchone()
            value = database.execute(f"SELECT {name} FROM {table} WHERE rowid = ?", (row,)).fetchone()[0]
            changed = flipped(value, stored, kind, chance)
            if changed is not None:
                break
        cast = "CAST(? AS TEXT)" if kind == "text" else "?"
        database.execute(f"UPDATE {table} SET {name} = {cast} WHERE rowid = ?", (changed, row))
    named = "link:" if table == "chain_link" else f"row:{table}/"
    return Harm(f"{table}.{name} of row {row}: {value!r} -> {changed!r}", named)


def flipped(value: object, stored: bytes | None, kind: str, chance: Random) -> object:
    """The value with one bit changed; None where that is no other value."""
    if kind == "integer":
        assert isinstance(value, int)
        return value ^ (1 << chance.randrange(31))
    if kind == "real":
        assert isinstance(value, float)
        bits = bytearray(struct.pack(">d", value))
        bits[chance.randrange(8)] ^= 1 << chance.randrange(8)
        (other,) = struct.unpack(">d", bits)
        return None if other == value else other  # 0.0 and -0.0 are one number
    if kind == "text" and stored:
        data = bytearray(stored)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        return bytes(data)
    return None


def test_an_untouched_store_has_no_findings(copy: Path) -> None:
    with open_database(copy / "box.db") as database:
        report = verify(database, EvidenceFolder(copy / "evidence", database.id))
    assert (report.findings, report.files, report.links) == ((), 16 + 3 + 3, 1 + 4 + 5 + 3 + 3 + 3)


@pytest.mark.parametrize("seed", range(PLACES))
def test_one_bit_anywhere_is_found_and_named(copy: Path, seed: int) -> None:
    done = harm(copy, Random(seed))
    try:
        told = [str(finding) for finding in findings(copy)]
    except StoreError as error:
        told = [str(error)]
    assert any(done.named in line for line in told), f"{done.words}: {told}"


def rewritten(place: Path, *statements: str) -> None:
    """What somebody with a database tool does."""
    with closing(sqlite3.connect(place / "box.db", isolation_level=None)) as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            assert database.execute(statement).rowcount > 0, statement


@pytest.mark.parametrize(
    ("statements", "kind", "path"),
    [
        pytest.param(
            ["DELETE FROM chain_link WHERE site = 'market' AND seq = 4"],
            FindingKind.MISSING,
            "link:market/4",
            id="a link out of the middle",
        ),
        pytest.param(
            ["UPDATE chain_link SET body = NULL WHERE site = 'market' AND seq = 4"],
            FindingKind.MISSING,
            "link:market/4",
            id="a body without a deletion",
        ),
        pytest.param(
            ["UPDATE chain_link SET key = NULL, signature = NULL WHERE site = 'market' AND seq > 10"],
            FindingKind.UNSIGNED,
            "link:market/11",
            id="signatures of the newest links",
        ),
        pytest.param(
            ["DELETE FROM chain_link WHERE site = 'market' AND seq = 18"],
            FindingKind.UNKNOWN,
            f"row:case_step/{violation('v2').id}/1",
            id="the newest link: its verdict is not vouched for",
        ),
        pytest.param(
            ["UPDATE chain_link SET subject = CAST(x'b3' AS TEXT) WHERE site = 'market' AND seq = 3"],
            FindingKind.DIFFERS,
            "link:market/3",
            id="text that is no text",
        ),
        pytest.param(
            ["DELETE FROM attachment WHERE rowid = 1"],
            FindingKind.MISSING,
            "row:attachment/",
            id="a photo's row is gone",
        ),
        pytest.param(["DELETE FROM clip WHERE rowid = 1"], FindingKind.MISSING, "row:clip/", id="a clip's row is gone"),
        pytest.param(
            ["DELETE FROM judgement WHERE rowid = 1"], FindingKind.MISSING, "row:judgement/", id="a row is gone"
        ),
        pytest.param(
            ["INSERT INTO judgement SELECT look, 'x', answer, score, reason FROM judgement LIMIT 1"],
            FindingKind.UNKNOWN,
            "row:judgement/",
            id="a row too many",
        ),
    ],
)
def test_what_is_taken_away_or_added_is_named(copy: Path, statements: list[str], kind: FindingKind, path: str) -> None:
    rewritten(copy, *statements)
    assert any(finding.kind is kind and finding.path.startswith(path) for finding in findings(copy))


@pytest.fixture
def forged(copy: Path) -> Path:
    """A store whose whole chain was made anew, with a key of the forger's, after a verdict was changed."""
    rewritten(
        copy,
        "UPDATE case_step SET actor = 'nobody' WHERE rowid = 1",
        "DELETE FROM chain_link",
        "DELETE FROM signing_key",
        "UPDATE violation SET software = ''",
    )
    (copy / "signing.key").unlink()
    with open_database(copy / "box.db") as database:
        open_key(database, copy, T0)
    return copy


def test_a_chain_made_anew_is_found_by_whoever_knows_the_key(store: Path, forged: Path) -> None:
    with open_database(store / "box.db") as database:
        key = open_key(database, store, T0).public
    assert findings(forged) == ()  # it is whole in itself: the key is what must be known from elsewhere
    assert any("a signature by a key of this box" in finding.expected for finding in findings(forged, key))
