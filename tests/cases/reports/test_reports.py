"""Every report over a week counted by hand (build.py tells the story), over nothing, and with what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cases.reports.catalogue import KINDS, Kind, kind_of
from cases.reports.table import Cell, Report, Table
from cases.states import Action, Role
from tests.cases.build import SETTINGS
from tests.cases.reports.build import CONFIRM, DAY, DISSUADE, MONDAY, NOW, WEEK, A, B, E, F, lived, material


def made(name: str, **changes: object) -> Report:
    kind = kind_of(name)
    assert kind is not None
    return kind.make(replace(material(), **changes))  # type: ignore[arg-type]


def table(report: Report, english: str) -> Table:
    return next(one for one in report.tables if one.title.en.startswith(english))


def cells(report: Report, english: str, *columns: str) -> list[tuple[Cell, ...]]:
    """The named columns of a table, by their Chinese headings; numbers to one place."""
    found = table(report, english)
    at = [[column.name.zh for column in found.columns].index(name) for name in columns]
    return [tuple(_rounded(row[n]) for n in at) for row in found.rows]


def _rounded(cell: Cell) -> Cell:
    return round(cell, 2) if isinstance(cell, float) else cell


COUNTED = [
    pytest.param(
        (
            "stall-daily",
            "Stalls",
            "摊位",
            "抓拍",
            "待复核",
            "计入",
            "已排除",
            "已办结",
            "未办结",
            "覆盖率",
            "在岗时长(时)",
        ),
        [
            ("阿明卤味 1号", 4, 1, 2, 1, 1, 1, 0.9, 50),
            ("甬味熟食 2号", 1, 0, 0, 0, 0, 0, 0.9, 50),
            ("老城烤鸭 3号", 0, 0, 0, 0, 0, 0, 0.5, 20),
        ],
        id="daily: what was found at each stall",
    ),
    pytest.param(
        ("stall-daily", "Health", "摊位", "有效", "登记", "最近到期", "提示"),
        [
            ("阿明卤味 1号", 2, 2, date(2026, 7, 20), "将到期"),
            ("甬味熟食 2号", 1, 2, date(2026, 12, 31), "有过期或缺失"),
            ("老城烤鸭 3号", None, None, None, "未知"),
        ],
        id="daily: certificates that expire within thirty days, and a register that does not know",
    ),
    pytest.param(
        ("weekly", "By code", "事项", "抓拍", "计入", "覆盖率"),
        [("未戴工作帽 NO_HAT", 3, 0, 0.7), ("未戴口罩 NO_MASK", 2, 2, 0.7)],
        id="weekly: the most frequent code first",
    ),
    pytest.param(
        ("weekly", "Repeats", "摊位", "事项", "本期次数", "其中重复", "覆盖率"),
        [("阿明卤味 1号", "未戴口罩 NO_MASK", 2, 1, 0.9)],
        id="weekly: what came again",
    ),
    pytest.param(
        ("weekly", "Open items", "状态", "层级", "待办"),
        [("已升级", 3, "三级受理(监管所)"), ("待复核", 1, "首次复核")],
        id="weekly: open items, the most urgent first",
    ),
    pytest.param(
        ("monthly", "Weeks", "周", "抓拍", "计入", "一级", "二级", "三级", "已办结"),
        [("2026-06-01 至 2026-06-07", 5, 2, 1, 0, 1, 1)],
        id="monthly: the weeks by level",
    ),
    pytest.param(
        ("monthly", "Dismissed", "排除原因", "次数"), [("顾客, 非从业人员", 1)], id="monthly: dismissed, and why"
    ),
    pytest.param(
        (
            "market-monthly",
            "Levels",
            "抓拍",
            "计入",
            "止于一级",
            "升至二级",
            "升至三级",
            "误报率",
            "百小时率",
            "覆盖率",
        ),
        [(5, 2, 1, 0, 1, 0.5, 2.86, 0.7)],
        id="market: levels; two of four decided were nothing; 2 in 70 staff-hours",
    ),
    pytest.param(
        ("market-monthly", "Speed", "整改中位(分)", "整改九成(分)", "整改件数", "办结中位(分)", "办结件数"),
        [(10, 10, 1, 40, 1)],
        id="market: ten minutes from told to rectified, forty to closed",
    ),
    pytest.param(
        ("market-monthly", "Stalls of", "名次", "摊位", "得分", "与均分差", "计入", "百小时率", "覆盖率"),
        [
            ("1", "甬味熟食 2号", 100, 4, 0, 0, 0.9),
            ("2", "阿明卤味 1号", 92, -4, 2, 4, 0.9),
            ("不参评", "老城烤鸭 3号", None, None, 0, 0, 0.5),
        ],
        id="market: 100 - 3/2 - (3x1.5+2) is 92; the dark camera's stall is not ranked",
    ),
    pytest.param(
        ("stall-history", "Cases", "摊位", "状态", "依据"),
        [
            ("甬味熟食 2号", "已撤销", "依据待核"),
            ("阿明卤味 1号", "已办结", "《宁波市菜市场管理条例》18(3) 穿戴工作衣、帽、口罩"),
            ("阿明卤味 1号", "已升级", "《宁波市菜市场管理条例》18(3) 穿戴工作衣、帽、口罩"),
            ("阿明卤味 1号", "已排除", "依据待核"),
            ("阿明卤味 1号", "待复核", "依据待核"),
        ],
        id="history: an unchecked basis is never printed",
    ),
    pytest.param(
        ("red-black", "Candidates", "候选", "摊位", "重复", "申诉中", "覆盖率"),
        [("红榜", "甬味熟食 2号", 0, 0, 0.9), ("", "阿明卤味 1号", 1, 0, 0.9), ("不参评", "老城烤鸭 3号", 0, 0, 0.5)],
        id="lists: nothing counted is red, hardly watched is neither",
    ),
    pytest.param(
        ("quarterly-risks", "Quarterly", "责任方", "发现", "告知", "整改", "复查", "未结", "再发", "最近措施", "状态"),
        [("阿明卤味 1号", 2, 2, 1, 1, 1, 1, "升级", "已升级")],
        id="risks: from found to settled, what was dismissed or withdrawn left out",
    ),
    pytest.param(
        ("random-draw", "Candidates", "商户号", "风险权重", "得分", "覆盖率"),
        [("YH-D03", 10, None, 0.5), ("YH-D01", 8, 92, 0.9), ("YH-D02", 0, 100, 0.9)],
        id="draw: what nobody could see weighs more",
    ),
    pytest.param(
        ("cameras-online", "Cameras", "摄像头", "在线率", "离线次数", "最长离线(分)", "遮挡(分)", "覆盖率"),
        [("熟食柜台 c1", 0.95, 2, 120, 10, 0.9), ("熟食专间 c2", 0.5, 1, 2100, 0, 0.5)],
        id="cameras: online, and watched",
    ),
    pytest.param(
        ("model-quality", "By camera", "摄像头", "事项", "抓拍", "确认", "误报", "误报率", "申诉撤销"),
        [("熟食柜台 c1", "未戴工作帽 NO_HAT", 3, 0, 2, 1, 1), ("熟食柜台 c1", "未戴口罩 NO_MASK", 2, 2, 0, 0, 0)],
        id="quality: a customer and an upheld appeal were false alarms",
    ),
    pytest.param(("model-quality", "Switches", "新模型", "理由"), [("new", "更准")], id="quality: other networks"),
]


@pytest.mark.parametrize(("asked", "rows"), COUNTED)
def test_a_week_counted_by_hand(asked: tuple[str, ...], rows: list[tuple[Cell, ...]]) -> None:
    name, english, *columns = asked
    assert cells(made(name), english, *columns) == rows


every = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


@every
def test_every_report_says_what_it_is_about(kind: Kind) -> None:
    report = kind.make(material())
    head = {field.name.en: field.value for field in report.head}
    assert (report.name, report.title) == (kind.name, kind.title)
    assert head["period"] == "2026-06-01 至 2026-06-07"
    assert head["generated"] == "2026-07-01 09:30 (Asia/Shanghai)"
    assert (head["scope"], head["formula"]) == ("本机全部 all", SETTINGS.scores.version)
    assert head["coverage"].startswith("70.0%")
    notes = " ".join(note.zh for note in report.notes)
    assert "不是处罚证据" in notes
    assert "数据完整性: 待复核 1 起" in notes


WITHOUT_COVERAGE = {
    "Cases",
    "Health certificates",
    "Daily food safety check, draft",
    "Steps",
    "Open items",
    "Switches of networks",
}
"""Tables of single things, which are no figures."""


@every
def test_coverage_stands_beside_every_figure(kind: Kind) -> None:
    tables = [one for one in kind.make(material()).tables if one.title.en not in WITHOUT_COVERAGE]
    assert tables
    assert [one.title.en for one in tables if "覆盖率" not in [column.name.zh for column in one.columns]] == []


@every
def test_of_nothing_there_is_an_empty_report(kind: Kind) -> None:
    nothing = replace(material(), places=(), stalls=(), eyes=(), handled=(), watched={}, weeks={}, switches=())
    report = kind.make(nothing)
    assert {field.name.en: field.value for field in report.head}["coverage"].startswith("—")
    assert "本期没有观察记录" in " ".join(note.zh for note in report.notes)


@every
def test_a_broken_history_is_told_of(kind: Kind) -> None:
    report = kind.make(replace(material(), broken=2))
    assert "2 起处理记录不连续" in " ".join(note.zh for note in report.notes)


def points(*handled: object) -> dict[Cell, Cell]:
    rows = cells(made("market-monthly", handled=handled), "Stalls of", "摊位", "得分")
    return {row[0]: row[1] for row in rows}


def test_13_a_withdrawn_case_restores_the_score() -> None:
    before = lived("e", "NO_HAT", "YH-D02", MONDAY, CONFIRM, DISSUADE, (Action.APPEAL, Role.OPERATOR, 5.0))
    assert points(before)["甬味熟食 2号"] == 97
    assert points(E)["甬味熟食 2号"] == 100


def test_15_a_camera_that_was_off_takes_its_stall_out_of_the_ranking() -> None:
    rows = cells(made("market-monthly"), "Stalls of", "名次", "摊位", "得分")
    assert rows[-1] == ("不参评", "老城烤鸭 3号", None)
    assert "老城烤鸭" not in "".join(made("market-monthly").charts[0].names)


def test_advice_is_in_no_figure() -> None:
    advice = replace(A, case=replace(A.case, lead=replace(A.case.lead, advisory=True)))
    report = made("market-monthly", handled=(advice,))
    assert cells(report, "Levels", "抓拍", "计入") == [(0, 0)]
    assert "仅提示 1 起" in " ".join(note.zh for note in report.notes)


def test_what_came_before_the_period_is_only_looked_back_at() -> None:
    late = lived("g", "NO_MASK", "YH-D02", MONDAY + DAY, CONFIRM, DISSUADE)
    assert points(late)["甬味熟食 2号"] == 97
    assert points(F, late)["甬味熟食 2号"] == 95.5


def test_who_may_still_appeal_is_on_no_black_list() -> None:
    many = [lived(f"n{n}", "NO_MASK", "YH-D01", MONDAY + n * DAY / 10, CONFIRM, DISSUADE) for n in range(10)]
    soon, late = (
        cells(made("red-black", handled=tuple(many), at=at), "Candidates", "候选", "得分")
        for at in (MONDAY + 3 * DAY, NOW)
    )
    assert (soon[1], late[1]) == (("待申诉期满", 56.5), ("黑榜", 56.5))


def test_a_period_that_is_not_over_says_so() -> None:
    report = made("weekly", at=MONDAY)
    assert "未结束" in report.head[0].value


def test_names_are_unique() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS) == 10
    assert kind_of("nothing") is None
    assert WEEK.holds(B.case.lead.opened_at)
