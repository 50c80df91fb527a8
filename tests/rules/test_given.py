"""A rule that listens only to looks of which something else is true: the colour of a hat needs a hat.

N is a coloured hat, W a white one, ? one whose colour cannot be told; small letters are the same looks with no hat said to be worn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.script import BEGAN, NO_MASK, look, phases, why_not
from tests.rules.script import place as plain_place
from vision.errors import ConfigError
from vision.facts import Answer, Judgement, Look, Phase, Reason, Suppressed, Violation, ZoneKind
from vision.rules import Demand, Given, Place, build_rules
from vision.rules.missing_attribute import MissingAttribute

OPENED, ENDED = Phase.OPENED, Phase.ENDED
STEP_S = 0.5
COLOURS = {"N": Answer.WRONG, "W": Answer.WORN, "?": Answer.CANNOT_TELL}
HAT_NOT_WHITE = replace(
    NO_MASK,
    code="HAT_NOT_WHITE",
    attribute="hat_colour",
    against=frozenset({Answer.WRONG}),
    given=(Given("hat", Answer.WORN),),
)
NO_HAT_SEEN = [Answer.NOT_WORN, Answer.CANNOT_TELL, None]


def place() -> Place:
    """One counter that asks for white."""
    return replace(plain_place(), requirements={ZoneKind.DELI_COUNTER: {"hat_colour": Demand.MUST}})


def head(letter: str, at_s: float, otherwise: Answer | None = Answer.NOT_WORN) -> Look:
    """One look; `otherwise` is what is said of the hat where the letter is small, None where nobody judged it."""
    colour = COLOURS[letter.upper()]
    hat = otherwise if letter.islower() else Answer.WORN
    said = [Judgement("hat_colour", colour, 0.9, Reason.UNCLEAR if colour is Answer.CANNOT_TELL else None)]
    if hat is not None:
        said.append(Judgement("hat", hat, 0.9, Reason.UNCLEAR if hat is Answer.CANNOT_TELL else None))
    return replace(look("a", colour, at_s), judgements=tuple(said))


def tell(looks: Iterable[Look]) -> list[Violation | Suppressed]:
    """What the rule tells of one person's looks; it is asked two times a second until all of them are over."""
    by_time = {one.at: one for one in looks}
    rule, told = MissingAttribute(HAT_NOT_WHITE, place()), list[Violation | Suppressed]()
    for step in range(130):
        at = BEGAN + timedelta(seconds=step * STEP_S)
        told += rule.see([by_time[at]] if at in by_time else [], at)
    return [*told, *rule.finish(at)]


def heads(script: str, otherwise: Answer | None = Answer.NOT_WORN) -> list[Look]:
    return [head(letter, step * STEP_S, otherwise) for step, letter in enumerate(script) if letter != "."]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param("N" * 17, [OPENED, ENDED], id="8 s in a coloured hat"),
        pytest.param("n" * 100, [], id="8 s and more, but no hat"),
        pytest.param("W" * 100, [], id="white"),
        pytest.param("?" * 100, [], id="the colour cannot be told"),
        pytest.param("Nn" * 17, [OPENED, ENDED], id="between looks without a hat"),
        pytest.param("N" * 20 + "W" * 8, [OPENED, ENDED], id="puts on a white one"),
        pytest.param("N" * 20 + "w" * 8, [OPENED, ENDED], id="takes it off"),
    ],
)
def test_life(script: str, expected: list[Phase]) -> None:
    assert phases(tell(heads(script))) == expected


@pytest.mark.parametrize("otherwise", NO_HAT_SEEN)
def test_a_look_without_a_hat_accuses_nobody_and_is_in_no_ledger(otherwise: Answer | None) -> None:
    looks = heads("n" * 60, otherwise)
    rule = MissingAttribute(HAT_NOT_WHITE, place())
    assert rule.accusations(looks) == {}
    assert tell(looks) == []


def test_a_look_at_a_hat_accuses() -> None:
    seen = head("N", 0)
    assert MissingAttribute(HAT_NOT_WHITE, place()).accusations([seen]) == {seen: 0.9}


def test_a_hat_of_untold_colour_is_in_the_ledger() -> None:
    assert why_not(tell(heads("?" * 6))) == {"cannot_tell": 6}


@given(st.text("NW?nw.", min_size=1, max_size=120), st.sampled_from(NO_HAT_SEEN))
def test_looks_of_which_it_is_not_true_never_move_the_rule(script: str, otherwise: Answer | None) -> None:
    without = "".join("." if letter.islower() else letter for letter in script)
    assert tell(heads(script, otherwise)) == tell(heads(without))


@pytest.mark.parametrize(
    ("judged", "fits"),
    [
        pytest.param(("hat", "hat_colour"), True, id="both"),
        pytest.param(("hat_colour",), False, id="nobody judges hats"),
        pytest.param(("hat",), False, id="nobody judges colours"),
    ],
)
def test_what_is_given_must_be_judged_too(judged: tuple[str, ...], fits: bool) -> None:
    if fits:
        assert len(build_rules([HAT_NOT_WHITE], place(), judged)) == 1
        return
    lacking = {"hat", "hat_colour"} - set(judged)
    with pytest.raises(ConfigError, match=rf"rule HAT_NOT_WHITE: needs the attribute '{lacking.pop()}'"):
        build_rules([HAT_NOT_WHITE], place(), judged)
