"""Events as canonical JSON lines."""

from __future__ import annotations

import json
from pathlib import Path

from records import events
from records.database import Database
from records.sink import DatabaseSink
from records.violation_rows import ViolationFilter
from tests.records.build import life, look, snapshots, violation


def lines(database: Database, wanted: ViolationFilter = ViolationFilter()) -> list[str]:  # noqa: B008 - frozen
    with database.reading() as session:
        return list(events.export_events(session, wanted))


def test_a_line_is_the_whole_event(database: Database, sink: DatabaseSink) -> None:
    sink.violation(violation(looks=[look(2)]), snapshots())
    (line,) = lines(database)
    event = json.loads(line)
    assert (event["code"], event["severity"], event["opened_at"]) == ("NO_HAT", "II", "2026-03-02T08:30:05.000Z")
    assert event["advisory"] is False
    assert event["polygon"] == [[0.1, 0.1], [0.9, 0.1], [0.9, 0.9]]
    assert event["looks"][0]["judgements"][1]["reason"] == "turned_away"
    assert [file["kind"] for file in event["evidence"]] == ["original", "annotated"]


def test_lines_are_canonical(database: Database, sink: DatabaseSink) -> None:
    sink.violation(violation(looks=[look(1 / 3)]), snapshots())
    (line,) = lines(database)
    again = json.dumps(json.loads(line), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert line == again
    assert "\n" not in line
    assert '"pts_s":0.3333' in line


def test_events_are_oldest_first_and_filtered(database: Database, sink: DatabaseSink) -> None:
    for second in (30, 10, 20):
        sink.violation(violation(f"v{second}", opened=second, code=f"CODE_{second}"), ())
    assert [json.loads(line)["code"] for line in lines(database)] == ["CODE_10", "CODE_20", "CODE_30"]
    assert len(lines(database, ViolationFilter(code="CODE_20"))) == 1


def test_a_replay_gives_the_same_bytes(database: Database, sink: DatabaseSink) -> None:
    for step in life():
        sink.violation(*step)
    before = lines(database)
    for step in reversed(life()):
        sink.violation(*step)
    assert lines(database) == before


def test_no_place_of_the_machine_is_told(database: Database, sink: DatabaseSink, tmp_path: Path) -> None:
    sink.violation(violation(), snapshots())
    assert str(tmp_path) not in "".join(lines(database))
