"""The seam to the pages: choose, fit in the background, install what is not worse, roll back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep
from uuid import UUID

import pytest

from api.enrolment.teaching import Lesson, Stage
from records import enrolments, samples
from sunkitchen.config import load_config
from sunkitchen.enrol.curve import bought
from sunkitchen.enrol.teacher import Teacher
from sunkitchen.store import Store, open_store
from tests.cli.test_enrol import CLIPS, T0, WORN, keep_heads, write_box
from tests.detect.tiny import enrollable, write_models
from vision.errors import DataError

SITE = "canteen"
PATIENCE_S = 60.0
LIES = {"net": "bare", "cap": "bare", "bare": "net"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    write_models(tmp_path / "tiny", enrollable(tmp_path / "tiny"))
    config = load_config(write_box(tmp_path, "tiny", CLIPS / "deli_counter_01.mp4"))
    keep_heads(config, range(36))
    with open_store(config.box.data) as store:
        yield store


def teacher_of(store: Store) -> Teacher:
    return Teacher(store.database, lambda: store.folder.parent / "tiny", frozenset())


def label_all(store: Store, heads: tuple[UUID, ...], *, lie: bool = False) -> None:
    with store.database.writing() as session:
        for one in heads:
            word = WORN[str(one)]
            samples.label(session, one, {"hat": LIES[word] if lie else word}, "wang", T0)


def learnt(teacher: Teacher) -> Lesson:
    assert teacher.fit(SITE)
    end = monotonic() + PATIENCE_S
    while (lesson := teacher.lesson(SITE)).stage is Stage.WORKING:
        assert monotonic() < end
        sleep(0.02)
    return lesson


def versions(store: Store) -> list[tuple[str, str]]:
    with store.database.reading() as session:
        return [(one.who, one.version) for one in enrolments.history(session, SITE)]


def test_a_site_is_learnt_installed_and_rolled_back(store: Store) -> None:
    teacher = teacher_of(store)
    heads = teacher.choose(SITE, 40)
    assert len(set(heads)) == 36
    label_all(store, heads)
    assert teacher.choose(SITE, 40) == ()
    attempt = learnt(teacher).attempt
    assert attempt is not None
    assert (attempt.worse, attempt.left_out, versions(store)) == (False, ("mask",), [])
    assert {one.after is one.right for one in attempt.examples if one.after is not None} == {True}
    assert any(one.before is not one.right for one in attempt.examples)

    assert not teacher.install(SITE, "another", "wang", T0)
    assert teacher.install(SITE, attempt.version, "wang", T0)
    assert (teacher.running(SITE), teacher_of(store).running(SITE)) == ("", attempt.version)
    assert teacher.roll_back(SITE, "li", T0 + timedelta(days=1)) == ""
    assert versions(store) == [("wang", attempt.version), ("li", "")]
    with pytest.raises(DataError, match="nothing to roll back"):
        teacher.roll_back(SITE, "li", T0)


def test_what_is_worse_cannot_be_installed(store: Store) -> None:
    teacher = teacher_of(store)
    label_all(store, teacher.choose(SITE, 40), lie=True)
    attempt = learnt(teacher).attempt
    assert attempt is not None
    assert attempt.worse
    assert not teacher.install(SITE, attempt.version, "wang", T0)
    assert versions(store) == []


def test_without_labels_it_fails_in_words(store: Store) -> None:
    lesson = learnt(teacher_of(store))
    assert (lesson.stage, lesson.attempt) == (Stage.FAILED, None)
    assert "nothing to fit" in lesson.fault


def test_the_curve_is_the_measured_one() -> None:
    points = bought()
    assert [one.crops for one in points] == [0, 5, 10, 20]
    assert all(one.low <= one.precision <= one.high for one in points)
