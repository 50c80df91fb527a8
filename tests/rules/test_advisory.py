"""What is only advised on: which codes, for how long, and that nothing else of a violation depends on it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.script import NO_MASK, phases, place, play, violations
from vision.facts import Answer, Phase, Severity, Suppressed, Violation
from vision.rules import Given


@pytest.mark.parametrize(
    ("attributes", "severity", "advisory"),
    [
        pytest.param(set(), Severity.II, False, id="everything was learnt"),
        pytest.param({"hat"}, Severity.II, False, id="only hats were not"),
        pytest.param({"mask"}, Severity.II, True, id="masks were not"),
        pytest.param({"hat", "mask"}, Severity.I, True, id="nothing was, however urgent"),
        pytest.param(set(), Severity.ADV, True, id="a code that only ever advises"),
    ],
)
def test_what_is_advised(attributes: set[str], severity: Severity, advisory: bool) -> None:
    at = replace(place(), advisory=frozenset(attributes))
    told = violations(play({"a": "N" * 24}, spec=replace(NO_MASK, severity=severity), at=at), Phase.OPENED)
    assert [violation.advisory for violation in told] == [advisory]


@pytest.mark.parametrize(("learnt", "advised"), [("hat", False), ("mask", True)])
def test_a_colour_counts_once_the_hat_it_is_of_was_learnt(learnt: str, advised: bool) -> None:
    white = replace(NO_MASK, attribute="hat_colour", given=(Given("hat", Answer.WORN),))
    assert replace(place(), advisory=frozenset({"hat", "mask"} - {learnt})).only_advises(white) is advised


@pytest.mark.parametrize("advised", [frozenset({"mask"}), frozenset[str]()], ids=["advised", "counted"])
def test_every_phase_of_a_life_says_the_same(advised: frozenset[str]) -> None:
    told = play({"a": "N" * 20 + "W" * 8 + "N" * 24}, at=replace(place(), advisory=advised))
    assert phases(told) == [Phase.OPENED, Phase.ENDED, Phase.REPEATED, Phase.ENDED]
    assert {fact.advisory for fact in told if isinstance(fact, Violation)} == {bool(advised)}


@given(st.text("NWX?.", min_size=1, max_size=150), st.text("NWX?.", min_size=1, max_size=150))
def test_it_changes_neither_ids_nor_times_nor_looks_nor_ledger(one: str, other: str) -> None:
    people = {"a": one, "b": other}
    counted, advised = play(people), play(people, at=replace(place(), advisory=frozenset({"mask"})))
    assert counted == [fact if isinstance(fact, Suppressed) else replace(fact, advisory=False) for fact in advised]
