"""Lives of tracks in a zone, written as letters: N not worn, W worn, X worn wrong, ? cannot tell, . not in view."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.script import NO_MASK, phases, place, play, violations, why_not, with_grace
from vision.facts import Phase, WhyNot, ZoneKind
from vision.rules import Place

OPENED, REPEATED, ENDED = Phase.OPENED, Phase.REPEATED, Phase.ENDED


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param("N" * 24, [OPENED, ENDED], id="never worn"),
        pytest.param("W" * 60, [], id="always worn"),
        pytest.param("?" * 60, [], id="back of the head only"),
        pytest.param("N" * 14, [], id="too short"),
        pytest.param("NNNW" * 6, [OPENED, ENDED], id="9 of 12 against"),
        pytest.param("NNWW" * 20, [], id="half and half"),
        pytest.param("NN??" * 10, [OPENED, ENDED], id="half of the time turned away"),
        pytest.param("X" * 60, [], id="worn wrong is another code"),
        pytest.param("N" * 20 + "W" * 8, [OPENED, ENDED], id="puts it on"),
        pytest.param("N" * 10 + "W" * 40, [], id="puts it on soon"),
        pytest.param("N" * 20 + "W" * 8 + "N" * 24, [OPENED, ENDED, REPEATED, ENDED], id="takes it off again"),
    ],
)
def test_life_of_one_person(script: str, expected: list[Phase]) -> None:
    assert phases(play({"a": script})) == expected


@pytest.mark.parametrize(
    ("at", "zones", "expected"),
    [
        pytest.param(place(ZoneKind.DELI_COUNTER), ["Z1"], True, id="deli counter"),
        pytest.param(place(ZoneKind.HOT_KITCHEN), ["Z1"], False, id="hot kitchen asks for no mask"),
        pytest.param(place(ZoneKind.STORAGE), ["Z1"], False, id="storage asks for nothing"),
        pytest.param(place(ZoneKind.DELI_COUNTER), [], False, id="customer outside"),
        pytest.param(place(schedule=("09:00", "18:00")), ["Z1"], True, id="open: it is 10:00 in Shanghai"),
        pytest.param(place(schedule=("11:00", "18:00")), ["Z1"], False, id="not yet open"),
        pytest.param(place(schedule=("22:00", "10:30")), ["Z1"], True, id="open over midnight"),
        pytest.param(place(schedule=("22:00", "05:00")), ["Z1"], False, id="closed by day"),
    ],
)
def test_where_and_when(at: Place, zones: list[str], expected: bool) -> None:
    assert bool(phases(play({"a": "N" * 30}, at=at, zones=zones))) is expected


@pytest.mark.parametrize(
    ("scripts", "at", "zones", "why", "looks"),
    [
        pytest.param({"a": "?" * 7}, place(), ["Z1"], WhyNot.CANNOT_TELL, 7, id="cannot tell"),
        pytest.param({"a": "N" * 7}, place(), [], WhyNot.OUTSIDE_ZONE, 7, id="outside"),
        pytest.param({"a": "N" * 7}, place(), ["Z1"], WhyNot.TOO_SHORT, 7, id="too short"),
        pytest.param(
            {"a": "N" * 7}, place(schedule=("11:00", "12:00")), ["Z1"], WhyNot.OUT_OF_SCHEDULE, 7, id="closed"
        ),
        pytest.param({"b": "W" * 9, "a": "...." + "N" * 5}, place(), ["Z1"], WhyNot.ENTRY_GRACE, 5, id="just came in"),
    ],
)
def test_why_not(scripts: dict[str, str], at: Place, zones: list[str], why: WhyNot, looks: int) -> None:
    assert why_not(play(scripts, at=at, zones=zones)) == {why: looks}


def test_entry_grace_gives_time_to_dress() -> None:
    scripts = {"a": "W" * 120, "late": "...." + "N" * 38 + "W" * 70}
    assert phases(play(scripts)) == []


def test_entry_grace_ends() -> None:
    scripts = {"a": "W" * 120, "late": "...." + "N" * 100}
    [opened] = violations(play(scripts), OPENED)
    assert (opened.started_at - opened.looks[0].track.first_seen).total_seconds() == 20


def test_who_is_there_from_the_beginning_has_no_grace() -> None:
    assert phases(play({"a": "N" * 30}, spec=with_grace(600))) == [OPENED, ENDED]


def test_two_people_at_once_are_two_violations() -> None:
    told = play({"a": "N" * 40, "b": "." + "N" * 39})
    assert len({v.id for v in violations(told, OPENED)}) == 2


def test_new_track_after_a_loss_is_a_repeat() -> None:
    told = play({"a": "N" * 24, "b": "." * 30 + "N" * 80}, spec=with_grace(0))
    assert phases(told) == [OPENED, REPEATED, ENDED]
    assert len({v.id for v in violations(told, OPENED) + violations(told, REPEATED)}) == 1
    assert why_not(told) == {WhyNot.COOLDOWN: 17}


def test_after_the_cool_down_it_is_a_new_violation() -> None:
    spec = replace(NO_MASK, cooldown_s=5.0)
    told = play({"a": "N" * 24 + "W" * 30 + "N" * 24}, spec=spec)
    assert phases(told) == [OPENED, ENDED, OPENED, ENDED]


def test_lost_for_thirty_seconds_ends_where_it_was_last_seen() -> None:
    told = play({"a": "N" * 24 + "." * 80})
    [ended] = violations(told, ENDED)
    assert (ended.at - ended.started_at).total_seconds() == 11.5


def test_explains_itself() -> None:
    [opened] = violations(play({"a": "NNN?" * 10}), OPENED)
    assert (opened.counted_s, opened.assessable_s, opened.unknown_s) == (8.0, 8.0, 2.5)
    assert opened.looks[0].at == opened.started_at
    assert opened.looks[-1].at == opened.opened_at


def test_seconds_go_on_until_the_end() -> None:
    [ended] = violations(play({"a": "N" * 61}), ENDED)
    assert ended.counted_s == 30.0


def test_strip_of_a_dense_source_is_thinned() -> None:
    [opened] = violations(play({"a": "N" * 400}, step_s=0.04), OPENED)
    assert len(opened.looks) == 40


def test_a_look_without_the_attribute_says_nothing() -> None:
    assert phases(play({"a": "N" * 30}, spec=replace(NO_MASK, attribute="glove"))) == []
