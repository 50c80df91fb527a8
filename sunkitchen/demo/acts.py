"""Who does what when about a lead: the demo's people at work. Whether they may, and to what end, the workflow says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from cases.payloads import (
    NOTHING,
    Dismissal,
    Dissuasion,
    Finding,
    Merging,
    Order,
    Outcome,
    Payload,
    Proof,
    Referral,
    Statement,
)
from cases.states import Action, DismissReason, ReferralGround
from cases.values import Actor
from sunkitchen.demo import album, cast
from sunkitchen.demo.cast import Person
from sunkitchen.demo.places import CANTEEN
from sunkitchen.demo.plots import NINGBO, Ending, Plot, plot_id

WORDS = {
    "NO_MASK": "请戴好口罩再售卖直接入口食品。",
    "NO_HAT": "请戴好工作帽, 把头发遮住。",
    "MASK_IMPROPER": "口罩请遮住口鼻。",
    "INTRUDER": "专间内请勿超员, 无关人员请离开。",
}
DONE = {
    "NO_MASK": "已戴好口罩。",
    "NO_HAT": "已戴好工作帽。",
    "MASK_IMPROPER": "已重新戴好口罩。",
    "INTRUDER": "无关人员已离开。",
    "CAM_OBSTRUCTED": "镜头已清洁并复位。",
    "CERT_EXPIRED": "健康证已补办。",
}


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody does at a time; `looked`: with the evidence before them."""

    at: datetime
    actor: Actor
    action: Action
    payload: Payload = NOTHING
    looked: bool = False


def photo() -> str:
    """Name of the photo of a rectification: the hash of its bytes."""
    return album.sha256_of(album.photo().jpeg)


def paper() -> str:
    """Name of what goes with a referral."""
    return album.sha256_of(album.paper().jpeg)


class Hand:
    """Writes down what people do about one plot, one thing after another."""

    def __init__(self, plot: Plot) -> None:
        self.plot, self.dice, self.now = plot, Random(str(plot.id)), plot.at
        self.acts: list[Act] = []
        self.manager = cast.SCHOOL if plot.spot.site == CANTEEN else cast.MANAGER

    def does(
        self,
        who: Person,
        action: Action,
        minutes: tuple[float, float],
        payload: Payload = NOTHING,
        *,
        looked: bool = False,
    ) -> None:
        """One act, so many minutes (from, to) after the last."""
        self.after(minutes)
        self.acts.append(Act(self.now, who.actor, action, payload, looked))

    def after(self, minutes: tuple[float, float]) -> None:
        """Time passes."""
        self.now += timedelta(seconds=round(60 * self.dice.uniform(*minutes)))

    def confirms(self) -> None:
        """The manager looks within the ten minutes there are."""
        self.does(self.manager, Action.CONFIRM, (1.5, 9), looked=True)

    def dissuades(self) -> None:
        """And goes to the stall."""
        self.after((4, 20))
        stall = self.plot.spot.merchant or ""
        spoken = Dissuasion(stall, WORDS[self.plot.flag.code], self.now - timedelta(minutes=2), "知道了, 马上改。")
        self.does(self.manager, Action.DISSUADE, (0, 1), spoken)

    def submits(self, minutes: tuple[float, float] = (3, 24)) -> None:
        """The stall hands in a photo; where it has no account, the manager does on its behalf."""
        own = {"YH-D01": cast.STALL_01, "YH-D02": cast.STALL_02}.get(self.plot.spot.merchant or "", self.manager)
        self.does(own, Action.SUBMIT, minutes, Proof(DONE[self.plot.flag.code], (photo(),)))

    def rechecks(self) -> None:
        """Somebody goes and looks."""
        who = cast.GRID if self.dice.random() < 0.25 else self.manager
        self.does(who, Action.PASS_RECHECK, (30, 360), Finding("现场复查, 已整改。", (photo(),)))

    def tells(self) -> None:
        """From the lead to the stall that was spoken to."""
        self.confirms()
        self.dissuades()


def _quick(hand: Hand) -> None:
    hand.tells()
    hand.submits()
    hand.rechecks()


def _to_recheck(hand: Hand) -> None:
    hand.tells()
    hand.submits()


def _appealed(hand: Hand) -> None:
    hand.tells()
    stall = cast.STALL_01 if hand.plot.spot.merchant == "YH-D01" else cast.STALL_02
    hand.does(stall, Action.APPEAL, (4, 12), Finding("当时正在饮水, 请求复核。"))


def _upheld(hand: Hand) -> None:
    _appealed(hand)
    hand.does(cast.SUPERVISOR_A, Action.UPHOLD, (1500, 2800), Statement("经核对画面, 申诉成立。"))


def _rejected(hand: Hand) -> None:
    _appealed(hand)
    hand.does(cast.SUPERVISOR_B, Action.REJECT, (1500, 2800), Statement("画面清楚, 驳回申诉。"))
    hand.submits((2, 8))
    hand.rechecks()


def _repaired(hand: Hand) -> None:
    hand.confirms()
    hand.does(hand.manager, Action.NOTIFY, (5, 15), Statement("镜头被遮挡, 请清洁并复位。"))
    hand.does(hand.manager, Action.SUBMIT, (190, 230), Proof(DONE[hand.plot.flag.code], (photo(),)))
    hand.does(hand.manager, Action.PASS_RECHECK, (20, 60), Finding("画面已恢复。"))


def _renewed(hand: Hand) -> None:
    hand.confirms()
    hand.does(hand.manager, Action.NOTIFY, (10, 20), Statement("一名从业人员健康证已过期, 请补办。"))
    hand.does(cast.STALL_02, Action.SUBMIT, (5000, 6000), Proof(DONE[hand.plot.flag.code], (photo(),)))
    hand.does(hand.manager, Action.PASS_RECHECK, (60, 200), Finding("证件有效。"))


