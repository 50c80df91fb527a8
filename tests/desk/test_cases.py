"""The list of cases and a case's page: found, handled, checked and taken away, with nothing typed lost."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import expect
from typer.testing import CliRunner

from sunkitchen.cli import app
from tests.desk.captures import captured
from tests.desk.conftest import Enter, heavy_faults, overflow
from tests.desk.handling import choose_photo, form, open_case, step, told
from tests.desk.site import DemoSite

STALL = "YH-D03"
"""Each test after the first has another one, or the box would see a stall at fault again and again."""


def test_the_list_is_narrowed_in_the_address_moved_through_by_keys_and_kept_up_to_date(
    enter: Enter, demo: DemoSite
) -> None:
    visit = enter("mgr_yuehu")
    page = visit.page
    visit.go(f"/cases?stall={STALL}")
    expect(page.locator(".notice, .queue").first).to_be_visible()
    before = page.locator(".queue li").count()
    case = captured(demo.folder, STALL)
    expect(page.locator(".queue li")).to_have_count(before + 1, timeout=30_000)
    page.select_option("[name=state]", "pending_review")
    expect(page).to_have_url(re.compile(rf"stall={STALL}&state=pending_review"))
    expect(page.locator(f".queue a[href='/cases/{case}'] .thumb img")).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator(".queue a:focus")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".handling")).to_be_visible()
    visit.go("/cases?closed=true")
    expect(page.locator(".queue .chip.over").first).to_be_visible()
    expect(page.locator("[name=state] option")).to_have_count(6)


def test_the_evidence_is_verified_taken_away_and_verified_again(enter: Enter, demo: DemoSite, tmp_path: Path) -> None:
    case = captured(demo.folder, "YH-D04")
    visit = enter("mgr_yuehu")
    told(visit, case)
    page = open_case(visit, case)
    expect(page.locator(".verdict-good")).to_contain_text("证据完整")
    page.fill(".package [name=reason]", "申诉要求复核")
    with page.expect_download() as loading:
        page.click(".package button")
    loading.value.save_as(tmp_path / "package.zip")
    verified = CliRunner().invoke(app, ["evidence", "verify", str(tmp_path / "package.zip")])
    assert verified.exit_code == 0, verified.output
    expect(page.locator(".package .sending")).to_contain_text("已下载")
    with page.expect_download() as loading:
        page.locator(".paper", has_text="劝阻记录").locator("button").click()
    assert loading.value.path().read_bytes().startswith(b"%PDF")
    expect(page.locator(".paper.lacking", has_text="复查记录")).to_contain_text("尚未复查")
    picture = next(path for path in (demo.folder / "evidence").rglob("*.jpg") if str(case) in str(path))
    picture.write_bytes(picture.read_bytes() + b" ")
    page.click(".again")
    expect(page.locator(".verdict-bad")).to_contain_text("1 处不符")


def test_what_was_typed_survives_another_who_was_first_and_the_end_of_the_session(enter: Enter, demo: DemoSite) -> None:
    case = captured(demo.folder, "YH-D05")
    told(enter("mgr_yuehu"), case)
    visit = enter("head_yuehu")
    page = open_case(visit, case)
    done = form(page, case, "dissuade")
    done.locator("[name=words]").fill("写到一半的劝阻")
    step(enter("mgr_yuehu"), case, "dissuade", {"stall": "x", "words": "y", "spoken_at": datetime.now(UTC).isoformat()})
    done.locator("button.go").click()
    expect(done.locator("[role=alert]")).to_contain_text("该案件已有新进展")
    expect(page.locator(".news")).to_contain_text("案件已有新进展", timeout=20_000)
    page.context.clear_cookies()
    done.locator("button.go").click()
    expect(done.locator("[role=alert]")).to_contain_text("登录已过期")
    page.locator("[role=alert] a", has_text="重新登录").click()
    page.fill("#login", "head_yuehu")
    page.fill("#password", demo.passwords["head_yuehu"])
    page.click("button")
    expect(form(page, case, "dissuade").locator("[name=words]")).to_have_value("写到一半的劝阻")
    visit.faults[:] = [fault for fault in visit.faults if not re.search("40[19]", fault)]


def test_a_photo_is_looked_at_taken_away_and_kept_over_a_reload(enter: Enter, demo: DemoSite) -> None:
    case = captured(demo.folder, "YH-D06")
    visit = enter("mgr_yuehu", 390)
    told(visit, case)
    page = open_case(visit, case)
    choose_photo(form(page, case, "submit"))
    choose_photo(form(page, case, "submit"), 30)
    expect(page.locator("ul.shots img")).to_have_count(2)
    page.locator("ul.shots button").first.click()
    page.reload()
    expect(page.locator("ul.shots img")).to_have_count(1)
    expect(page.locator(".kept:visible")).to_contain_text("已恢复")
    assert overflow(page) == 0
    assert heavy_faults(page) == []


def test_the_head_holds_the_evidence_and_lets_it_go(enter: Enter, demo: DemoSite) -> None:
    case = captured(demo.folder, "YH-D07")
    page = open_case(enter("head_yuehu"), case)
    for reason, then in (("移送线索, 未结", "依法保留"), ("案件已结", "解除保留")):
        page.locator(".holding summary").click()
        page.fill(".holding [name=reason]", reason)
        with page.expect_navigation():
            page.click(".holding button")
        expect(page.locator(".timeline li", has_text=reason)).to_contain_text(then)
