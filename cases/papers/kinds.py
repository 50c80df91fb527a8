"""Which papers there are, what each needs on record, and what it says: a visible table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cases.deadlines import appeal_until
from cases.papers.paper import Docket, Line, Paper, Part
from cases.papers.parts import (
    LEAD,
    MARKET_PAPER,
    NONE,
    dissuasions,
    evidence,
    facts,
    said,
    step_lines,
    who,
)
from cases.reports.figures import INSPECTIONS
from cases.reports.frame import moment
from cases.states import Action
from cases.words import STATES, Words
from vision.errors import NothingToPrint

TOLD = (Action.DISSUADE, Action.NOTIFY, Action.HANDLE, Action.RETURN)
CHECKED = (*sorted(INSPECTIONS), Action.AUTO_CLOSE, Action.CLOSE)
RAISED = (Action.ESCALATE, Action.STRIKE, Action.REFER)
DECIDED = (Action.UPHOLD, Action.REJECT)


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A paper that can be printed.

    Attributes:
        name: by which it is asked for. prefix: of its number. needs: of these steps one was taken.
        lacking: what is said where none was. parts: what it says. signers: who signs.
    """

    name: str
    title: Words
    prefix: str
    needs: tuple[Action, ...]
    lacking: Words
    parts: Callable[[Docket], tuple[Part, ...]]
    notes: tuple[Words, ...]
    signers: tuple[Words, ...]

    def missing(self, docket: Docket) -> Words | None:
        """What is not on record yet; None where it can be printed."""
        if not docket.steps(*self.needs):
            return self.lacking
        stall = docket.handled.case.is_market_stall
        if self.name == REFERRAL and stall and not docket.handled.case.dissuasions:
            return Words("市场摊位没有劝阻记录", "a market stall without a dissuasion record")
        return None

    def paper(self, docket: Docket) -> Paper:
        """The paper.

        Raises:
            NothingToPrint: the step it tells of was not taken.
        """
        missing = self.missing(docket)
        case = docket.handled.case
        if missing is not None:
            raise NothingToPrint(
                f"不能打印{self.title.zh}: {missing.zh}。请先登记该步骤。",
                f"case {case.id}: the paper {self.name} expects a recorded step, came {missing.en}; record it first",
            )
        return Paper(
            name=self.name,
            title=self.title,
            number=docket.number or f"{self.prefix}〔{case.lead.opened_at.year}〕{str(case.id)[:8]}",
            at=docket.at,
            mark=f"sunkitchen:{self.name}:{case.id}:{case.version}",
            parts=self.parts(docket),
            notes=self.notes,
            signers=self.signers,
        )


def _notice(docket: Docket) -> tuple[Part, ...]:
    case, settings = docket.handled.case, docket.book.settings
    told = [step for step in docket.steps(*TOLD) if step.became is not step.was][-1]
    family = settings.family(case.lead.code)
    until = appeal_until(case, settings)
    asked = (
        Line(Words("整改要求", "to rectify"), f"{family.zh}: 立即整改, 并提交说明和照片"),
        Line(Words("告知时间", "told"), f"{moment(told.at)}  {who(told)}"),
        Line(Words("整改期限", "by"), moment(told.at + family.rectify)),
        Line(Words("说明", "statement"), said(told) or NONE),
        Line(Words("申诉期限", "appeal until"), NONE if until is None else moment(until)),
    )
    return facts(docket), Part(Words("整改要求", "What is asked"), asked)


def _dissuaded(docket: Docket) -> tuple[Part, ...]:
    return facts(docket), dissuasions(docket)


def _checked(docket: Docket) -> tuple[Part, ...]:
    rectified = step_lines(docket.steps(Action.SUBMIT)) or (Line(Words("整改", "rectified"), NONE),)
    return (
        facts(docket),
        Part(Words("整改情况", "Rectification"), rectified),
        Part(Words("复查情况", "Re-check"), step_lines(docket.steps(*CHECKED))),
        Part(Words("结果", "Outcome"), (Line(Words("案件状态", "state"), STATES[docket.handled.case.state].zh),)),
    )


def _referred(docket: Docket) -> tuple[Part, ...]:
    talks = (dissuasions(docket),) if docket.handled.case.dissuasions else ()
    course = Part(Words("处理经过", "What was done"), step_lines(docket.handled.steps))
    return facts(docket), *talks, course, evidence(docket)


def _appealed(docket: Docket) -> tuple[Part, ...]:
    confirmer = docket.handled.case.confirmer or NONE
    decided = (*step_lines(docket.steps(*DECIDED)), Line(Words("原确认人", "confirmed by"), confirmer))
    return (
        facts(docket),
        Part(Words("申诉", "Appeal"), step_lines(docket.steps(Action.APPEAL))),
        Part(Words("处理意见", "Decision"), decided),
    )


REFERRAL = "referral"
PAPERS = (
    PaperKind(
        "notice",
        Words("整改通知书", "Notice to rectify"),
        "整通",
        TOLD,
        Words("尚未告知摊位", "none: nobody has told the stall yet"),
        _notice,
        (MARKET_PAPER, LEAD),
        (Words("签发人", "issued by"), Words("摊位签收", "received by")),
    ),
    PaperKind(
        "dissuasion",
        Words("劝阻记录", "Dissuasion record"),
        "劝阻",
        (Action.DISSUADE,),
        Words("没有劝阻记录", "none: no dissuasion is on record"),
        _dissuaded,
        (MARKET_PAPER, LEAD),
        (Words("劝阻人", "spoken by"), Words("摊位", "stall")),
    ),
    PaperKind(
        "recheck",
        Words("复查记录", "Re-check record"),
        "复查",
        CHECKED,
        Words("尚未复查", "none: nobody has checked yet"),
        _checked,
        (MARKET_PAPER,),
        (Words("复查人", "checked by"), Words("摊位", "stall")),
    ),
    PaperKind(
        REFERRAL,
        Words("线索移送单", "Referral of a lead"),
        "移送",
        RAISED,
        Words("案件未到三级, 也未移送", "none: the case never reached level 3"),
        _referred,
        (MARKET_PAPER, LEAD),
        (Words("移送人", "handed over by"), Words("接收人", "received by")),
    ),
    PaperKind(
        "appeal",
        Words("申诉处理意见", "Decision on an appeal"),
        "申诉",
        DECIDED,
        Words("没有处理过的申诉", "none: no appeal was decided"),
        _appealed,
        (LEAD,),
        (Words("处理人", "decided by"), Words("申诉人", "appellant")),
    ),
)


def paper_kind(name: str) -> PaperKind | None:
    """The paper of a name; None where there is none."""
    return next((kind for kind in PAPERS if kind.name == name), None)
