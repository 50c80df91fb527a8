"""What was deleted on purpose is vouched for as everything else is: whatever is changed of it is named."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from records import holds
from records.findings import FindingKind
from records.holds import Word
from records.states import ReviewState
from tests.records.build import T0
from tests.records.test_tampering import rewritten
from tests.retention.build import days, open_shop, reopened


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store from which pictures went, with a hold."""
    place = tmp_path_factory.mktemp("kept")
    shop = open_shop(place)
    with shop.database:
        shop.fill("gone", ReviewState.DISMISSED)
        held = shop.fill("held", ReviewState.DISMISSED)
        with shop.database.writing() as session:
            holds.say(session, held, Word(T0, "sup", True, "投诉"))
        shop.retention().run(days(8), "system")
        assert shop.findings() == ()
    return place


HARMS = [
    pytest.param("UPDATE removal SET rule = 'request/x'", FindingKind.DIFFERS, "row:removal/", id="another rule"),
    pytest.param("DELETE FROM removal", FindingKind.MISSING, "row:removal/", id="no word of a removal"),
    pytest.param("UPDATE hold SET held = 0", FindingKind.DIFFERS, "row:hold/", id="a hold lifted in secret"),
    pytest.param("DELETE FROM hold", FindingKind.MISSING, "row:hold/", id="a hold taken away"),
    pytest.param(
        "UPDATE evidence SET sha256 = 'x' WHERE path IN (SELECT path FROM removal)",
        FindingKind.DIFFERS,
        "row:evidence/",
        id="the hash of what is gone",
    ),
    pytest.param(
        "UPDATE case_step SET actor = 'nobody'", FindingKind.DIFFERS, "row:case_step/", id="who dismissed what is gone"
    ),
    pytest.param("DELETE FROM chain_link WHERE kind = 'deletion'", FindingKind.MISSING, "link:", id="the tombstone"),
    pytest.param(
        "INSERT INTO removal SELECT path, violation, opened_at, 'picture', 'x' FROM evidence JOIN violation "
        "ON violation.id = evidence.violation WHERE path NOT IN (SELECT path FROM removal)",
        FindingKind.UNKNOWN,
        "row:removal/",
        id="a removal nobody made",
    ),
]


@pytest.mark.parametrize(("harm", "kind", "path"), HARMS)
def test_what_is_changed_of_a_deletion_is_named(
    kept: Path, tmp_path: Path, harm: str, kind: FindingKind, path: str
) -> None:
    place = copytree(kept, tmp_path / "copy")
    rewritten(place, harm)
    shop = reopened(place)
    with shop.database:
        found = shop.findings()
    assert any(finding.kind is kind and finding.path.startswith(path) for finding in found), found
