"""What is recorded is linked in order, in the same transaction, signed, and never changed again."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import delete, select, text, update

from records import case_steps, tables
from records.canonical import Json, canonical, digest
from records.case_steps import StepRow
from records.chain.keyring import open_key, replace_key
from records.chain.links import BOX, NOTHING_BEFORE, Entry, append, forget
from records.chain.rows import RowKey, images, key_of, stream
from records.database import Database, open_database
from records.keys import KEY_FILE, public_keys
from records.sink import DatabaseSink
from records.states import LinkKind, ReviewState
from tests.records.build import T0, copied, later, life, look, sink_of, snapshots, violation
from vision.errors import StoreError
from vision.facts import Phase


def links(database: Database, site: str = "market") -> list[tables.ChainLink]:
    with database.reading() as session:
        query = select(tables.ChainLink).where(tables.ChainLink.site == site).order_by(tables.ChainLink.seq)
        found = list(session.scalars(query))
        session.expunge_all()
    return found


def test_every_phase_is_a_link_hooked_to_the_one_before(database: Database, sink: DatabaseSink) -> None:
    for step in life():
        sink.violation(*step)
    chain = links(database)
    assert [link.seq for link in chain] == [1, 2, 3, 4]
    assert [link.previous for link in chain] == [NOTHING_BEFORE, *(link.sha256 for link in chain[:-1])]
    assert {(link.kind, link.subject) for link in chain} == {(LinkKind.VIOLATION, str(violation().id))}


def test_the_hash_is_of_the_head_and_the_head_holds_the_hash_of_the_body(
    database: Database, sink: DatabaseSink
) -> None:
    sink.violation(violation(), snapshots())
    (link,) = links(database)
    head: dict[str, Json] = {
        "at": "2026-03-02T08:30:05.000000Z",
        "body_sha256": digest((link.body or "").encode()),
        "box": str(database.id),
        "kind": "violation",
        "previous": NOTHING_BEFORE,
        "seq": 1,
        "site": "market",
        "subject": str(violation().id),
    }
    assert link.sha256 == digest(canonical(head))
    with database.reading() as session:
        (key,) = public_keys(session)
    assert key.vouches(bytes.fromhex(link.signature or ""), canonical(head))
    assert not key.vouches(bytes.fromhex(link.signature or ""), canonical({**head, "seq": 2}))


def test_a_body_holds_the_rows_of_its_phase_only(database: Database, sink: DatabaseSink) -> None:
    for step in life()[:2]:
        sink.violation(*step)
    bodies = [json.loads(link.body or "") for link in links(database)]
    told = [[row["table"] for row in body["rows"]] for body in bodies]
    assert told[0].count("look") == 2
    assert told[1] == ["evidence", "evidence", "judgement", "judgement", "look", "violation"]
    assert bodies[0]["note"]["site"]["name"] == "月湖市场"
    assert bodies[0]["note"]["merchant"]["name"] == "阿明卤味"


def test_the_same_told_again_adds_no_link(database: Database, sink: DatabaseSink) -> None:
    for step in (*life(), *life()):
        sink.violation(*step)
    assert len(links(database)) == 4


def test_what_is_not_kept_is_not_linked(database: Database, sink: DatabaseSink) -> None:
    with pytest.raises(StoreError, match="nothing was kept"):
        sink.violation(violation(merchant="m9"), snapshots())
    assert links(database) == []


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(update(tables.ChainLink).values(subject="x"), id="subject"),
        pytest.param(update(tables.ChainLink).values(body="{}"), id="body"),
        pytest.param(update(tables.ChainLink).values(body=None, signature=None), id="signature"),
        pytest.param(delete(tables.ChainLink), id="delete"),
    ],
)
def test_the_database_refuses_to_change_a_link(database: Database, sink: DatabaseSink, change: object) -> None:
    sink.violation(violation(), ())
    with pytest.raises(StoreError, match="never changed"), database.writing() as session:
        session.execute(change)  # type: ignore[call-overload]


def test_what_a_deleted_subject_was_can_be_forgotten_and_its_hash_stays(database: Database, sink: DatabaseSink) -> None:
    sink.violation(violation(), ())
    before = links(database)[0]
    with database.writing() as session:
        entry = Entry("market", later(9), LinkKind.DELETION, violation().id, note={"why": "180 d"})
        append(session, entry)
        forget(session, violation().id)
    told, deletion = links(database)
    assert (told.body, told.sha256) == (None, before.sha256)
    assert json.loads(deletion.body or "")["note"] == {"why": "180 d"}


def test_a_step_of_a_case_is_a_link_with_what_it_made_of_the_violation(database: Database, sink: DatabaseSink) -> None:
    sink.violation(violation(), ())
    pending, dismissed = ReviewState.PENDING_REVIEW, ReviewState.DISMISSED
    step = StepRow(
        violation().id, 1, later(60), later(61), "sup_a", "supervisor", "dismiss", pending, dismissed, 1, "{}", (), ""
    )
    with database.writing() as session:
        case_steps.add(session, step)
    body = json.loads(links(database)[-1].body or "")
    assert links(database)[-1].kind is LinkKind.VERDICT
    assert [row["table"] for row in body["rows"]] == ["case_step", "violation"]
    assert body["rows"][0]["values"]["actor"] == "sup_a"
    assert body["rows"][1]["values"]["state"] == "dismissed"


def test_a_row_outside_the_chain_is_refused(database: Database) -> None:
    with pytest.raises(StoreError, match="camera/c1"), database.writing() as session:
        append(session, Entry("market", T0, LinkKind.VERDICT, "x", [session.get_one(tables.Camera, "c1")]))


def test_times_of_all_phases_are_as_bad_as_the_worst(database: Database, sink: DatabaseSink) -> None:
    sink.violation(violation(phase=Phase.ENDED, second=9), ())
    with database.reading() as session:
        row = session.scalars(select(tables.Violation)).one()
        assert (row.time_quality, row.clock_error_s) == ("degraded", None)


RAW = [
    pytest.param("violation", "id", "'0000000000004000800000000000000A'", id="uuid in capitals"),
    pytest.param("violation", "at", "'2026-03-02T08:30:05.000000'", id="time with a T"),
    pytest.param("violation", "at", "'2026-03-02 08:30:05'", id="time cut short"),
    pytest.param("violation", "advisory", "3", id="neither true nor false"),
    pytest.param("look", "zones", """'["z1" ]'""", id="JSON with a space"),
    pytest.param("look", "zones", "'['", id="no JSON"),
    pytest.param("violation", "code", "x'ff'", id="no text"),
]


@pytest.mark.parametrize(("table", "column", "value"), RAW)
def test_what_a_column_cannot_hold_is_read_as_it_is(
    database: Database, sink: DatabaseSink, table: str, column: str, value: str
) -> None:
    sink.violation(violation(), ())
    with database.writing() as session:
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        session.execute(text(f"UPDATE {table} SET {column} = {value}"))
        image = next(stream(session, tables.Base.metadata.tables[table]))
        session.rollback()
    assert str(image[column]).startswith("?")


def test_rows_are_found_by_their_keys(database: Database, sink: DatabaseSink) -> None:
    sink.violation(violation(looks=[look(1)]), snapshots())
    with database.reading() as session:
        rows = [*session.scalars(select(tables.Judgement)), *session.scalars(select(tables.Evidence))]
        keys = [key_of(row) for row in rows]
        found = images(session, [*keys, RowKey("look", (str(uuid4()),)), RowKey("account", ("admin",))])
    assert sorted(found, key=str) == sorted(keys, key=str)
    assert {image["path"] for key, image in found.items() if key.table == "evidence"} == {
        row.path for row in rows if isinstance(row, tables.Evidence)
    }


def test_the_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    with open_database(copied(tmp_path)) as database:
        first, second = (open_key(database, tmp_path, T0) for _ in range(2))
    assert first.fingerprint == second.fingerprint
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert "PRIVATE KEY" not in repr(first)


def test_older_violations_are_taken_over_when_the_key_is_made(tmp_path: Path) -> None:
    with open_database(copied(tmp_path)) as database:
        sink_of(database, tmp_path / "evidence").violation(*life()[0])
        with database.writing() as session:  # as it was before there was a chain
            session.execute(text("DROP TRIGGER chain_link_undeleted"))
            session.execute(delete(tables.ChainLink))
        open_key(database, tmp_path, T0)
        (link,) = links(database)
        assert (link.kind, link.subject) == (LinkKind.ADOPTED, str(violation().id))
        assert len(json.loads(link.body or "")["rows"]) == 1 + 2 + 4 + 2
        assert link.signature is not None


@pytest.mark.parametrize(
    ("harm", "came"),
    [
        pytest.param(Path.unlink, "No such file", id="lost"),
        pytest.param(lambda path: path.write_bytes(b"-----BEGIN"), "damaged", id="damaged"),
        pytest.param(lambda path: path.write_text(FOREIGN), "of another box", id="foreign"),
    ],
)
def test_a_key_that_is_not_the_boxs_is_told(tmp_path: Path, harm: object, came: str) -> None:
    with open_database(copied(tmp_path)) as database:
        open_key(database, tmp_path, T0)
        harm(tmp_path / KEY_FILE)  # type: ignore[operator]
        with pytest.raises(StoreError, match=f"{came}.*new-key"):
            open_key(database, tmp_path, T0)


def test_a_new_key_is_told_in_every_chain(database: Database, sink: DatabaseSink, tmp_path: Path) -> None:
    sink.violation(violation(), ())
    (tmp_path / KEY_FILE).unlink()
    key = replace_key(database, tmp_path, later(60), "disk broke")
    database.sign_with(key)
    newest = [links(database, site)[-1] for site in (BOX, "market")]
    assert {(link.kind, link.subject, link.key) for link in newest} == {
        (LinkKind.KEY, key.fingerprint, key.fingerprint)
    }
    with database.reading() as session:
        assert [one.fingerprint for one in public_keys(session)][-1] == key.fingerprint


def test_a_key_of_before_is_moved_aside(database: Database, tmp_path: Path) -> None:
    before = (tmp_path / KEY_FILE).read_bytes()
    replace_key(database, tmp_path, later(60), "somebody read it")
    assert before in [path.read_bytes() for path in tmp_path.glob(f"{KEY_FILE}.before-*")]


FOREIGN = """-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
-----END PRIVATE KEY-----
"""
