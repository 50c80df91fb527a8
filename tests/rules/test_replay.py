"""Rules over kept looks tell what they told when the looks were taken; the same code, so the same events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.looks.lines import Writer, read_lines
from tests.rules.script import ANSWERS, BEGAN, NO_MASK, first_seen, look, phases, place, violations
from vision.facts import Answer, Judgement, Look, Phase, Suppressed, Violation
from vision.rules.missing_attribute import MissingAttribute
from vision.rules.replay import replay
from vision.rules.spec import Proof, RuleSpec
from vision.sighting import Sighting

STEP_S = 0.5
PEOPLE = st.dictionaries(
    st.sampled_from(["anna", "bert", "cleo"]), st.text("NNNWX?.", min_size=1, max_size=120), min_size=1, max_size=3
)


def sightings(scripts: dict[str, str], starts: Iterable[int] = (0,)) -> list[Sighting]:
    """One a step; watching begins anew at the steps named."""
    first = set(starts)
    return [
        Sighting(
            "C1", BEGAN + timedelta(seconds=n * STEP_S), n, n * STEP_S, 640, 360, tuple(_looks(scripts, n)), n in first
        )
        for n in range(max(map(len, scripts.values())))
    ]


def _looks(scripts: dict[str, str], step: int) -> Iterable[Look]:
    for person, script in scripts.items():
        if step < len(script) and script[step] in ANSWERS:
            yield look(person, ANSWERS[script[step]], step * STEP_S, first_seen(script) * STEP_S)


def live(told: Sequence[Sighting], spec: RuleSpec) -> list[Violation | Suppressed]:
    """What rules told that saw every frame, as a watcher's do."""
    facts: list[Violation | Suppressed] = []
    rule: MissingAttribute | None = None
    for one in told:
        if rule is None or one.first:
            facts += [] if rule is None else rule.finish(one.at)
            rule = MissingAttribute(spec, place())
        facts += rule.see(one.looks, one.at)
    return facts + ([] if rule is None else list(rule.finish(told[-1].at)))


def kept(told: Sequence[Sighting]) -> list[Sighting]:
    """Through the file and back."""
    writer = Writer()
    return list(read_lines("".join(map(writer.lines, told)).splitlines()))


@given(PEOPLE, st.sets(st.integers(1, 100), max_size=3))
def test_a_replay_of_what_was_kept_tells_what_was_told(scripts: dict[str, str], starts: set[int]) -> None:
    told = sightings(scripts, {0, *starts})
    assert list(replay(kept(told), lambda: (MissingAttribute(NO_MASK, place()),))) == live(told, NO_MASK)


class Trial(NamedTuple):
    seconds: float
    share: float
    least_score: float
    opens: int


@pytest.mark.parametrize(
    "trial",
    [
        pytest.param(Trial(8, 0.75, 0.0, 1), id="as it is"),
        pytest.param(Trial(5, 0.75, 0.0, 2), id="fewer seconds"),
        pytest.param(Trial(20, 0.75, 0.0, 0), id="more seconds"),
        pytest.param(Trial(8, 0.75, 0.95, 0), id="surer than any look was"),
    ],
)
def test_other_numbers_tell_other_events(trial: Trial) -> None:
    spec = replace(NO_MASK, opens=Proof(trial.seconds, trial.share, 5), least_score=trial.least_score)
    told = sightings({"anna": "N" * 24, "bert": "W" * 10 + "N" * 12})
    found = list(replay(kept(told), lambda: (MissingAttribute(spec, place()),)))
    assert len(violations(found, Phase.OPENED)) == trial.opens


def test_what_is_less_sure_than_asked_speaks_neither_for_nor_against() -> None:
    spec = replace(NO_MASK, least_score=0.8)
    unsure = Judgement("mask", Answer.NOT_WORN, 0.7)
    told = sightings({"anna": "N" * 30})
    mixed = [
        replace(one, looks=tuple(replace(seen, judgements=(unsure,)) for seen in one.looks)) if n % 4 == 3 else one
        for n, one in enumerate(told)
    ]
    [opened] = violations(live(mixed, spec), Phase.OPENED)
    assert opened.unknown_s > 0
    assert opened.counted_s == opened.assessable_s
    rule = MissingAttribute(spec, place())
    assert [len(rule.accusations(one.looks)) for one in mixed[:4]] == [1, 1, 1, 0]


def test_a_rule_that_is_off_tells_nothing() -> None:
    assert phases(replay(sightings({"anna": "N" * 40}), lambda: ())) == []


def test_nothing_kept_tells_nothing() -> None:
    assert list(replay([], lambda: (MissingAttribute(NO_MASK, place()),))) == []
