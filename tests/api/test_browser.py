"""A person with a browser: in, look, narrow, open one, out. Nothing is fetched from elsewhere, nothing fails."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.api.build import CASES, NAMES, Case, TestBox
from tests.browsing import WIDTHS, Visit, opened


@pytest.fixture(params=list(WIDTHS))
def visit(request: pytest.FixtureRequest, browser: Browser, site: str, shared_box: TestBox) -> Iterator[Visit]:
    """Logged in, at the list."""
    visit = opened(browser, site, WIDTHS[request.param])
    visit.log_in(shared_box.login, shared_box.password)
    visit.go("/history?view=pictures")
    visit.page.wait_for_selector(".card")
    yield visit
    visit.page.context.close()
    assert (visit.outside, visit.faults) == ([], [])


def choose(visit: Visit, name: str, value: str) -> None:
    """On a phone the filters are folded, and shown by a button."""
    folded = visit.page.locator(".fold:not([open]) > summary")
    if folded.count():
        folded.click()
    visit.page.select_option(f"select[name={name}]", value)
    if visit.page.viewport_size["width"] < 760:  # type: ignore[index]
        visit.page.click(".show")


def test_the_list_shows_pictures_and_names(visit: Visit) -> None:
    first = visit.page.locator(".card").first
    expect(first).to_contain_text(NAMES.codes["NO_MASK"].zh)
    visit.page.wait_for_function("document.querySelector('.card img').naturalWidth == 64")


def test_a_filter_stands_in_the_address(visit: Visit) -> None:
    choose(visit, "camera", "c2")
    visit.page.wait_for_url(f"{visit.site}/history?camera=c2&view=pictures")
    expect(visit.page.locator(".card")).to_have_count(1)


def test_what_only_advises_says_so_and_is_counted_apart(visit: Visit) -> None:
    expect(visit.page.locator(".figure.advisory b")).to_have_text("1")
    choose(visit, "advisory", "true")
    visit.page.wait_for_url(f"{visit.site}/history?advisory=true&view=pictures")
    expect(visit.page.locator(".card")).to_have_count(1)
    visit.page.click(".card")
    expect(visit.page.locator(".heading .chip").first).to_contain_text("仅提示")
    expect(visit.page.locator("aside .advised")).to_contain_text("尚未认识本店着装")


def test_one_snapshot_explains_itself(visit: Visit) -> None:
    visit.page.goto(f"{visit.site}/snapshots?camera=c2")
    visit.page.click(".card")
    expect(visit.page.locator("h1")).to_contain_text("未戴工作帽")
    expect(visit.page.locator("aside")).to_contain_text("能判断的 9.0 秒中")
    expect(visit.page.locator("table.strip tbody tr")).to_have_count(5)
    expect(visit.page.locator("table.files code")).to_have_count(6)
    visit.page.wait_for_function("document.querySelector('.large img').naturalWidth == 64")


def test_original_and_annotated_can_be_exchanged(visit: Visit) -> None:
    visit.page.click(".card")
    picture = visit.page.locator(".large img")
    expect(picture).to_have_attribute("alt", "标注")
    visit.page.get_by_role("button", name="原图", exact=True).click()
    expect(picture).to_have_attribute("alt", "原图")


def test_cameras_tell_what_they_do(visit: Visit) -> None:
    visit.page.goto(f"{visit.site}/cameras")
    expect(visit.page.locator("article").filter(has_text="c2")).to_contain_text("断线")


def test_nothing_is_wider_than_the_screen(visit: Visit) -> None:
    visit.page.click(".card")
    visit.page.wait_for_selector("table.files")
    assert visit.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_clip_is_played_in_the_page(visit: Visit, shared_box: TestBox) -> None:
    shared_box.film(CASES[0])
    visit.page.goto(f"{visit.site}/violations/{CASES[0].id}")
    visit.page.wait_for_selector("video")
    visit.page.evaluate("document.querySelector('video').play()")
    visit.page.wait_for_function("document.querySelector('video').currentTime > 0.2")
    assert visit.page.evaluate("document.querySelector('video').videoWidth") == 64


@pytest.fixture
def late(shared_box: TestBox) -> Iterator[Case]:
    """A violation to come; gone again after the browser is, for the box is shared."""
    case = Case("late", -60, code="LATE")
    yield case
    shared_box.remove(case)


def test_a_new_violation_comes_in_by_itself(late: Case, visit: Visit, shared_box: TestBox) -> None:
    visit.page.goto(f"{visit.site}/snapshots?code={late.code}")
    expect(visit.page.locator(".notice")).to_be_visible()
    shared_box.add(late)
    expect(visit.page.locator(".card")).to_have_count(1, timeout=10_000)


def test_logging_out_leads_to_the_login(visit: Visit) -> None:
    visit.page.click(".me form button")
    visit.page.wait_for_url("**/login")
