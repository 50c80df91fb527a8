"""What may go: nothing held, nothing open by age, nothing before its time, clips before pictures, confirmed last."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.retention.plan import HeldFile, Holding, Stay, plan, relief
from records.retention.rules import FILE_MATTERS, STANDINGS, Standing
from records.states import Matter, ReviewState
from tests.records.build import SEED, T0
from tests.retention.build import DAY, RULES, days
from vision.facts import EvidenceKind

FILES = (HeldFile("c", Matter.CLIP, 5000), HeldFile("p", Matter.PICTURE, 100), HeldFile("q", Matter.PHOTO, 100))


def holding(
    standing: Standing, name: str = "v", *, held: bool = False, taken: float = 0, rested: float = 0, looks: bool = True
) -> Holding:
    files = tuple(HeldFile(f"{name}/{file.path}", file.matter, file.size_bytes) for file in FILES)
    return Holding(uuid5(SEED, name), "market", standing, days(rested), days(taken), held, files, looks)


WHEN = [
    # (standing, days since it came to rest, what may go)
    pytest.param(Standing.DISMISSED, 6.9, set(), id="dismissed, young"),
    pytest.param(Standing.DISMISSED, 7, {"clip", "picture", "photo", "looks"}, id="dismissed, a week"),
    pytest.param(Standing.WITHDRAWN, 29, set(), id="withdrawn, young"),
    pytest.param(Standing.WITHDRAWN, 30, {"clip", "picture", "photo", "looks"}, id="withdrawn, a month"),
    pytest.param(Standing.ADVICE, 30, {"clip", "picture", "photo", "looks"}, id="advice, a month"),
    pytest.param(Standing.COUNTED, 179, set(), id="counted, young"),
    pytest.param(Standing.COUNTED, 180, {"clip", "picture", "photo", "looks"}, id="counted, half a year"),
    pytest.param(Standing.SERIOUS, 731, set(), id="serious, young"),
    pytest.param(Standing.SERIOUS, 732, {"clip", "picture", "photo", "looks"}, id="serious, two years"),
    pytest.param(Standing.DISMISSED, 1099, {"clip", "picture", "photo", "looks"}, id="rows, young"),
    pytest.param(Standing.DISMISSED, 1100, {"clip", "picture", "photo", "looks", "rows"}, id="rows, three years"),
    pytest.param(Standing.OPEN, 9999, set(), id="open for ever"),
]


@pytest.mark.parametrize(("standing", "age", "may_go"), WHEN)
def test_what_may_go_by_age(standing: Standing, age: float, may_go: set[str]) -> None:
    found = plan([holding(standing)], RULES, days(age))
    assert {str(one.matter) for one in found.going} == may_go
    assert {one.rule for one in found.going} == {f"{matter}/{standing}" for matter in may_go}


def test_why_the_rest_stays() -> None:
    here = [
        holding(Standing.DISMISSED, "held", held=True),
        holding(Standing.OPEN, "open"),
        holding(Standing.COUNTED, "young"),
    ]
    assert plan(here, RULES, days(100)).stays == {Stay.HELD: 1, Stay.OPEN: 1, Stay.YOUNG: 1}


def test_what_is_gone_already_is_not_planned_again() -> None:
    bare = Holding(SEED, "market", Standing.DISMISSED, T0, T0, False, (), False)
    assert plan([bare], RULES, days(900)).going == ()


def test_every_state_has_a_standing_and_what_is_open_stands_open() -> None:
    assert set(STANDINGS) == set(ReviewState)
    ends = {ReviewState.DISMISSED, ReviewState.WITHDRAWN, ReviewState.CLOSED, ReviewState.CASE_REFERRED}
    assert {state for state, standing in STANDINGS.items() if standing is not Standing.OPEN} == ends


def test_every_kind_of_file_counts_as_something() -> None:
    assert set(FILE_MATTERS) >= {str(kind) for kind in EvidenceKind}


holdings = st.builds(
    holding,
    st.sampled_from(Standing),
    st.uuids().map(str),
    held=st.booleans(),
    taken=st.floats(0, 2000),
    rested=st.floats(0, 2000),
    looks=st.booleans(),
)
some = st.lists(holdings, max_size=12, unique_by=lambda one: one.violation)


@given(some, st.floats(0, 6000))
def test_nothing_held_open_or_young_is_ever_planned(here: list[Holding], age: float) -> None:
    known = {one.violation: one for one in here}
    found = plan(here, RULES, days(age))
    for one in found.going:
        mine = known[one.violation]
        assert not mine.held
        assert mine.standing is not Standing.OPEN
        assert mine.since + RULES.keep[mine.standing][one.matter] <= days(age)
        assert one.due <= days(age)
    assert [one.due for one in found.going] == sorted(one.due for one in found.going)
    planned = {one.violation for one in found.going}
    assert sum(found.stays.values()) == len(here) - len(planned)


@given(some, st.floats(0, 3000))
def test_a_later_moment_plans_no_less(here: list[Holding], age: float) -> None:
    earlier, later_on = (plan(here, RULES, days(at)) for at in (age, age + 50))
    assert {one.key for one in earlier.going} <= {one.key for one in later_on.going}


@given(some, st.integers(0, 80_000), st.floats(0, 3000))
def test_room_is_made_in_order_and_no_further_than_wanted(here: list[Holding], wanted: int, age: float) -> None:
    found = relief(here, RULES.floor, wanted, days(age))
    known = {one.violation: one for one in here}
    rungs = [(one.matter, known[one.violation].standing) for one in found]
    order = [(rung.matter, rung.standing) for rung in RULES.floor.order]
    assert [order.index(rung) for rung in rungs] == sorted(order.index(rung) for rung in rungs)
    assert not any(known[one.violation].held for one in found)
    assert all(known[one.violation].taken_at + RULES.floor.youngest <= days(age) for one in found)
    assert sum(one.size_bytes for one in found[:-1]) < max(wanted, 1)


def test_clips_go_before_pictures_dismissed_before_open_before_confirmed() -> None:
    here = [holding(standing, standing) for standing in reversed(Standing)]
    found = relief(here, RULES.floor, float("inf"), days(2))
    names: dict[UUID, Standing] = {one.violation: one.standing for one in here}
    told = [f"{one.matter} {names[one.violation]}" for one in found]
    assert told == [
        *(f"clip {standing}" for standing in ("dismissed", "withdrawn", "advice", "open")),
        *(f"picture {standing}" for standing in ("dismissed", "withdrawn", "advice", "open")),
        "clip counted",
        "picture counted",
        "clip serious",
        "picture serious",
    ]


def test_of_two_alike_the_older_goes_first() -> None:
    here = [holding(Standing.OPEN, "new", taken=5), holding(Standing.OPEN, "old", taken=1)]
    assert [one.violation for one in relief(here, RULES.floor, 1, days(9))] == [uuid5(SEED, "old")]


def test_the_youngest_never_go_for_want_of_room() -> None:
    here = [holding(Standing.DISMISSED, taken=9)]
    assert relief(here, RULES.floor, float("inf"), days(9) + timedelta(hours=23)) == ()
    assert relief(here, RULES.floor, float("inf"), days(10)) != ()
    assert RULES.floor.youngest == DAY
