"""A supervisor asks what happened at a stall this quarter, opens one, goes back, takes it along as a file."""

from __future__ import annotations

import csv
import io
import re

from playwright.sync_api import Page, expect

from tests.browsing import Visit
from tests.desk.conftest import Enter, heavy_faults, overflow

STALL = "YH-D03"


def choose(visit: Visit, name: str, value: str) -> None:
    """On a desk it is shown at once; on a phone the filters are folded, and wait for the button."""
    page = visit.page
    folded = page.locator(".fold:not([open]) > summary")
    if folded.count():
        folded.click()
    page.select_option(f"select[name={name}]", value)
    if page.viewport_size is not None and page.viewport_size["width"] < 760:
        page.click(".show")


def figure(page: Page, name: str) -> int:
    words = page.locator(".figure", has_text=name).first.locator("b").inner_text()
    return int(words.replace(",", ""))


def rows_of(text: str) -> list[list[str]]:
    """The rows of a file, without what stands before them."""
    lines = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    start = next(number for number, line in enumerate(lines) if line and line[0] == "明细 Rows")
    rows = lines[start + 2 :]
    return rows[: rows.index([])]


def test_a_supervisor_asks_what_happened_at_a_stall_this_quarter(enter: Enter, width: int) -> None:
    visit = enter("sup_a", width)
    page = visit.page
    visit.go("/history")
    expect(page.locator(".figure").first).to_be_visible(timeout=20_000)
    everything = figure(page, "抓拍")
    choose(visit, "merchant", STALL)
    page.wait_for_url(f"**/history?merchant={STALL}")
    expect(page.locator(".chosen-one")).to_contain_text("老城烤鸭")
    expect(page.locator(".trend canvas")).to_be_visible(timeout=20_000)
    found = figure(page, "抓拍")
    assert 0 < found < everything
    assert figure(page, "计入") == sum(
        int(text) for text in page.locator(".heat td").all_inner_texts() if text.isdigit()
    )
    expect(page.locator("details.figures-of tbody tr").first).to_be_attached()
    assert (overflow(page), heavy_faults(page)) == (0, [])

    shown = open_the_list(page, found)
    open_one_and_come_back(page, found)
    with page.expect_download(timeout=30_000) as download:
        page.click("[data-export=csv]")
    exported = rows_of(download.value.path().read_text(encoding="utf-8"))
    assert [row[0] for row in exported] == [time[:16] for time in shown]
    assert all("老城烤鸭" in row[4] for row in exported)
    expect(page.locator(".export-words")).to_contain_text(f"已导出 {found} 条")


def open_the_list(page: Page, found: int) -> list[str]:
    """When each of its rows was."""
    page.click(".tabs >> text=列表")
    page.wait_for_url("**view=list**")
    rows = page.locator(".found tbody tr")
    expect(rows).to_have_count(found)
    assert (overflow(page), heavy_faults(page)) == (0, [])
    return page.locator(".found time").all_inner_texts()


def open_one_and_come_back(page: Page, found: int) -> None:
    page.locator(".found .what").first.click()
    page.wait_for_url("**/violations/**")
    expect(page.locator("h1")).to_be_visible()
    page.go_back()
    page.wait_for_url("**view=list**")
    expect(page.locator(".found tbody tr")).to_have_count(found)


def test_rankings_lead_to_a_stall_and_pictures_to_older_ones(enter: Enter) -> None:
    visit = enter("mgr_yuehu")
    page = visit.page
    visit.go("/history?when=last_quarter")
    first = page.locator(".ranking tbody tr").first
    expect(first).to_be_visible(timeout=20_000)
    name, count = first.locator("b").inner_text(), first.locator("td").nth(3).inner_text()
    first.locator("a").click()
    expect(page.locator(".chosen-one")).to_contain_text(name)
    expect(page.locator(".figure").first).to_be_visible(timeout=20_000)
    assert figure(page, "抓拍") == int(count)
    visit.go("/history?view=pictures")
    expect(page.locator(".card")).to_have_count(24)
    page.click("button.more")
    expect(page.locator(".card")).to_have_count(48)


def test_nothing_found_says_so_and_shows_the_way_out(enter: Enter, width: int) -> None:
    visit = enter("stall01", width)
    page = visit.page
    visit.go("/history?view=list&code=RODENT&level=3")
    expect(page.locator(".notice")).to_contain_text("没有符合条件的抓拍")
    page.click(".way-out a")
    page.wait_for_url(re.compile(r"/history\?view=list$"))
    expect(page.locator(".found tbody tr").first).to_be_visible()
    assert page.locator(".who-of b", has_text="阿明卤味").count() == page.locator(".found tbody tr").count()
