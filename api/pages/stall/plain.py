"""Plain words for people at a stall: what was seen, what to do, how it stands. No codes, no word of the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from api.context import Label, Names
from cases.states import State


@dataclass(frozen=True, slots=True)
class Plain:
    """A kind of trouble: what is wrong, and what is to be done about it."""

    wrong: Label
    do: Label


SHOW = Label("再拍一张照片发给市场。", "then send the market a photo.")
_ROWS = (
    (
        "NO_HAT",
        Label("有人没戴帽子", "Somebody wore no hat"),
        Label("请马上戴好帽子", "Put the hat on at once"),
    ),
    (
        "NO_MASK",
        Label("有人没戴口罩", "Somebody wore no mask"),
        Label("请马上戴好口罩", "Put the mask on at once"),
    ),
    (
        "MASK_IMPROPER",
        Label("口罩没戴好", "A mask was worn wrong"),
        Label("请让口罩盖住口鼻", "Let the mask cover mouth and nose"),
    ),
    (
        "NO_GLOVES",
        Label("有人光手拿熟食", "Somebody touched food with bare hands"),
        Label("请戴手套, 或用夹子", "Use gloves or tongs"),
    ),
    (
        "HAT_NOT_WHITE",
        Label("帽子不是白色的", "A hat was not white"),
        Label("请换白帽子", "Wear a white hat"),
    ),
    (
        "HAIR_EXPOSED",
        Label("头发露在帽子外面", "Hair showed"),
        Label("请把头发收进帽子", "Tuck the hair under the hat"),
    ),
    (
        "NO_UNIFORM",
        Label("有人没穿工作服", "Somebody wore no work coat"),
        Label("请穿好工作服", "Put the work coat on"),
    ),
    (
        "BARE_TORSO",
        Label("有人赤膊", "Somebody was shirtless"),
        Label("请穿好工作服", "Put the work coat on"),
    ),
    (
        "INTRUDER",
        Label("有外人进来, 或人太多", "Strangers came in, or too many people"),
        Label("请让无关的人离开", "Ask others to leave"),
    ),
    (
        "CAM_OFFLINE",
        Label("摄像头没有画面", "The camera shows nothing"),
        Label("请看看电源和网线", "Look at its power and cable"),
    ),
    (
        "CAM_OBSTRUCTED",
        Label("摄像头被挡住或动过", "The camera is covered or was moved"),
        Label("请移开挡住它的东西", "Clear what stands before it"),
    ),
    (
        "CERT_EXPIRED",
        Label("健康证过期或缺少", "A health certificate expired or is missing"),
        Label("请尽快去办", "Have it renewed soon"),
    ),
    (
        "FOOD_UNCOVERED",
        Label("熟食没有盖好", "Food was not covered"),
        Label("请马上盖好", "Cover it at once"),
    ),
    (
        "SMOKING",
        Label("有人抽烟", "Somebody smoked"),
        Label("请马上把烟灭掉", "Put it out at once"),
    ),
    (
        "FOOD_ON_FLOOR",
        Label("食品放在地上", "Food stood on the floor"),
        Label("请放到架子上", "Put it on a shelf"),
    ),
    (
        "BIN_UNCOVERED",
        Label("垃圾桶没盖", "A bin was open"),
        Label("请盖好垃圾桶", "Close the bin"),
    ),
    (
        "BIN_OVERFLOW",
        Label("垃圾桶满了", "A bin was full"),
        Label("请马上倒掉", "Empty it at once"),
    ),
)
PLAIN = MappingProxyType({code: Plain(wrong, do) for code, wrong, do in _ROWS})
STANDS = MappingProxyType(
    {
        State.PENDING_REVIEW: Label(
            "市场正在核实。先看一看, 没做好就马上改。",
            "The market is checking it. Have a look, and mend it if it is so.",
        ),
        State.CONFIRMED: Label("市场已经确认, 会来找您。", "The market agrees, and will come to you."),
        State.RECTIFIED: Label("照片已交, 等市场来复查。", "Your photo is in; the market will check."),
        State.OVERDUE: Label(
            "时间过了。请马上改正, 去找市场负责人。", "Time is over: mend it now, and see the market's head."
        ),
        State.ESCALATED: Label("已经转给监管所。请马上改正。", "It went to the supervisor: mend it now."),
        State.SUPERVISOR_REVIEW: Label("监管所正在处理。请马上改正。", "The supervisor has it: mend it now."),
        State.ORDER_ISSUED: Label(
            "监管所已责令改正。请按通知书办。", "The supervisor ordered it: do as the notice says."
        ),
        State.APPEALED: Label("您的申诉正在处理, 请等结果。", "Your appeal is being decided."),
        State.CLOSED: Label("已经办完", "done"),
        State.DISMISSED: Label("没有问题", "nothing was wrong"),
        State.MERGED: Label("已合并处理", "joined to another"),
        State.WITHDRAWN: Label("申诉成立", "appeal upheld"),
        State.CASE_REFERRED: Label("已移送", "passed on"),
    }
)


def plain(code: str, names: Names) -> Plain:
    """Of a code; where nobody wrote plain words for it, its name."""
    name = names.code(code)
    other = Plain(name, Label("请马上改正", "Mend it at once"))
    return PLAIN.get(code, other)


def day_words(at: datetime, now: datetime, zone: ZoneInfo) -> Label:
    """`今天 15:33`, `昨天 15:33`, `11月23日 06:01`."""
    here, today = at.astimezone(zone), now.astimezone(zone).date()
    clock = f"{here:%H:%M}"
    if here.date() == today:
        return Label(f"今天 {clock}", f"today {clock}")
    if here.date() == today - timedelta(days=1):
        return Label(f"昨天 {clock}", f"yesterday {clock}")
    return Label(f"{here.month}月{here.day}日 {clock}", f"{here:%d %b} {clock}")


def last_day(until: datetime, zone: ZoneInfo) -> Label:
    """The last whole day before a moment: `12月2日`."""
    day = (until - timedelta(minutes=1)).astimezone(zone)
    return Label(f"{day.month}月{day.day}日", f"{day:%d %b}")
