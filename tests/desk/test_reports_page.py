"""Reports: chosen, looked at, taken away; the address keeps the choice."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.desk.conftest import Enter, heavy_faults


def test_a_supervisor_chooses_looks_and_takes_a_file(enter: Enter) -> None:
    visit = enter("sup_a")
    page = visit.page
    visit.go("/reports")
    expect(page.locator(".kinds a")).to_have_count(10)
    page.locator(".kinds a", has_text="市场月报").click()
    expect(page.locator(".report table").first).to_be_visible(timeout=30_000)
    expect(page.locator(".report .bars dt").first).to_be_visible()
    page.locator(".chips button", has_text="上季").click()
    page.select_option("[name=scope]", "site:yuehu-market")
    expect(page).to_have_url(re.compile("name=market-monthly&from=.*&to=.*&scope=site%3Ayuehu-market"))
    expect(page.locator(".report[aria-busy]")).to_have_count(0, timeout=30_000)
    expect(page.locator(".head-lines")).to_contain_text("月湖市场")
    page.reload()
    expect(page.locator(".chips [aria-pressed=true]")).to_contain_text("上季")
    expect(page.locator("[name=scope]")).to_have_value("site:yuehu-market")
    with page.expect_download() as loading:
        page.locator(".downloads button", has_text="CSV").click()
    assert "月湖市场" in loading.value.path().read_text(encoding="utf-8-sig")
    expect(page.locator(".sending")).to_contain_text("已下载")
    assert heavy_faults(page) == []
    page.fill("[name=to]", "2020-01-01")
    page.locator("[name=to]").blur()
    assert page.locator("[name=to]").evaluate("e => e.validationMessage") == "结束日期早于开始日期"


def test_a_stall_finds_only_its_own_reports(enter: Enter) -> None:
    visit = enter("stall01", 390)
    visit.go("/reports?name=red-black")
    expect(visit.page.locator(".kinds a")).to_have_text(
        ["摊位日报(日管控底稿)Stall daily, draft of the daily control record", "违规历史Stall history"]
    )
    expect(visit.page.locator(".report table").first).to_be_visible(timeout=30_000)
