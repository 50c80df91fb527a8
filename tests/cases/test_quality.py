"""How good flags are, in numbers: verdicts, drift, what is missed, and advice; as tables and as properties."""

from __future__ import annotations

from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.drift import Drift, Gauge, drift, expected
from cases.missed import missed_of
from cases.payloads import Dismissal
from cases.quality import found_nothing, together, verdicts
from cases.states import Action, DismissReason, State
from cases.tuning import LEAST_DECIDED, LEAST_FALSE, MOST_LOST, WORTH, advise
from cases.writing import payload_text
from records.quality import Dismissed, Lasted, Standing
from records.spot_checks import Spotted
from records.states import Found
from vision.wilson import wilson

SEED = UUID(int=5)


def dismissal(reason: DismissReason) -> str:
    return payload_text(Action.DISMISS, Dismissal(reason))


FALSE = dismissal(DismissReason.FALSE_POSITIVE)
VERDICTS = [
    pytest.param([(State.PENDING_REVIEW, 3)], [], (3, 3, 0, 0), id="nobody looked"),
    pytest.param([(State.CLOSED, 2), (State.NOTIFIED, 1)], [], (3, 0, 3, 0), id="confirmed, however far"),
    pytest.param([(State.DISMISSED, 2)], [DismissReason.FALSE_POSITIVE] * 2, (2, 0, 0, 2), id="nothing"),
    pytest.param([(State.DISMISSED, 2)], [DismissReason.TEST, DismissReason.CUSTOMER], (2, 0, 0, 1), id="a test"),
    pytest.param([(State.WITHDRAWN, 1), (State.CLOSED, 1)], [], (2, 0, 1, 1), id="an appeal was upheld"),
    pytest.param([(State.MERGED, 4)], [], (4, 0, 0, 0), id="told by another case"),
]


@pytest.mark.parametrize(("states", "reasons", "told"), VERDICTS)
def test_what_people_said_is_counted(
    states: list[tuple[State, int]], reasons: list[DismissReason], told: tuple[int, int, int, int]
) -> None:
    standings = [Standing("c1", "NO_HAT", state, flags) for state, flags in states]
    [one] = verdicts(standings, [Dismissed("c1", "NO_HAT", dismissal(reason)) for reason in reasons])
    assert (one.flagged, one.pending, one.confirmed, one.false_alarms) == told
    assert one.interval == wilson(told[2], told[2] + told[3])


@given(st.lists(st.tuples(st.sampled_from(["c1", "c2"]), st.sampled_from(list(State)), st.integers(1, 9)), max_size=20))
def test_parts_add_up_and_nothing_is_decided_twice(rows: list[tuple[str, State, int]]) -> None:
    gone = [
        Dismissed(camera, "NO_HAT", FALSE) for camera, state, n in rows if state is State.DISMISSED for _ in range(n)
    ]
    found = verdicts([Standing(camera, "NO_HAT", state, n) for camera, state, n in rows], gone)
    whole = together(found)
    assert whole.flagged == sum(n for _, _, n in rows)
    merged = sum(n for _, state, n in rows if state is State.MERGED)
    assert whole.decided + whole.pending + merged == whole.flagged


NOTHINGS = [
    pytest.param(State.WITHDRAWN, None, True, id="withdrawn"),
    pytest.param(State.DISMISSED, DismissReason.CUSTOMER, True, id="a customer"),
    pytest.param(State.DISMISSED, DismissReason.DUPLICATE, None, id="a duplicate says nothing"),
    pytest.param(State.PENDING_REVIEW, None, None, id="pending"),
    pytest.param(State.CLOSED, None, False, id="closed"),
    pytest.param(State.CLOSED, DismissReason.FALSE_POSITIVE, False, id="dismissed once, then taken up again"),
]


@pytest.mark.parametrize(("state", "reason", "nothing"), NOTHINGS)
def test_whether_there_was_nothing(state: State, reason: DismissReason | None, nothing: bool | None) -> None:
    assert found_nothing(state, None if reason is None else dismissal(reason)) is nothing


