"""Papers of cases: printed only where the step is on record, and they say what the record says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cases.papers.kinds import PAPERS, paper_kind
from cases.papers.paper import Docket, Paper, Shown
from cases.scores import Handled
from cases.states import Action, Role
from tests.cases.build import MINUTE
from tests.cases.reports.build import BOOK, CONFIRM, DISSUADE, MONDAY, NOW, STALLS, A, B, C, D, E, lived, material
from vision.errors import NothingToPrint

NOTIFIED = lived("n", "NO_HAT", "YH-D01", MONDAY, CONFIRM, (Action.NOTIFY, Role.MANAGER, 5.0))
NEVER_SPOKEN = lived(
    "s", "NO_MASK", "YH-D01", MONDAY, CONFIRM, (Action.NOTIFY, Role.MANAGER, 5.0), 31 * MINUTE, 150 * MINUTE
)
HASH = "ab" * 32


def docket(handled: Handled, **changes: object) -> Docket:
    shown = (Shown("首帧 原图", HASH),)
    made = Docket(handled, material().places[0], STALLS[0], "熟食柜台 c1", shown, BOOK, NOW)
    return replace(made, **changes)  # type: ignore[arg-type]


def paper(name: str, handled: Handled, **changes: object) -> Paper:
    kind = paper_kind(name)
    assert kind is not None
    return kind.paper(docket(handled, **changes))


def text(made: Paper) -> str:
    return "\n".join(f"{line.name.zh}: {line.value}" for part in made.parts for line in part.lines)


@pytest.mark.parametrize(
    ("handled", "names"),
    [
        pytest.param(D, set(), id="nobody has looked"),
        pytest.param(C, set(), id="dismissed"),
        pytest.param(A, {"notice", "dissuasion", "recheck"}, id="told, rectified, checked"),
        pytest.param(NOTIFIED, {"notice"}, id="told in writing: nobody spoke"),
        pytest.param(B, {"notice", "dissuasion", "referral"}, id="up to the supervisor"),
        pytest.param(NEVER_SPOKEN, {"notice"}, id="at level 3, but a market stall nobody spoke to is not referred"),
        pytest.param(E, {"notice", "dissuasion", "appeal"}, id="appealed and withdrawn"),
    ],
)
def test_only_what_is_on_record_is_printed(handled: Handled, names: set[str]) -> None:
    assert {kind.name for kind in PAPERS if kind.missing(docket(handled)) is None} == names
    for kind in PAPERS:
        if kind.name not in names:
            with pytest.raises(NothingToPrint, match="不能打印"):
                kind.paper(docket(handled))


def test_08_no_referral_without_a_dissuasion() -> None:
    with pytest.raises(NothingToPrint, match="没有劝阻记录"):
        paper("referral", NEVER_SPOKEN)


SAYS = [
    pytest.param("notice", A, "整改期限: 2026-06-01 10:40", id="notice: half an hour after being told"),
    pytest.param("notice", A, "申诉期限: 2026-06-09 00:00", id="notice: appeal for five working days"),
    pytest.param("notice", A, "依据: 《宁波市菜市场管理条例》18(3) 穿戴工作衣、帽、口罩", id="notice: a checked basis"),
    pytest.param("notice", NOTIFIED, "依据: 依据待核", id="notice: an unchecked basis is never printed"),
    pytest.param("notice", NOTIFIED, "说明: 已说明情况", id="notice: what was written"),
    pytest.param("dissuasion", A, "劝阻时间 2026-06-01 10:10, 劝阻人 市场管理员/食品安全员 manager-1", id="who spoke"),
    pytest.param("dissuasion", A, "劝阻内容: 请戴好口罩", id="what was said"),
    pytest.param("recheck", A, "提交整改: 2026-06-01 10:20 ", id="re-check: the rectification"),
    pytest.param("recheck", A, "复查合格: 2026-06-01 10:40 ", id="re-check: its result"),
    pytest.param("recheck", A, f"照片 {HASH}", id="re-check: photos by their hashes"),
    pytest.param("referral", B, "升级: 2026-06-03 12:40  系统 system", id="referral: the course"),
    pytest.param("referral", B, f"首帧 原图: {HASH}", id="referral: evidence by its hash"),
    pytest.param("appeal", E, "申诉成立: 2026-06-06 10:20 ", id="appeal: the decision"),
    pytest.param("appeal", E, "原确认人: manager-1", id="appeal: who had confirmed"),
]


@pytest.mark.parametrize(("name", "handled", "line"), SAYS)
def test_what_a_paper_says(name: str, handled: Handled, line: str) -> None:
    assert line in text(paper(name, handled))


def test_after_the_head_handled_it_the_time_runs_anew() -> None:
    again = lived("h", "NO_MASK", "YH-D01", MONDAY, CONFIRM, DISSUADE, 31 * MINUTE, (Action.HANDLE, Role.HEAD, 9.0))
    assert "整改期限: 2026-06-01 11:20" in text(paper("notice", again))


@pytest.mark.parametrize("kind", PAPERS, ids=lambda kind: kind.name)
def test_no_paper_is_the_agencys(kind: object) -> None:
    assert kind.title.zh not in {"责令改正通知书", "处罚决定书"}  # type: ignore[attr-defined]
    assert kind.signers  # type: ignore[attr-defined]


def test_a_number_is_the_markets_or_made_from_the_case() -> None:
    assert paper("notice", A, number="月市整〔2026〕7号").number == "月市整〔2026〕7号"
    assert paper("notice", A).number == f"整通〔2026〕{str(A.case.id)[:8]}"
    assert paper("notice", A).mark == f"sunkitchen:notice:{A.case.id}:4"


def test_a_place_that_is_nobodys_has_papers_too() -> None:
    assert "摊位: （无）" in text(paper("notice", A, stall=None))


def test_there_are_five() -> None:
    assert len({kind.name for kind in PAPERS}) == len(PAPERS) == 5
    assert paper_kind("penalty") is None