def _head_closes(hand: Hand) -> None:
    hand.tells()
    hand.does(cast.HEAD, Action.CLOSE, (42, 130), Proof("现场督促, 已整改。", (photo(),)))


def _head_handles(hand: Hand) -> None:
    hand.tells()
    hand.does(cast.HEAD, Action.HANDLE, (42, 130), Statement("约谈摊主, 限时整改。"))
    hand.submits()
    hand.rechecks()


def _failed(hand: Hand) -> None:
    hand.tells()
    hand.submits()
    hand.does(hand.manager, Action.FAIL_RECHECK, (30, 200), Finding("仍未规范佩戴。", (photo(),)))
    hand.submits()
    hand.rechecks()


def _accepted(hand: Hand) -> None:
    hand.tells()
    hand.does(cast.SUPERVISOR_A, Action.ACCEPT, (170, 380))


def _returned(hand: Hand) -> None:
    _accepted(hand)
    hand.does(cast.SUPERVISOR_A, Action.RETURN, (20, 90), Statement("退回市场督促整改。"))
    hand.submits()
    hand.rechecks()


def _under_order(hand: Hand) -> None:
    _accepted(hand)
    hand.after((900, 1500))
    day = hand.now.astimezone(NINGBO).date()
    number = f"(演示)责改〔{day.year}〕{hand.plot.number}号"
    hand.does(cast.SUPERVISOR_A, Action.ORDER, (0, 1), Order(number, day, cast.SUPERVISOR_B.login))


def _ordered(hand: Hand) -> None:
    _under_order(hand)
    hand.does(cast.SUPERVISOR_A, Action.REINSPECT, (4000, 6000), Finding("复查验收合格。"))


def _referred(hand: Hand) -> None:
    _under_order(hand)
    why = Referral(ReferralGround.RECURRENCE, "责令改正后再次发生。", (paper(),), cast.SUPERVISOR_B.login)
    hand.does(cast.SUPERVISOR_A, Action.REFER, (8000, 11000), why)
    hand.after((18000, 26000))
    day = hand.now.astimezone(NINGBO).date()
    outcome = Outcome(f"(演示)罚〔{day.year}〕1号", day, penalised=True)
    hand.does(cast.SUPERVISOR_A, Action.RECORD_OUTCOME, (0, 1), outcome)


def _dismissed(reason: DismissReason, note: str = "") -> Callable[[Hand], None]:
    def dismiss(hand: Hand) -> None:
        who = cast.HEAD if hand.dice.random() < 0.1 else hand.manager
        hand.does(who, Action.DISMISS, (1.5, 9), Dismissal(reason, note), looked=True)

    return dismiss


def _cat(hand: Hand) -> None:
    """Nobody looks at two in the morning; a review overdue is all that comes of it."""
    words = "看图并到现场核实: 是一只猫, 不是鼠。"
    hand.does(hand.manager, Action.DISMISS, (240, 280), Dismissal(DismissReason.FALSE_POSITIVE, words), looked=True)


def _merged(hand: Hand) -> None:
    assert hand.plot.into is not None
    hand.does(hand.manager, Action.MERGE, (0.5, 0.9), Merging(plot_id(hand.plot.into)), looked=True)


def _advised(hand: Hand) -> None:
    hand.does(hand.manager, Action.ADVISE, (10, 240), Statement("已提醒当事人。"), looked=True)


def _nothing(_hand: Hand) -> None:
    """Nobody has done anything yet."""


SCRIPTS: dict[Ending, Callable[[Hand], None]] = {
    Ending.QUICK: _quick,
    Ending.UPHELD: _upheld,
    Ending.REJECTED: _rejected,
    Ending.TO_RECHECK: _to_recheck,
    Ending.REPAIRED: _repaired,
    Ending.RENEWED: _renewed,
    Ending.HEAD_CLOSES: _head_closes,
    Ending.HEAD_HANDLES: _head_handles,
    Ending.REPEATED: _quick,
    Ending.FAILED: _failed,
    Ending.STRUCK: _quick,
    Ending.RETURNED: _returned,
    Ending.ORDERED: _ordered,
    Ending.REFERRED: _referred,
    Ending.WITH_SUPERVISOR: _accepted,
    Ending.UNDER_ORDER: _under_order,
    Ending.FALSE: _dismissed(DismissReason.FALSE_POSITIVE, "已按规定佩戴。"),
    Ending.CAT: _cat,
    Ending.CUSTOMER: _dismissed(DismissReason.CUSTOMER, "顾客探身, 区域画得过高。"),
    Ending.UNASSESSABLE: _dismissed(DismissReason.UNASSESSABLE),
    Ending.WRONG_ZONE: _dismissed(DismissReason.WRONG_ZONE),
    Ending.EXEMPT: _dismissed(DismissReason.EXEMPT, "停售清洁时段。"),
    Ending.DUPLICATE: _dismissed(DismissReason.DUPLICATE),
    Ending.TEST: _dismissed(DismissReason.TEST, "设备调试。"),
    Ending.CLOCK_BAD: _dismissed(DismissReason.CLOCK_BAD),
    Ending.MERGED: _merged,
    Ending.PENDING: _nothing,
    Ending.ADVISED: _advised,
    Ending.ADVICE: _nothing,
}


def acts_of(plot: Plot) -> tuple[Act, ...]:
    """What people do about it, in order."""
    hand = Hand(plot)
    SCRIPTS[plot.ending](hand)
    return tuple(hand.acts)
