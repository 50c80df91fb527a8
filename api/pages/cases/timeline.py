"""How a case stands and how it came there: deadlines, law, and every step that was taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from zoneinfo import ZoneInfo

from api.cases.reading import CaseView
from api.pages.parts.opening import opening
from api.pages.shell.markup import Html, h, join
from api.pages.shell.words import local, span, word
from cases.payloads import Payload
from cases.states import DismissReason, ReferralGround, Role
from cases.values import Case, Transition
from cases.words import ACTIONS, DUES, FIELDS, GROUNDS, REASONS, ROLES, STATES, Words
from vision.facts import TimeQuality

LEVELS = {
    1: Words("一级 · 市场管理员", "level 1, the manager"),
    2: Words("二级 · 市场负责人", "level 2, the head"),
    3: Words("三级 · 监管所", "level 3, the supervisor"),
}


def state_chips(case: Case) -> Html:
    """Where it stands, and who is told."""
    chips = [
        _chip(STATES[case.state], f"chip state-{case.state}"),
        _chip(LEVELS[case.level], f"chip level-{case.level}"),
    ]
    if case.review_overdue:
        chips.append(_chip(Words("复核逾期", "review overdue"), "chip late"))
    if case.legal_hold:
        chips.append(_chip(Words("依法保留", "legal hold"), "chip"))
    return join(*chips)


def deadlines(view: CaseView, zone: ZoneInfo) -> Html:
    """By when something should happen, the nearest first; nothing where nothing presses."""
    if not view.dues:
        return Html("")
    rows = (
        h(
            "div",
            h("dt", DUES[due.kind].zh, h("small", DUES[due.kind].en)),
            h("dd", h("time", local(due.at, zone)), h("b", _left(due.at, view.at))),
            class_="late" if due.at <= view.at else None,
        )
        for due in view.dues
    )
    return h("dl", *rows, class_="dues")


def _left(at: datetime, now: datetime) -> str:
    return f"已过 {span((now - at).total_seconds())}" if at <= now else f"还剩 {span((at - now).total_seconds())}"


def time_warning(case: Case) -> Html:
    """Where the clock of the evidence is not to be trusted."""
    quality = case.lead.time_quality
    if quality is TimeQuality.GOOD:
        return Html("")
    said = word(quality)
    return h("p", f"证据时间: {said.zh}", h("small", f"time of the evidence: {said.en}"), class_=f"warn {quality}")


def legal(duties: Sequence[str]) -> Html:
    """On what the code stands here; 依据待核 where nobody has checked the clause."""
    return h("section", h("h2", "依据 Legal basis"), *(h("p", duty) for duty in duties), class_="legal")


def timeline(steps: Iterable[Transition], case: Case, zone: ZoneInfo, *, opens: bool = False) -> Html:
    """From the capture on, oldest first. `opens`: whether originals of photos may be asked for."""
    first = h("li", h("time", local(case.lead.opened_at, zone)), h("b", "抓拍", h("small", "captured")))
    return h("ol", first, *(_step(step, zone, opens) for step in steps), class_="timeline")


def _step(step: Transition, zone: ZoneInfo, opens: bool) -> Html:
    action, role = ACTIONS[step.action], ROLES[step.role]
    by_box = step.role is Role.SYSTEM
    who = role.zh if by_box else f"{step.actor} · {role.zh}"
    moved = "" if step.became is step.was else f" → {STATES[step.became].zh}"
    brought = (h("div", h("dt", name), h("dd", text)) for name, text in _brought(step.payload, zone))
    return h(
        "li",
        h("time", local(step.at, zone)),
        h("b", action.zh, h("small", action.en)),
        h("span", f"{who}{moved} · {LEVELS[step.level].zh.partition(' ')[0]}", class_="soft"),
        h("dl", *brought),
        *(_photo(step, digest, opens) for digest in _files(step.payload)),
        class_="by-box" if by_box else None,
    )


def _photo(step: Transition, digest: str, opens: bool) -> Html:
    """Coarse, as photos are served; the original for a reason."""
    address = f"/api/v1/cases/{step.case}/attachments/{digest}"
    picture = h("img", src=address, alt=f"照片 photo {digest[:12]}", loading="lazy")
    return h("figure", picture, opening(address) if opens else Html(""), class_="photo")


def _files(payload: Payload) -> tuple[str, ...]:
    return next((value for field in fields(payload) if isinstance(value := getattr(payload, field.name), tuple)), ())


def _brought(payload: Payload, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    for field in fields(payload):
        text = _said(getattr(payload, field.name), zone)
        if text:
            yield FIELDS[field.name].zh, text


def _said(value: object, zone: ZoneInfo) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return local(value, zone)
    if isinstance(value, tuple):
        return f"{len(value)} 张" if value else ""
    if isinstance(value, DismissReason):
        return REASONS[value].zh
    return GROUNDS[value].zh if isinstance(value, ReferralGround) else str(value)


def _chip(words: Words, looks: str) -> Html:
    return h("span", words.zh, class_=looks, title=words.en)
