"""Two people with browsers at one market: the stall's operator sees the own half, the manager all of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from records.roles import Role
from tests.api.build import CASES, NASTY, TestBox
from tests.browsing import Visit

WIDTHS = {Role.OPERATOR: 52, Role.MANAGER: 64}  # the zone's box on a picture 64 px wide, and all of it


def come_in(page: Page, site: str, box: TestBox, role: Role) -> None:
    page.goto(f"{site}/")
    page.fill("#login", f"the_{role}")
    page.fill("#password", box.password)
    page.click("button")
    page.wait_for_selector("header")


@pytest.fixture
def visit(role: Role, browser: Browser, site: str, shared_box: TestBox) -> Iterator[Visit]:
    """Logged in as somebody with just this role."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    visit = Visit(context.new_page(), site)
    visit.page.on("pageerror", lambda e: visit.faults.append(str(e)))
    come_in(visit.page, site, shared_box, role)
    yield visit
    context.close()
    assert visit.faults == []


@pytest.mark.parametrize(
    ("role", "cards"), [pytest.param(Role.OPERATOR, 2, id="operator"), pytest.param(Role.MANAGER, 4, id="manager")]
)
def test_each_sees_what_is_theirs(visit: Visit, role: Role, cards: int) -> None:
    page = visit.page
    visit.go("/snapshots")
    expect(page.locator(".card")).to_have_count(cards)
    expect(page.get_by_text("示范食堂")).to_have_count(0)
    expect(page.locator(".card").get_by_text(NASTY)).to_have_count(int(role is Role.MANAGER))
    page.locator(".card", has_text="未戴口罩").click()
    page.wait_for_function(f"document.querySelector('.large img')?.naturalWidth == {WIDTHS[role]}")
    page.get_by_role("button", name="原图", exact=True).click()
    page.wait_for_function(f"document.querySelector('.large img')?.naturalWidth == {WIDTHS[role]}")
    expect(page.get_by_text("图片只显示本摊区域")).to_have_count(int(role is Role.OPERATOR))


@pytest.mark.parametrize("role", [Role.OPERATOR])
def test_the_neighbours_address_leads_nowhere(visit: Visit, role: Role, shared_box: TestBox) -> None:
    answer = visit.page.goto(f"{visit.site}/violations/{CASES[1].id}")
    assert answer is not None
    assert answer.status == 404
    expect(visit.page.locator(".notice")).to_contain_text("没有这条抓拍")


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUDITOR, Role.OPERATOR, Role.MANAGER])
def test_everybody_comes_to_the_first_page_of_theirs(visit: Visit, role: Role) -> None:
    links = visit.page.eval_on_selector_all(".head nav a", "all => all.map(a => a.getAttribute('href'))")
    visit.page.wait_for_url(f"{visit.site}{links[0]}**")
    assert ("/audit" in links) == (role is Role.AUDITOR)


@pytest.mark.parametrize("role", [Role.AUDITOR])
def test_the_auditor_reads_the_log(visit: Visit, role: Role) -> None:
    visit.page.click("text=审计")
    expect(visit.page.locator("tbody tr").filter(has_text="登录").first).to_contain_text("the_auditor")


@pytest.mark.parametrize("role", [Role.MANAGER])
def test_anothers_page_says_so(visit: Visit, role: Role) -> None:
    answer = visit.page.goto(f"{visit.site}/audit")
    assert answer is not None
    assert answer.status == 403
    expect(visit.page.locator(".notice")).to_contain_text("不在您的职责内")


@pytest.mark.parametrize("role", [Role.HEAD])
def test_a_password_is_changed_in_the_browser(browser: Browser, role: Role, site: str, shared_box: TestBox) -> None:
    page = browser.new_page()
    come_in(page, site, shared_box, role)
    page.click("text=the_head")
    page.fill("#old", "not the password")
    page.fill("#new", "quite another one")
    page.click("text=更改密码")
    expect(page.get_by_role("alert")).to_contain_text("现在的密码不对")
    page.close()
