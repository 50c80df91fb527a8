"""What holds for every page: each role gets to its own; at both widths, in both lights, everybody can use them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.desk.conftest import Enter, heavy_faults, overflow

EVERYBODY = ("stall01", "mgr_yuehu", "head_yuehu", "grid07", "sup_a", "audit", "root")
SHOWN = {
    "/review": "mgr_yuehu",
    "/stall": "stall01",
    "/cases": "mgr_yuehu",
    "/history": "mgr_yuehu",
    "/live": "mgr_yuehu",
    "/analyse": "mgr_yuehu",
    "/reports": "sup_a",
    "/cameras": "root",
    "/enrolment": "mgr_yuehu",
    "/quality": "sup_a",
    "/admin": "root",
    "/admin/users/stall02": "root",
    "/admin/models": "root",
    "/admin/notifiers": "root",
    "/admin/retention": "root",
    "/admin/requests": "root",
    "/audit": "audit",
}
"""Every page of the menu, and somebody who sees much on it."""


@pytest.mark.parametrize("login", EVERYBODY)
def test_the_menu_leads_only_to_pages_that_open(enter: Enter, login: str) -> None:
    visit = enter(login)
    page = visit.page
    paths = page.eval_on_selector_all(".head nav a", "all => all.map(a => a.getAttribute('href'))")
    opened = {path: page.request.get(f"{visit.site}{path}").status for path in paths}
    assert opened
    assert set(opened) <= set(SHOWN), "write the new page into SHOWN"
    assert set(opened.values()) == {200}


@pytest.mark.parametrize("login", sorted(set(SHOWN.values())))
def test_every_page_fits_the_screen_and_can_be_used_by_everybody(enter: Enter, login: str, width: int) -> None:
    visit = enter(login, width, dark=width < 500)
    faults: dict[str, list[str]] = {}
    for path in (path for path, who in SHOWN.items() if who == login):
        visit.go(path)
        visit.page.wait_for_load_state("networkidle")
        faults[path] = heavy_faults(visit.page) + [f"{overflow(visit.page)} px too wide"] * (overflow(visit.page) > 0)
    assert {path: found for path, found in faults.items() if found} == {}


def test_the_switches_change_language_and_light_and_are_remembered(enter: Enter, width: int) -> None:
    visit = enter("mgr_yuehu", width)
    expect(visit.page.locator(".me .zh", has_text="退出")).to_be_visible()
    visit.page.click("[data-choose=lang]")
    expect(visit.page.locator(".me .en", has_text="Log out")).to_be_visible()
    expect(visit.page.locator("html")).to_have_attribute("lang", "en")
    visit.page.click("[data-choose=theme]")
    expect(visit.page.locator("html")).to_have_attribute("data-theme", "dark")
    visit.go("/cases")
    expect(visit.page.locator(".me .en", has_text="Log out")).to_be_visible()
    assert heavy_faults(visit.page) == []
