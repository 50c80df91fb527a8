"""Lives of kept heads and of what was learnt from them."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid5

import pytest

from records import enrolments, samples
from records.database import Database
from records.enrolments import Enrolment
from tests.records.build import SEED, T0, later
from vision.errors import DataError, StoreError
from vision.facts import Sample


def sample(number: int, camera: str = "c1") -> Sample:
    return Sample(uuid5(SEED, f"{camera} {number}"), camera, uuid5(SEED, "track"), later(number), 40.0, b"jpeg", 0.9)


def keep(database: Database, *kept: Sample) -> None:
    with database.writing() as session:
        for one in kept:
            samples.add(session, one)


def ids(database: Database) -> list[UUID]:
    with database.reading() as session:
        return [kept.sample.id for kept in samples.of_site(session, "market")]


def test_a_sample_comes_back_as_it_was_and_once(database: Database) -> None:
    keep(database, sample(1), sample(1))
    with database.reading() as session:
        assert [kept.sample for kept in samples.of_site(session, "market")] == [sample(1)]


def test_a_stranger_s_camera_is_refused(database: Database) -> None:
    with pytest.raises(StoreError, match="nowhere"):
        keep(database, sample(1, "nowhere"))


def test_the_oldest_go_but_what_was_labelled_stays(database: Database) -> None:
    keep(database, sample(0))
    with database.writing() as session:
        samples.label(session, sample(0).id, {"hat": "cap"}, "wang", T0)
    keep(database, *(sample(number) for number in range(1, samples.UNLABELLED_KEPT + 4)), sample(1, "c2"))
    left = ids(database)
    assert sample(0).id in left
    assert sample(1, "c2").id in left
    assert [number for number in range(1, 8) if sample(number).id in left] == [4, 5, 6, 7]


def test_the_last_word_counts(database: Database) -> None:
    keep(database, sample(1))
    with database.writing() as session:
        samples.label(session, sample(1).id, {"hat": "cap", "mask": "none"}, "wang", T0)
        samples.label(session, sample(1).id, {"hat": "bare"}, "li", later(5))
    with database.reading() as session:
        [kept] = samples.of_site(session, "market")
    assert kept.words == {"hat": "bare", "mask": "none"}


def test_a_label_for_an_unknown_sample_is_refused(database: Database) -> None:
    with pytest.raises(DataError, match="collect again"), database.writing() as session:
        samples.label(session, sample(9).id, {"hat": "cap"}, "wang", T0)


FIRST = Enrolment("market", T0, "wang", "market@1", "net@1", ("hat",), ("hat: …",), b"head")
ALONE = Enrolment("market", later(2), "wang")


@pytest.mark.parametrize(
    ("lines", "version"),
    [
        pytest.param([], None, id="never enrolled"),
        pytest.param([FIRST], "market@1", id="enrolled"),
        pytest.param([FIRST, replace(FIRST, version="market@2")], "market@2", id="the newest counts"),
        pytest.param([FIRST, ALONE], None, id="back to the networks alone"),
        pytest.param([FIRST, ALONE, FIRST], "market@1", id="and forth"),
    ],
)
def test_the_newest_line_is_in_force(database: Database, lines: list[Enrolment], version: str | None) -> None:
    with database.writing() as session:
        for line in lines:
            enrolments.add(session, line)
    with database.reading() as session:
        found = enrolments.in_force(session, "market")
        assert enrolments.history(session, "market") == tuple(lines)
        assert enrolments.in_force(session, "another") is None
    assert (found.version if found else None) == version
