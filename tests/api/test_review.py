"""What the review page is made of: which flags wait, which are of a kind, what is drawn, and who gets any of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from api.access.identity import Visitor
from api.access.may import sight
from api.pages.parts.moments import moments
from api.pages.parts.viewer import shots_of, viewer
from api.pages.review.groups import grouped
from api.pages.review.item import item_html
from api.pages.review.queue import queue_list
from api.pages.review.reading import read_item, read_waiting
from api.pages.shell.places import HOME
from api.pages.shell.say import Tongue
from cases.payloads import Dismissal
from cases.states import Action, DismissReason
from cases.values import Actor, Deed
from cases.values import Case as Handled
from records import violations
from records.grants import Grant
from records.roles import Role
from tests.api.build import CASES, NAMES, NASTY, PLACES, Case, TestBox, minutes
from tests.cases.build import opened

A, B, C, D, E = CASES
WINDOW = timedelta(minutes=10)


def somebody(role: Role) -> Visitor:
    return Visitor(f"the_{role}", by_cookie=False, grants=frozenset({Grant(role, PLACES[role])}))


def at(name: str, minute: float, merchant: str = "m1", code: str = "NO_HAT", *, advisory: bool = False) -> Handled:
    """A flag as handling knows it."""
    case = opened(name)
    lead = replace(case.lead, captures=(minutes(minute),), code=code, advisory=advisory)
    return replace(case, lead=lead, merchant=merchant)


@pytest.mark.parametrize(
    ("flags", "groups"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([at("a", 0), at("b", 9)], ["ab"], id="close together"),
        pytest.param([at("a", 0), at("b", 10)], ["ab"], id="just within"),
        pytest.param([at("a", 0), at("b", 10.1)], ["a", "b"], id="too late"),
        pytest.param([at("a", 10), at("b", 0)], ["ab"], id="the urgent one came later"),
        pytest.param([at("a", 0), at("b", 8), at("c", 16)], ["ab", "c"], id="no chain"),
        pytest.param([at("a", 0), at("b", 1, merchant="m2")], ["a", "b"], id="another stall"),
        pytest.param([at("a", 0), at("b", 1, code="NO_MASK")], ["a", "b"], id="another code"),
        pytest.param([at("a", 0), at("b", 1, advisory=True)], ["a", "b"], id="advice apart"),
        pytest.param([at("a", 0), at("b", 1, "m2"), at("c", 2)], ["ac", "b"], id="the order stays"),
    ],
)
def test_what_is_of_a_kind(flags: list[Handled], groups: list[str]) -> None:
    names = {flag.id: name for flag, name in zip(flags, "abc", strict=False)}
    assert ["".join(names[case.id] for case in group) for group in grouped(flags, WINDOW)] == groups


@pytest.mark.parametrize(
    ("role", "names"),
    [
        pytest.param(Role.MANAGER, "abcd", id="manager"),
        pytest.param(Role.HEAD, "abcd", id="head"),
        pytest.param(Role.SUPERVISOR, "abcd", id="supervisor"),
        pytest.param(Role.OPERATOR, "", id="operator"),
        pytest.param(Role.GRID_WORKER, "", id="grid worker"),
        pytest.param(Role.AUDITOR, "", id="auditor"),
    ],
)
def test_who_gets_which_flags(box: TestBox, role: Role, names: str) -> None:
    waiting = read_waiting(box.context, somebody(role), 50)
    wanted = {case.id for case in CASES if case.name in names}
    assert {waits.view.case.id for waits in waiting.items} == wanted
    assert waiting.total == len(wanted)
    assert {case.id for case in CASES if read_item(box.context, somebody(role), case.id) is not None} == wanted


def test_the_queue_shows_one_of_a_kind_and_counts_all(box: TestBox) -> None:
    for number in range(3):
        box.add(Case(f"again {number}", 1 + number))
    waiting = read_waiting(box.context, somebody(Role.MANAGER), 50)
    first = next(waits for waits in waiting.items if waits.view.case.id == A.id)
    assert len(first.same) == 3
    assert (len(waiting.items), waiting.total) == (4, 7)
    item = read_item(box.context, somebody(Role.MANAGER), A.id)
    assert item is not None
    assert {small.case.id for small in item.same} == set(first.same)
    assert {small.case.id for small in item.others} == {*first.same, C.id}
    html = item_html(item, NAMES, Tongue.ZH)
    assert html.count('type="checkbox"') == 3
    assert "还有 3 条同类" in html


def test_what_is_settled_waits_no_more_and_is_counted_for_who_did_it(box: TestBox) -> None:
    for case, by in ((A, "the_manager"), (B, "the_head")):
        deed = Deed(Action.DISMISS, Actor(by, Role(by[4:])), box.clock(), 0, Dismissal(DismissReason.TEST))
        box.context.desk.act(case.id, replace(deed, version=_version(box, case)))
    waiting = read_waiting(box.context, somebody(Role.MANAGER), 50)
    assert waiting.total == 2
    assert waiting.done == {Action.DISMISS: 1}
    assert read_item(box.context, somebody(Role.MANAGER), A.id) is None


def _version(box: TestBox, case: Case) -> int:
    box.context.desk.run(box.clock())
    found = box.context.desk.case(case.id)
    assert found is not None
    return found.version


def test_the_list_is_cut_and_says_how_many_are_left(box: TestBox) -> None:
    html = queue_list(read_waiting(box.context, somebody(Role.MANAGER), 1), NAMES)
    assert html.count("<li") == 1
    assert 'data-total="4"' in html
    assert "还有 3 条较不急的" in html


def test_nothing_is_left(box: TestBox) -> None:
    html = queue_list(read_waiting(box.context, somebody(Role.AUDITOR), 50), NAMES)
    assert "没有待复核的" in html


@pytest.mark.parametrize("tongue", Tongue)
def test_a_flag_is_told_whole_and_nothing_in_it_is_taken_for_html(box: TestBox, tongue: Tongue) -> None:
    item = read_item(box.context, somebody(Role.MANAGER), B.id)
    assert item is not None
    html = item_html(item, NAMES, tongue)
    assert NASTY not in html
    assert html.count("data-digit") == len(DismissReason)
    for words in ("8.5 s", "missing_attribute 2026.1", "未戴工作帽", "no hat"):
        assert words in html
    seen = re.search('data-seen="([^"]*)"', html)
    assert seen is not None
    files = {row.sha256 for row in item.detail.evidence if row.kind != "annotated"}
    assert set(seen[1].split()) == files


@pytest.mark.parametrize(
    ("role", "left", "clear"),
    [
        pytest.param(Role.MANAGER, 10.0, True, id="the whole picture"),
        pytest.param(Role.OPERATOR, 4.0, False, id="the stall's zone: from its corner"),
    ],
)
def test_boxes_stand_on_the_picture_as_it_is_served(box: TestBox, role: Role, left: float, clear: bool) -> None:
    with box.database.reading() as session:
        detail = violations.one(session, A.id, sight(somebody(role).grants))
    assert detail is not None
    assert (detail.cut is None) == clear
    shots = shots_of(detail, moments(detail), "hat", HOME)
    assert [shot.marks[0].box.x0 for shot in shots] == [left, left + 2, left + 4]
    assert shots[0].outline is not None
    html = viewer(shots, Tongue.ZH)
    assert "未戴 90 %" in html
    assert "<video" not in html
    assert "<video" in viewer(shots, Tongue.ZH, "/api/v1/clips/1")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        pytest.param("/review/waiting", 200, id="queue"),
        pytest.param("/review/waiting?size=0", 422, id="no place at all"),
        pytest.param("/review/waiting?size=201", 422, id="too many"),
        pytest.param(f"/review/cases/{A.id}", 200, id="one that waits"),
        pytest.param(f"/review/cases/{E.id}", 200, id="advice"),
        pytest.param("/review/cases/00000000-0000-4000-8000-000000000000", 404, id="none such"),
    ],
)
def test_the_room_answers(client: httpx.Client, path: str, status: int) -> None:
    assert client.get(path).status_code == status


@pytest.mark.parametrize(("kind", "packed"), [("/assets/review.js", "gzip"), ("/review/waiting", None)])
def test_files_leave_packed_and_what_is_somebodys_does_not(client: httpx.Client, kind: str, packed: str | None) -> None:
    answer = client.get(kind, headers={"accept-encoding": "gzip"})
    assert answer.headers.get("content-encoding") == packed
