"""What people wrote is shown, never run."""

from __future__ import annotations

from enum import StrEnum

import pytest

from api.pages.history.choice import Choice
from api.pages.parts.card import card
from api.pages.parts.strip import answer_chip, said
from api.pages.shell.markup import h
from api.pages.shell.places import Places
from api.pages.shell.words import word
from records import violations
from records.scopes import EVERYWHERE
from records.states import Noted, ReviewState
from records.violation_rows import ViolationFilter
from tests.api.build import NAMES, NASTY, TestBox
from vision.camera_facts import CameraState
from vision.facts import (
    Answer,
    EvidenceKind,
    EvidenceRole,
    Judgement,
    Phase,
    Reason,
    Severity,
    TimeQuality,
    TimeSource,
    WhyNot,
)


def test_text_and_attributes_are_escaped() -> None:
    assert h("b", "<i>", title='"') == '<b title="&quot;">&lt;i&gt;</b>'


def test_html_stays_html() -> None:
    assert h("b", h("i", "x")) == "<b><i>x</i></b>"


def test_a_nasty_merchant_is_only_a_name(shared_box: TestBox) -> None:
    with shared_box.database.reading() as session:
        row = violations.page(session, ViolationFilter(merchant="m2")).items[0]
        shown = card(row, NAMES, Places.read(session, EVERYWHERE))
    assert "&lt;img" in shown
    assert NASTY not in shown


@pytest.mark.parametrize("action", Noted)
def test_whatever_is_noted_has_words_on_the_auditors_page(action: Noted) -> None:
    assert word(action).zh


LISTS = (
    Severity,
    ReviewState,
    Phase,
    Answer,
    Reason,
    CameraState,
    WhyNot,
    EvidenceKind,
    EvidenceRole,
    TimeQuality,
    TimeSource,
    Noted,
)


@pytest.mark.parametrize("member", [member for members in LISTS for member in members], ids=repr)
def test_every_member_of_a_list_has_words(member: StrEnum) -> None:
    assert word(member).zh
    assert word(member).en


def test_words_of_two_lists_are_told_apart() -> None:
    assert word(Phase.ENDED) != word(CameraState.ENDED)


@pytest.mark.parametrize(
    ("judgement", "told"),
    [
        pytest.param(Judgement("hat", Answer.WORN, 0.9), "已戴 90 %", id="a hat is worn"),
        pytest.param(Judgement("hat_colour", Answer.WORN, 0.9), "白色 90 %", id="a colour is white"),
        pytest.param(Judgement("hat_colour", Answer.WRONG, 0.9), "非白色 90 %", id="or another"),
        pytest.param(
            Judgement("hat_colour", Answer.CANNOT_TELL, 1.0, Reason.UNCLEAR), "看不清 · 不清楚", id="or not to be told"
        ),
    ],
)
def test_a_colour_is_not_worn(judgement: Judgement, told: str) -> None:
    assert said(judgement) == told
    assert told[:2] in answer_chip(judgement)


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", "0001-01-01", ""])
def test_a_day_that_is_none_counts_as_left_out(text: str) -> None:
    assert Choice.parse({"from": text}) == Choice()
