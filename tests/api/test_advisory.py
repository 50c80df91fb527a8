"""What is shown and never counted, on the pages: said on the card and in the explanation, and apart in every sum."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from api.pages.history.choice import Choice
from api.pages.history.form import filter_form
from api.pages.parts.card import card
from api.pages.parts.day import coverage_words, read_day
from api.pages.parts.why import heading, why
from api.pages.shell.places import Places
from api.pages.shell.say import Tongue
from records import violations
from records.grants import OF_THE_FIRST
from records.scopes import OPEN_SIGHT
from records.violation_rows import ViolationDetail
from tests.api.build import CASES, FILLED_AT, NAMES, Case, TestBox
from vision.camera_facts import Coverage
from vision.facts import Severity

NOBODY = Places(())
LEARN, ONLY = "尚未认识本店着装", "这一类型仅提示"


def detail(box: TestBox, case: Case) -> ViolationDetail:
    with box.database.reading() as session:
        found = violations.one(session, case.id)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("advisory", "severity", "says", "says_not"),
    [
        pytest.param(False, Severity.II, ["限期整改", "sev-II"], ["仅提示", LEARN], id="counted"),
        pytest.param(True, Severity.II, ["仅提示", "advisory", "sev-ADV", LEARN], ["限期整改"], id="not learnt yet"),
        pytest.param(True, Severity.ADV, ["仅提示", "sev-ADV", ONLY], [LEARN], id="a code that only advises"),
    ],
)
def test_a_card_says_whether_it_counts(
    shared_box: TestBox, advisory: bool, severity: Severity, says: list[str], says_not: list[str]
) -> None:
    row = replace(detail(shared_box, CASES[0]).violation, advisory=advisory, severity=severity)
    shown = card(row, NAMES, NOBODY)
    assert [word for word in says if word not in shown] == []
    assert [word for word in says_not if word in shown] == []


@pytest.mark.parametrize(("case", "advised"), [(CASES[0], False), (CASES[4], True)], ids=["counted", "advisory"])
def test_the_explanation_gives_the_reason_in_both_languages(shared_box: TestBox, case: Case, advised: bool) -> None:
    one = detail(shared_box, case)
    said = why(one, NAMES)
    assert (LEARN in said, "clothing was not learnt yet: shown, not counted" in said) == (advised, advised)
    assert ("仅提示" in heading(one.violation, NAMES, NOBODY)) is advised


@pytest.mark.parametrize(("text", "advisory"), [("true", True), ("false", False), ("", None), ("maybe", None)])
def test_the_filter_stands_in_the_address(text: str, advisory: bool | None) -> None:
    choice = Choice.parse({"advisory": text})
    assert choice.wanted(NOBODY, OPEN_SIGHT, choice.days(NOBODY, FILLED_AT)).advisory is advisory
    field = filter_form(choice, NOBODY, NAMES, Tongue.ZH).split('name="advisory"')[1].split("</select>")[0]
    assert ('value="" selected' in field) is (advisory is None)


def test_a_day_never_adds_what_only_advises(box: TestBox) -> None:
    box.sink.coverage(Coverage("k1", FILLED_AT - timedelta(hours=1), 60.0, 60.0, 120))
    box.add(Case("counted", 5, camera="k1", zone="z4", merchant=None))
    box.add(Case("advised", 6, camera="k1", zone="z4", merchant=None, advisory=True))
    with box.database.reading() as session:
        day = read_day(session, "k1", ZoneInfo("Asia/Shanghai"), FILLED_AT, OF_THE_FIRST)
    assert day is not None
    assert [(line.code, line.count, line.advisory) for line in day.flagged] == [("NO_HAT", 1, 1), ("NO_MASK", 0, 1)]
    words = coverage_words(day)
    assert "Counted</span></dt><dd>1</dd>" in words
    assert "Advisory</span></dt><dd>2</dd>" in words
