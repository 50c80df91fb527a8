"""The same life gives the same violations at any look rate, with looks lost, and however often it is replayed."""

from __future__ import annotations

import random

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.rules.script import play, violations, why_not
from vision.facts import Phase, Violation

RATES = st.sampled_from([0.75, 1.0, 2.0, 5.0, 25.0])
SEGMENT = st.tuples(st.sampled_from("NW?"), st.integers(13, 40))
LIFE = st.lists(SEGMENT, min_size=1, max_size=4)


def sampled(life: list[tuple[str, int]], looks_per_s: float, lost: float = 0.0, seed: int = 0) -> str:
    """A life of (answer, seconds) as a script at a look rate, with a share of looks lost."""
    dice = random.Random(seed)
    script = "".join(answer * round(seconds * looks_per_s) for answer, seconds in life)
    return "".join("." if 0 < i < len(script) - 1 and dice.random() < lost else c for i, c in enumerate(script))


def opened_at_s(script: str, looks_per_s: float) -> list[float]:
    """When violations opened or repeated, seconds after the beginning of the video."""
    told = play({"a": script}, 1 / looks_per_s)
    facts = violations(told, Phase.OPENED) + violations(told, Phase.REPEATED)
    return [(v.at - violations(told, Phase.OPENED)[0].started_at).total_seconds() for v in facts]


@given(LIFE, RATES)
def test_look_rate_does_not_matter(life: list[tuple[str, int]], rate: float) -> None:
    dense, thin = opened_at_s(sampled(life, 10), 10), opened_at_s(sampled(life, rate), rate)
    assert len(dense) == len(thin)
    assert all(abs(a - b) < 6 for a, b in zip(dense, thin, strict=True))


@given(LIFE, st.integers(0, 99), st.sampled_from([2.0, 5.0, 25.0]))
def test_lost_looks_do_not_matter(life: list[tuple[str, int]], seed: int, rate: float) -> None:
    whole, holed = opened_at_s(sampled(life, rate), rate), opened_at_s(sampled(life, rate, 0.3, seed), rate)
    assert len(whole) == len(holed)


@given(st.text("NWX?.", min_size=1, max_size=120))
def test_replay_tells_the_same(script: str) -> None:
    assert play({"a": script}) == play({"a": script})


@given(st.text("WX?.", min_size=1, max_size=120))
def test_nothing_seen_missing_is_never_a_violation(script: str) -> None:
    assert violations(play({"a": script}), Phase.OPENED) == []


@given(st.text("NWX?.", min_size=1, max_size=120))
def test_every_look_against_is_accounted_for(script: str) -> None:
    assume("N" in script)
    told = play({"a": script})
    assert violations(told, Phase.OPENED) or why_not(told)


@given(st.text("NWX?.", min_size=1, max_size=150), st.text("NWX?.", min_size=1, max_size=150))
def test_what_opens_also_ends(one: str, other: str) -> None:
    last = {fact.id: fact.phase for fact in play({"a": one, "b": other}) if isinstance(fact, Violation)}
    assert set(last.values()) <= {Phase.ENDED}