DRIFTS = [
    pytest.param(0.5, (0.3, 0.31, 0.29, 0.3), True, id="it tells less"),
    pytest.param(0.1, (0.3, 0.31, 0.29, 0.3), True, id="or more"),
    pytest.param(0.32, (0.3, 0.3, 0.3, 0.3), False, id="less than a tenth is no change"),
    pytest.param(0.5, (0.2, 0.4, 0.3, 0.5), False, id="it always went up and down"),
    pytest.param(0.9, (0.3, None, 0.3, 0.3), False, id="a week is not known"),
    pytest.param(None, (0.3, 0.3, 0.3, 0.3), False, id="this one is not known"),
]


@pytest.mark.parametrize(("now", "before", "outside"), DRIFTS)
def test_a_week_unlike_the_four_before_is_flagged(
    now: float | None, before: tuple[float | None, ...], outside: bool
) -> None:
    assert drift("c1", Gauge.ABSTAINED, now, before).outside is outside


SHARES = st.floats(0, 1)


@given(st.lists(SHARES, min_size=4, max_size=4))
def test_a_week_like_the_mean_of_the_others_is_never_outside(before: list[float]) -> None:
    usual = sum(before) / 4
    bounds = expected(before)
    assert bounds is not None
    assert bounds[0] - 1e-9 <= usual <= bounds[1] + 1e-9
    assert not Drift("c1", Gauge.SCORE, bounds[0], tuple(before), bounds).outside


def test_what_was_missed_is_a_share_of_what_could_be_judged() -> None:
    found = missed_of(
        [
            Spotted("c1", Found.NOTHING, False, 10),
            Spotted("c1", Found.HAT, False, 2),
            Spotted("c2", Found.MASK, True, 3),
            Spotted("c2", Found.UNSURE, False, 5),
        ]
    )
    assert (found.judged, found.unsure, found.against, found.missed) == (15, 5, 5, 2)
    assert found.interval == wilson(2, 15)


def flags(false_s: list[float], true_s: list[float]) -> list[Lasted]:
    nothing = [Lasted(uuid5(SEED, f"f{n}"), State.DISMISSED, s, FALSE) for n, s in enumerate(false_s)]
    return nothing + [Lasted(uuid5(SEED, f"t{n}"), State.CLOSED, s, None) for n, s in enumerate(true_s)]


ADVICE = [
    pytest.param([9.0] * 6, [30.0] * 10, 10.0, id="false ones are short"),
    pytest.param([9.0, 9.0, 12.5, 12.5, 40.0], [30.0] * 10, 13.0, id="as many as go, and no longer than needed"),
    pytest.param([9.0] * 6, [9.0] * 10, None, id="true ones are as short"),
    pytest.param([40.0] * 6, [30.0] * 10, None, id="false ones are long"),
]


@pytest.mark.parametrize(("false_s", "true_s", "proposed"), ADVICE)
def test_longer_is_advised_where_it_parts_true_from_false(
    false_s: list[float], true_s: list[float], proposed: float | None
) -> None:
    advice = advise("c1", "NO_HAT", 8.0, flags(false_s, true_s))
    assert advice is not None
    assert (advice.proposed.observed_s if advice.proposed else None) == proposed


@pytest.mark.parametrize(
    ("nothing", "something"),
    [
        pytest.param(LEAST_FALSE, LEAST_DECIDED - LEAST_FALSE - 1, id="few verdicts"),
        pytest.param(LEAST_FALSE - 1, 50, id="few false"),
    ],
)
def test_few_verdicts_advise_nothing(nothing: int, something: int) -> None:
    assert advise("c1", "NO_HAT", 8.0, flags([9.0] * nothing, [30.0] * something)) is None


SECONDS = st.lists(st.floats(8, 60), max_size=30)


@given(SECONDS, SECONDS)
def test_longer_never_brings_a_flag_back_and_what_is_advised_keeps_its_word(
    false_s: list[float], true_s: list[float]
) -> None:
    advice = advise("c1", "NO_HAT", 8.0, flags(false_s, true_s))
    if advice is None:
        return
    for shorter, longer in zip(advice.options, advice.options[1:], strict=False):
        assert set(shorter.false_gone) <= set(longer.false_gone)
        assert set(shorter.confirmed_gone) <= set(longer.confirmed_gone)
    if advice.proposed is not None:
        assert len(advice.proposed.confirmed_gone) <= MOST_LOST * len(true_s)
        assert len(advice.proposed.false_gone) >= WORTH * len(false_s)
