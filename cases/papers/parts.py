"""Parts that several papers share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from cases.legal import Party
from cases.papers.paper import Docket, Line, Part
from cases.payloads import Dissuasion, Finding, Proof, Statement
from cases.reports.frame import moment
from cases.states import Action
from cases.values import Transition
from cases.words import ACTIONS, ROLES, Words

NONE = "（无）"
MARKET_PAPER = Words(
    "本文书由市场（食堂）管理方依记录打印, 不是行政机关的责令改正通知书或处罚文书。",
    "Printed by the market from its records; no paper of the agency.",
)
LEAD = Words(
    "抓拍只是线索, 不作为处罚证据; 当事人可以查询、说明和申诉。",
    "A snapshot is a lead, no penalty evidence; the party may ask, explain and appeal.",
)


def facts(docket: Docket) -> Part:
    """What was captured where, and on what the duty stands."""
    case = docket.handled.case
    lead, stall = case.lead, docket.stall
    return Part(
        Words("基本情况", "What it is about"),
        (
            Line(Words("场所", "site"), docket.place.name),
            Line(Words("摊位", "stall"), NONE if stall is None else f"{stall.shown} ({stall.id})"),
            Line(Words("事项", "what"), f"{docket.book.code(lead.code)} ({lead.severity} 级)"),
            Line(Words("抓拍时间", "captured"), moment(lead.opened_at)),
            Line(Words("摄像头、区域", "camera, zone"), f"{docket.camera} / {lead.zone}"),
            Line(Words("依据", "basis"), basis(docket)),
        ),
    )


def basis(docket: Docket) -> str:
    """The duty it stands on, or that nobody has checked it."""
    case = docket.handled.case
    kind = None if docket.stall is None else docket.stall.kind
    party = Party.OPERATOR if case.merchant is None else Party.STALL
    return "\n".join(docket.book.legal.shown(case.lead.code, kind, case.site.type, party))


def evidence(docket: Docket) -> Part:
    """Files by what they are and their SHA-256; none is shown."""
    files = docket.evidence or ()
    lines = tuple(Line(Words(one.words, "file"), one.sha256) for one in files)
    nothing = (Line(Words("文件", "file"), NONE),)
    return Part(Words("证据文件 (SHA-256)", "Evidence, by hash"), lines or nothing)


def dissuasions(docket: Docket) -> Part:
    """Every talk on record: when, by whom, what was said and answered."""
    steps = docket.steps(Action.DISSUADE)
    return Part(
        Words("劝阻经过", "Dissuasion"),
        tuple(Line(Words(f"第 {number} 次", "talk"), _talk(step)) for number, step in enumerate(steps, start=1)),
    )


def step_lines(steps: Iterable[Transition]) -> tuple[Line, ...]:
    """Steps with who took them and what they said."""
    return tuple(Line(ACTIONS[step.action], f"{moment(step.at)}  {who(step)}\n{said(step)}".strip()) for step in steps)


def who(step: Transition) -> str:
    """Who took a step."""
    return f"{ROLES[step.role].zh} {step.actor}"


def said(step: Transition) -> str:
    """The words of a step, and its photos by their hashes; empty where it has none."""
    match step.payload:
        case Statement(text=text):
            return text
        case Proof(text=text, photos=photos) | Finding(text=text, photos=photos):
            return "\n".join([text, *(f"照片 {photo}" for photo in photos)])
        case _:
            return ""


def _talk(step: Transition) -> str:
    talk = cast("Dissuasion", step.payload)
    lines = [
        f"劝阻时间 {moment(talk.spoken_at)}, 劝阻人 {who(step)}",
        f"摊位: {talk.stall}",
        f"劝阻内容: {talk.words}",
        f"对方回应: {talk.answer or NONE}",
        f"登记时间 {moment(step.at)}",
    ]
    return "\n".join(lines)
