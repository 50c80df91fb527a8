"""How a case stands: its state, who is told, by when what should happen, and on what it stands in law."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from api.cases.reading import CaseView
from api.context import Label
from api.pages.parts.clock import countdown
from api.pages.shell.markup import Html, h, join
from api.pages.shell.say import said, say
from api.pages.shell.words import local, word
from cases.states import State
from cases.values import Case
from cases.words import DUES, STATES
from vision.facts import TimeQuality

LEVELS = {
    1: Label("一级 · 市场管理员", "level 1 · the manager"),
    2: Label("二级 · 市场负责人", "level 2 · the head"),
    3: Label("三级 · 监管所", "level 3 · the supervisor"),
}
GOOD = frozenset({State.CLOSED, State.WITHDRAWN, State.DISMISSED, State.MERGED})


def level_words(level: int) -> Label:
    """Who is told at a level."""
    return LEVELS[level]


def state_chip(state: State) -> Html:
    """Where a case stands."""
    return h("span", say(*STATES[state]), class_=f"chip state-{state}{' over' if state in GOOD else ''}")


def state_chips(case: Case, *, held: bool = False) -> Html:
    """Where it stands, who is told, and what else one should know at once."""
    chips = [state_chip(case.state), h("span", said(LEVELS[case.level]), class_=f"chip level-{case.level}")]
    if case.review_overdue:
        chips.append(h("span", say("复核逾期", "review overdue"), class_="chip late"))
    if held or case.legal_hold:
        chips.append(h("span", say("依法保留", "legal hold"), class_="chip"))
    return join(*chips)


def deadlines(view: CaseView, zone: ZoneInfo) -> Html:
    """By when something should happen, the nearest first, each with its clock; nothing where nothing presses."""
    rows = (
        h(
            "div",
            h("dt", say(*DUES[due.kind])),
            h("dd", countdown(due.at, view.at), h("time", _short(due.at, view.at, zone))),
        )
        for due in view.dues
    )
    return h("dl", *rows, class_="dues") if view.dues else Html("")


def _short(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Without what the reader knows: the year, and today's date."""
    here, today = at.astimezone(zone), now.astimezone(zone).date()
    if here.date() == today:
        return f"{here:%H:%M}"
    return f"{here:%m-%d %H:%M}" if here.year == today.year else f"{here:%Y-%m-%d %H:%M}"


def appeal_line(view: CaseView, zone: ZoneInfo) -> Html:
    """Until when the stall may appeal; nothing where nobody was told, or it is over."""
    until = view.appeal_until
    if until is None or until <= view.at:
        return Html("")
    words = say("申诉期限", "appeal until")
    return h("dl", h("div", h("dt", words), h("dd", countdown(until, view.at), h("time", local(until, zone)[:16]))))


def time_warning(case: Case) -> Html:
    """Where the clock of the evidence is not to be trusted."""
    quality = case.lead.time_quality
    if quality is TimeQuality.GOOD:
        return Html("")
    told = word(quality)
    return h("p", say(f"证据时间: {told.zh}", f"time of the evidence: {told.en}"), class_=f"warn {quality}")


def legal(duties: Sequence[str]) -> Html:
    """On what the code stands here; 依据待核 where nobody has checked the clause."""
    head = h("h2", say("依据", "Legal basis"))
    return h("section", head, *(h("p", duty) for duty in duties), class_="legal")
