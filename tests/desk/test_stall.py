"""A stallholder with a phone: sees what is to be done, puts it right, says so with a photo, or disagrees."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.desk.captures import captured
from tests.desk.conftest import Enter, heavy_faults, overflow
from tests.desk.handling import choose_photo, form, open_case, send, take, told
from tests.desk.site import DemoSite

PHONE = 390
STALL, OTHER = "YH-D01", "YH-D02"


def test_a_life_from_the_capture_to_the_end_with_a_photo_from_the_phone(enter: Enter, demo: DemoSite) -> None:
    case = captured(demo.folder, STALL)
    manager = open_case(enter("mgr_yuehu"), case)
    take(manager, case, "confirm")
    take(manager, case, "dissuade", words="请戴好口罩", answer="马上戴")
    expect(manager.locator(".heading")).to_contain_text("已劝阻通知")

    visit = enter("stall01", PHONE)
    page, card = visit.page, visit.page.locator(".todo", has=visit.page.locator(f"form[action*='{case}']"))
    visit.go("/stall")
    expect(card.locator("h3")).to_contain_text("有人没戴口罩")
    expect(card.locator(".by")).to_contain_text(re.compile("还剩 29分|还剩 30分"))
    assert overflow(page) == 0
    assert heavy_faults(page) == []
    done = form(page, case, "submit")
    done.locator("button.go").click()
    expect(done.locator("[role=alert]")).to_contain_text("请先拍一张照片")
    choose_photo(done)
    send(page, done)
    expect(page.locator(".waiting", has_text="照片已交").first).to_be_visible()

    manager = open_case(enter("mgr_yuehu"), case)
    after = manager.locator(".compare figure", has_text="整改后 · stall01")
    after.locator("img").scroll_into_view_if_needed()
    expect(manager.locator(".compare figure")).to_have_count(2)
    manager.fill(".pair [name=reason]", "复查整改")
    manager.click(".pair button")
    expect(manager.locator(".compare canvas")).to_have_count(2)
    take(manager, case, "pass_recheck", text="现场已改正")
    expect(manager.locator(".heading")).to_contain_text("已办结")
    expect(manager.locator(".timeline li")).to_have_count(5)
    visit.go("/stall")
    expect(page.locator(".past li", has_text="已经办完").first).to_be_visible()


def test_who_disagrees_says_so_and_is_heard(enter: Enter, demo: DemoSite) -> None:
    case = captured(demo.folder, OTHER)
    told(enter("mgr_yuehu"), case)
    visit = enter("stall02", PHONE)
    visit.go("/stall")
    page = visit.page
    appeal = form(page, case, "appeal")
    expect(appeal).to_contain_text("以前都可以说")
    appeal.locator("[name=text]").fill("那是买菜的客人")
    send(page, appeal)
    expect(page.locator(".waiting", has_text="您的申诉正在处理").first).to_be_visible()
    supervisor = open_case(enter("sup_b"), case)
    expect(supervisor.locator(".timeline")).to_contain_text("那是买菜的客人")
    take(supervisor, case, "uphold", text="核对画面, 确为顾客")
    visit.go("/stall")
    expect(page.locator(".past li", has_text="申诉成立").first).to_be_visible()


def test_with_nothing_to_do_it_says_so_and_news_come_by_themselves(enter: Enter, demo: DemoSite) -> None:
    page = enter("stall02", PHONE).page
    expect(page).to_have_url(re.compile("/stall$"))
    expect(page.locator(".stall .none")).to_contain_text("没有需要处理的事")
    assert heavy_faults(page) == []
    captured(demo.folder, OTHER)
    expect(page.locator(".waiting")).to_contain_text("市场正在核实", timeout=30_000)
