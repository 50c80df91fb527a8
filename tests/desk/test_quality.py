"""质量, as people look at it: a period in the address, random heads by key, advice that a supervisor accepts."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.desk.conftest import Enter, heavy_faults, overflow


def test_a_supervisor_looks_back_and_accepts_advice(enter: Enter) -> None:
    visit = enter("sup_a")
    page = visit.page
    visit.go("/quality")
    expect(page.locator(".verdicts tbody tr").first).to_be_visible()
    expect(page.locator(".drifts .bad").first).to_contain_text("%")
    page.click(".spans a >> text=90 天")
    page.wait_for_url("**from=*")
    expect(page.locator(".spans a.on")).to_contain_text("90")
    page.select_option("select[name=site]", label="月湖市场(演示)")
    page.click(".qualityhead button")
    expect(page.locator("select[name=site]")).to_have_value("yuehu-market")
    assert "site=yuehu-market" in page.url
    expect(page.locator("#checks [data-found]")).to_have_count(0)  # who sees no heads judges none

    card = page.locator(".onecard.proposed").first
    expect(card).to_contain_text("建议")
    card.locator("summary").click()
    expect(card.locator("details a").first).to_be_visible()
    card.locator("[data-replay]").click()
    expect(card.locator("[data-replayed]")).to_contain_text("实际抓拍", timeout=60_000)
    card.locator("input[name=reason]").fill("柜台蒸汽多, 误报都很短")
    card.locator("button.go").click()
    held = page.locator(".held li")
    expect(held).to_contain_text("sup_a")
    assert heavy_faults(page) == []
    held.locator("[data-undo]").click()
    expect(held).to_have_count(0)


def test_a_manager_checks_random_heads_by_key_and_by_touch(enter: Enter, width: int) -> None:
    visit = enter("mgr_yuehu", width)
    page = visit.page
    visit.go("/quality")
    checker = page.locator(".checker")
    expect(checker.locator("figure:visible")).to_have_count(1)
    page.keyboard.press("1")
    expect(checker).to_have_attribute("data-at", "1")
    page.click("[data-found=hat]")
    expect(checker).to_have_attribute("data-at", "2")
    expect(checker).to_have_attribute("data-sent", "2")
    visit.go("/quality")
    expect(page.locator(".estimate")).to_contain_text("抽查")
    expect(page.locator("#advice form")).to_have_count(0)  # nobody who is watched loosens the watch
    assert overflow(page) == 0
