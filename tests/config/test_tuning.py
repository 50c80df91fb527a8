"""What was set for a camera lies over the rules at the box's start, and a later word undoes it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from records import tunings
from records.database import open_database
from records.tunings import Tuning
from sunkitchen.config import load_rulebook
from sunkitchen.tuning import tuned, tunings_of
from tests.records.build import T0, copied


def test_the_newest_word_on_a_camera_and_code_holds(tmp_path: Path) -> None:
    said = [("c1", "NO_HAT", 12.0), ("c1", "NO_HAT", 15.0), ("c2", "NO_HAT", 20.0), ("c2", "NO_HAT", None)]
    with open_database(copied(tmp_path)) as database:
        with database.writing() as session:
            for n, (camera, code, seconds) in enumerate(said):
                tunings.add(session, Tuning(camera, code, T0 + timedelta(days=n), "sup", seconds, "many false ones"))
        assert tunings_of(database) == {"c1": {"NO_HAT": 15.0}}


def test_only_the_named_code_is_observed_longer_and_its_version_says_so() -> None:
    rulebook = load_rulebook({})
    ours = {spec.code: spec for spec in tuned(rulebook, {"NO_HAT": 15.0}).specs}
    before = {spec.code: spec for spec in rulebook.specs}
    assert (ours["NO_HAT"].opens.observed_s, ours["NO_HAT"].version) == (15.0, f"{before['NO_HAT'].version}+15s")
    assert {code: spec for code, spec in ours.items() if code != "NO_HAT"} == {
        code: spec for code, spec in before.items() if code != "NO_HAT"
    }
    assert tuned(rulebook, {}) is rulebook
