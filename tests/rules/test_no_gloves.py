"""Lives of hands over ready-to-eat food: N bare, W gloved, ? cannot tell, . not in view."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.rules.script import ANSWERS, BEGAN, NO_GLOVES, NO_MASK, look, phases, place, why_not
from vision.facts import Answer, Judgement, Look, Phase, Suppressed, Violation, WhyNot, ZoneKind
from vision.rules import Place, RuleSpec
from vision.rules.missing_attribute import MissingAttribute

OPENED, REPEATED, ENDED = Phase.OPENED, Phase.REPEATED, Phase.ENDED
STEP_S = 0.5


def hand(name: str, answer: Answer, at_s: float, over_food: bool = True) -> Look:
    """One look at a hand that stands in Z1, and maybe over its food."""
    seen = look(name, answer, at_s)
    judgement = Judgement("glove", answer, 0.9, seen.judgements[0].reason)
    zones = ("Z1",) if over_food else ()
    return replace(seen, track=replace(seen.track, label="hand"), judgements=(judgement,), rte_zones=zones)


def reach(
    scripts: dict[str, str], over_food: bool = True, at: Place | None = None, spec: RuleSpec = NO_GLOVES
) -> list[Violation | Suppressed]:
    """What the rule tells of hands whose looks are written as letters, two a second."""
    rule = MissingAttribute(spec, at or place())
    told: list[Violation | Suppressed] = []
    steps = max(map(len, scripts.values()))
    for i in range(steps):
        looks = [
            hand(name, ANSWERS[script[i]], i * STEP_S, over_food)
            for name, script in scripts.items()
            if i < len(script) and script[i] in ANSWERS
        ]
        told += rule.see(looks, BEGAN + timedelta(seconds=i * STEP_S))
    return told + list(rule.finish(BEGAN + timedelta(seconds=steps * STEP_S)))


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param("N" * 9, [OPENED, ENDED], id="4 s bare"),
        pytest.param("N" * 8, [], id="3.5 s bare"),
        pytest.param("NNNW" * 4, [OPENED, ENDED], id="6 of 8 bare"),
        pytest.param("NNWW" * 8, [], id="half gloved"),
        pytest.param("W" * 40, [], id="gloved"),
        pytest.param("?" * 40, [], id="transparent glove, cannot tell"),
        pytest.param("N" * 10 + "W" * 6, [OPENED, ENDED], id="puts one on"),
    ],
)
def test_life_of_one_hand(script: str, expected: list[Phase]) -> None:
    assert phases(reach({"a": script})) == expected


@pytest.mark.parametrize(
    ("over_food", "kind", "expected"),
    [
        pytest.param(True, ZoneKind.DELI_COUNTER, True, id="over the food of a deli counter"),
        pytest.param(False, ZoneKind.DELI_COUNTER, False, id="beside the food"),
        pytest.param(True, ZoneKind.SERVING_PREP, False, id="serving: should is advice"),
        pytest.param(True, ZoneKind.HOT_KITCHEN, False, id="hot kitchen asks for none"),
    ],
)
def test_where(over_food: bool, kind: ZoneKind, expected: bool) -> None:
    assert bool(phases(reach({"a": "N" * 20}, over_food, place(kind)))) is expected


def test_beside_the_food_is_in_the_ledger() -> None:
    assert why_not(reach({"a": "N" * 6}, over_food=False)) == {WhyNot.OUTSIDE_ZONE: 6}


@pytest.mark.parametrize(
    ("scripts", "expected"),
    [
        pytest.param({"left": "N" * 20, "right": "N" * 20}, [OPENED, ENDED], id="both hands at once"),
        pytest.param({"left": "N" * 20, "right": ".." + "N" * 18}, [OPENED, ENDED], id="the other one soon after"),
        pytest.param({"left": "N" * 12, "right": "." * 90 + "N" * 12}, [OPENED, ENDED, REPEATED, ENDED], id="again"),
    ],
)
def test_two_hands_are_not_two_people(scripts: dict[str, str], expected: list[Phase]) -> None:
    told = reach(scripts)
    assert phases(told) == expected
    assert len({fact.id for fact in told if isinstance(fact, Violation)}) == 1


def test_the_other_hand_is_in_the_ledger() -> None:
    assert why_not(reach({"left": "N" * 20, "right": "N" * 20})) == {WhyNot.COOLDOWN: 20}


@pytest.mark.parametrize(
    ("spec", "attribute"),
    [pytest.param(NO_MASK, "glove", id="no mask on a hand"), pytest.param(NO_GLOVES, "mask", id="no glove on a head")],
)
def test_nothing_is_asked_of_what_cannot_wear_it(spec: RuleSpec, attribute: str) -> None:
    rule, said = MissingAttribute(spec, place()), Judgement(attribute, Answer.NOT_WORN, 0.9)
    told: list[Violation | Suppressed] = []
    for i in range(60):
        seen = replace(hand("a", Answer.NOT_WORN, i * STEP_S), judgements=(said,))
        assert rule.accusations([seen]) == {}
        told += rule.see([seen], seen.at)
    assert [*told, *rule.finish(seen.at)] == []
