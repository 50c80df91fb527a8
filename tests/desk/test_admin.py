"""Keeping the box: the admin's journeys, and the auditor's."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.desk.conftest import Enter
from tests.desk.site import DemoSite

MANAGER = "mgr_new"


def test_an_admin_adds_somebody_who_sees_only_theirs(enter: Enter, demo: DemoSite) -> None:
    root = enter("root").page
    root.click("#add summary")
    root.fill("#add [name=login]", MANAGER)
    root.select_option("#add [name=role]", "manager")
    assert root.locator("#add [name=scope] option:not([disabled])").count() == 3, "nothing, and two sites"
    root.select_option("#add [name=scope]", "site:demo-primary-canteen")
    root.click("#add button.go")
    demo.passwords[MANAGER] = root.inner_text("dialog .secret code")
    root.click("dialog button[value=ok]")
    root.wait_for_url(f"**/admin/users/{MANAGER}")
    theirs = enter(MANAGER)
    answer = theirs.page.request.get(f"{theirs.site}/api/v1/cameras").json()
    assert {camera["site"] for camera in answer["items"]} == {"demo-primary-canteen"}
    assert theirs.page.request.get(f"{theirs.site}/admin/users").status == 403
    root.click("text=锁定")
    root.click("dialog button[value=yes]")
    expect(root.locator(".chip.off")).to_be_visible()
    theirs.go("/cases")
    expect(theirs.page.locator("#password")).to_be_visible()
