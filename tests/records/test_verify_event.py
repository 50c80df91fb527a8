"""One event is gone through by itself: whatever of it was changed is found, and what was changed of others is not."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree
from uuid import UUID

import pytest

from records.chain.keyring import open_key
from records.database import open_database
from records.evidence import EvidenceFolder
from records.findings import FindingKind
from records.verify_event import EventReport, verify_event
from tests.records.build import T0, attach, copied, look, sink_of, snapshots, violation
from tests.records.test_tampering import rewritten

MINE, OTHER = violation("v0").id, violation("v1").id
LOOKS = tuple(look(second) for second in range(1, 6))
MISSING, DIFFERS, UNKNOWN, UNSIGNED = FindingKind


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two events with pictures and a photo each, signed: links 1 and 2 are of the first one, 3 and 4 of the other."""
    place = tmp_path_factory.mktemp("kept")
    with open_database(copied(place)) as database:
        database.sign_with(open_key(database, place, T0))
        folder = EvidenceFolder(place / "evidence", database.id)
        sink = sink_of(database, folder.root)
        for number in range(2):
            sink.violation(violation(f"v{number}", looks=LOOKS), snapshots(number))
            attach(database, folder, violation(f"v{number}").id, b"photo %d" % number, (64, 36))
    return place


@pytest.fixture
def place(kept: Path, tmp_path: Path) -> Path:
    """A copy to tamper with."""
    return copytree(kept, tmp_path / "store")


def report(place: Path, event: UUID = MINE) -> EventReport:
    with open_database(place / "box.db") as database:
        return verify_event(database, EvidenceFolder(place / "evidence", database.id), event)


def files(place: Path, event: UUID) -> list[Path]:
    return [path for path in sorted((place / "evidence").rglob("*.jpg")) if str(event) in str(path)]


def test_an_untouched_event_is_sound(place: Path) -> None:
    found = report(place)
    assert (found.findings, found.links, found.removed) == ((), 2, 0)
    assert found.files == len(files(place, MINE)) > 1
    assert found.key is not None


@pytest.mark.parametrize(
    ("statement", "kind", "path"),
    [
        pytest.param("UPDATE violation SET score = 0.5", DIFFERS, f"row:violation/{MINE}", id="a value"),
        pytest.param("DELETE FROM judgement", MISSING, "row:judgement/", id="a row is gone"),
        pytest.param("DELETE FROM chain_link WHERE seq = 2", UNKNOWN, "row:attachment/", id="a row nobody tells of"),
        pytest.param("UPDATE chain_link SET body = '{}' WHERE seq = 1", DIFFERS, "link:market/1", id="a body"),
        pytest.param("UPDATE chain_link SET body = NULL WHERE seq = 1", MISSING, "link:market/1", id="no body"),
        pytest.param("UPDATE chain_link SET at = '2026-01-01 00:00:00.000000'", DIFFERS, "link:market/1", id="a head"),
        pytest.param("UPDATE chain_link SET previous = 'ab' WHERE seq = 2", DIFFERS, "link:market/2", id="unhooked"),
        pytest.param("UPDATE chain_link SET key = NULL, signature = NULL", UNSIGNED, "link:market/2", id="no key"),
    ],
)
def test_what_was_changed_of_it_is_named(place: Path, statement: str, kind: FindingKind, path: str) -> None:
    rewritten(place, statement)
    assert [one for one in report(place).findings if one.kind is kind and one.path.startswith(path)]


def test_a_later_signature_vouches_for_what_came_before(place: Path) -> None:
    rewritten(place, "UPDATE chain_link SET key = NULL, signature = NULL WHERE seq IN (1, 2, 3)")
    assert report(place).findings == ()
    rewritten(place, "UPDATE chain_link SET previous = 'ab' WHERE seq = 3")
    assert [one.kind for one in report(place).findings] == [UNSIGNED]


@pytest.mark.parametrize(("event", "sound"), [(MINE, False), (OTHER, True)], ids=["its own", "another's"])
def test_a_changed_file_is_the_matter_of_its_own_event(place: Path, event: UUID, sound: bool) -> None:
    files(place, MINE)[0].write_bytes(b"something else")
    assert (report(place, event).findings == ()) is sound


def test_of_an_event_the_chain_does_not_know_nothing_is_vouched_for(place: Path) -> None:
    rewritten(place, "DELETE FROM chain_link")
    assert MISSING in {one.kind for one in report(place).findings}
    assert report(place).key is None
