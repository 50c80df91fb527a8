"""A small market's history, to be counted by hand.

Period: Monday 1 June to Sunday 7 June 2026. Two stalls share camera c1, the third has c2, which was dark. Ten open hours
a day, so 70 in all; c1 was watched for 63 (90 %) with staff for 50, c2 for 35 (50 %) with staff for 20.

阿明: a (NO_MASK, told, rectified after 10 min, closed after 40), b (NO_MASK two days later: repeat, escalated to level 3),
c (NO_HAT, dismissed: a customer), d (NO_HAT, waits for review).
甬味: e (NO_HAT, withdrawn on appeal), f (NO_MASK in the week before: counts as look-back only).
老城: nothing, but hardly watched.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from cases.legal import Basis, BasisRow, LegalBook, Party, Provision
from cases.machine import apply, replay
from cases.reports.material import Book, Certified, Eye, Material, Place, Stall, Switched
from cases.reports.period import Period
from cases.scores import Handled, Watched
from cases.states import Action, MerchantKind, Role, SiteType
from cases.timers import catch_up
from cases.values import CaseSite, Transition, open_case
from cases.words import Words
from tests.cases.build import MINUTE, SETTINGS, deed, lead

NINGBO = ZoneInfo("Asia/Shanghai")
WEEK = Period(date(2026, 6, 1), date(2026, 6, 7))
MONDAY = datetime(2026, 6, 1, 10, 0, tzinfo=NINGBO)
NOW = datetime(2026, 7, 1, 9, 30, tzinfo=NINGBO)
HOUR, DAY = 3600.0, timedelta(days=1)
MARKET = CaseSite("yuehu-market", SiteType.FARMERS_MARKET, NINGBO, ("08:00", "18:00"))
C1 = Watched(70 * HOUR, 63 * HOUR, 50 * HOUR)
C2 = Watched(70 * HOUR, 35 * HOUR, 20 * HOUR)
CHECKED = Provision("market_18_3", "宁波市菜市场管理条例", "2021-08-01", "18(3)", "穿戴工作衣、帽、口罩", True)
UNCHECKED = Provision("gb", "GB 31621", "2014", "9.9", "没人核对过的条款", False)


def row(id_: str, code: str, provision: Provision) -> BasisRow:
    return BasisRow(Basis(id_, Party.STALL, (provision,), ()), frozenset({code}), frozenset(), frozenset())


BOOK = Book(
    SETTINGS,
    {"NO_MASK": Words("未戴口罩", "no mask"), "NO_HAT": Words("未戴工作帽", "no hat")},
    LegalBook("t", (row("1", "NO_MASK", CHECKED), row("2", "NO_HAT", UNCHECKED))),
)


def lived(name: str, code: str, merchant: str, at: datetime, *walk: tuple[Action, Role, float] | timedelta) -> Handled:
    """A case of a stall; each step so many minutes after the one before, a timedelta lets timers run."""
    begun = open_case(lead(name, code, at), MARKET, merchant)
    steps: list[Transition] = []
    case, now = begun, at
    for part in walk:
        if isinstance(part, timedelta):
            now += part
            new = catch_up(case, now, SETTINGS)
        else:
            action, role, minutes = part
            now += minutes * MINUTE
            new = (apply(case, deed(case, action, role, now), SETTINGS),)
        case = replay(case, new)
        steps += new
    return Handled(case, tuple(steps))


CONFIRM, DISSUADE = (Action.CONFIRM, Role.MANAGER, 5.0), (Action.DISSUADE, Role.MANAGER, 5.0)
A = lived(
    "a", "NO_MASK", "YH-D01", MONDAY, CONFIRM, DISSUADE,
    (Action.SUBMIT, Role.OPERATOR, 10.0), (Action.PASS_RECHECK, Role.MANAGER, 20.0),
)  # fmt: skip
B = lived("b", "NO_MASK", "YH-D01", MONDAY + 2 * DAY, CONFIRM, DISSUADE, 31 * MINUTE, 150 * MINUTE)
C = lived("c", "NO_HAT", "YH-D01", MONDAY + 3 * DAY, (Action.DISMISS, Role.MANAGER, 2.0))
D = lived("d", "NO_HAT", "YH-D01", MONDAY + 4 * DAY)
E = lived(
    "e", "NO_HAT", "YH-D02", MONDAY + 5 * DAY, CONFIRM, DISSUADE,
    (Action.APPEAL, Role.OPERATOR, 5.0), (Action.UPHOLD, Role.SUPERVISOR, 5.0),
)  # fmt: skip
F = lived("f", "NO_MASK", "YH-D02", MONDAY - 2 * DAY, CONFIRM, DISSUADE)
STALLS = (
    Stall("YH-D01", "阿明卤味", "1号", MARKET.id, MerchantKind.LICENSED_FOOD_SALE),
    Stall("YH-D02", "甬味熟食", "2号", MARKET.id),
    Stall("YH-D03", "老城烤鸭", "3号", MARKET.id),
)


def material(*handled: Handled, period: Period = WEEK, now: datetime = NOW) -> Material:
    """The market's week with these cases, all of them where none is named."""
    return Material(
        period=period,
        at=now,
        scope="本机全部 all",
        book=BOOK,
        places=(Place(MARKET.id, "月湖市场(演示)", SiteType.FARMERS_MARKET, "月湖街道", "海曙区"),),
        stalls=STALLS,
        eyes=(
            Eye("c1", "熟食柜台", MARKET.id, C1, up_s=66.5 * HOUR, outages=2, longest_s=7200.0, obstructed_s=600.0),
            Eye("c2", "熟食专间", MARKET.id, C2, up_s=35 * HOUR, outages=1, longest_s=35 * HOUR),
        ),
        handled=handled or (F, A, B, C, D, E),
        watched={"YH-D01": C1, "YH-D02": C1, "YH-D03": C2},
        cameras_of_zones={"YH-C01-Z1": "c1"},
        weeks={week.first: 0.7 for week in period.weeks()},
        certified={
            "YH-D01": Certified(2, 2, date(2026, 7, 20)),
            "YH-D02": Certified(1, 2, date(2026, 12, 31)),
        },
        switches=(Switched(MONDAY, "shipped", "new", "heads 1a2b", "更准"),),
    )
