"""认识本店的着装, as people do it: one key per head, learn, compare, install, roll back."""

from __future__ import annotations

import csv
from uuid import uuid5

from playwright.sync_api import Page, expect

from sunkitchen.demo.heads import CAMERAS, EVERY_S, HEADS, LAST_S
from sunkitchen.demo.scenes import CLIPS
from sunkitchen.paths import SAMPLE_VIDEOS
from tests.desk.conftest import Enter, heavy_faults, overflow

FITTED_MS = 60_000


def worn() -> dict[str, str]:
    """By head what hat a person would see on it: the demo's clips say so."""
    found = {}
    for stage, camera in CAMERAS.items():
        with (SAMPLE_VIDEOS / f"{CLIPS[stage]}.truth.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                number, rest = divmod(float(row["t_s"]), EVERY_S)
                if not rest and float(row["t_s"]) <= LAST_S:
                    found[str(uuid5(HEADS, f"{camera} {row['person']} {int(number)}"))] = row["hat"]
    return found


WORN = worn()


def current(page: Page) -> str:
    return page.locator(".tile[aria-current]").get_attribute("data-head") or ""


def all_sent(page: Page) -> None:
    expect(page.locator("[data-enrol]")).to_have_attribute("data-sending", "0", timeout=FITTED_MS)


def told(page: Page, tally: str) -> int:
    return int(page.locator(f"[data-tally='{tally}'] b").inner_text())


def test_a_manager_labels_by_keys_learns_installs_and_rolls_back(enter: Enter) -> None:
    visit = enter("school_fs")
    page = visit.page
    visit.go("/enrolment")
    expect(page.locator(".counted")).to_contain_text("仅提示")
    heads = page.locator(".tile").count()
    assert heads >= 20
    for _ in range(heads):
        page.keyboard.press(WORN[current(page)][0])
    expect(page.locator(".tile.said")).to_have_count(heads)
    all_sent(page)
    counted = {hat: told(page, f"hat.{hat}") for hat in ("net", "cap", "bare")}
    assert min(counted.values()) >= 5

    page.click("[data-fit]")
    expect(page.locator("#compared")).to_be_visible(timeout=FITTED_MS)
    expect(page.locator("#compared table").first).to_contain_text("说“没戴”, 其中说对的")
    expect(page.locator("#compared .examples img").first).to_be_attached()
    assert heavy_faults(page) == []
    page.click("[data-install]")
    expect(page.locator("dialog")).to_contain_text("从“仅提示”变为“计入”")
    page.click("dialog button[value=yes]")
    expect(page.locator(".counted li").first).to_contain_text("school_fs")
    expect(page.locator(".inforce .warn")).to_contain_text("等盒子重新启动")

    page.click("[data-roll-back]")
    expect(page.locator(".counted li").first).to_contain_text("仅提示")
    audit = enter("audit")
    audit.go("/audit")
    for words in ("启用本店着装", "退回本店着装"):
        expect(audit.page.locator("td", has_text=words)).to_have_count(1)


def test_by_touch_and_a_slip_is_taken_back(enter: Enter) -> None:
    visit = enter("mgr_yuehu", 390)
    page = visit.page
    visit.go("/enrolment")
    first = current(page)
    before = told(page, "hat.cap")
    page.click("[data-keys=hat] [data-word=cap]")
    assert current(page) != first
    assert told(page, "hat.cap") == before + 1
    page.click("[data-go=undo]")
    assert (current(page), told(page, "hat.cap")) == (first, before)
    page.click("[data-round=mask]")
    page.click("[data-keys=mask] [data-word=mask]")
    all_sent(page)
    visit.go("/enrolment")
    assert (told(page, "hat.cap"), told(page, "mask.mask")) == (before, 1)
    assert overflow(page) == 0


def test_what_the_interface_refuses_is_taken_back_and_said(enter: Enter) -> None:
    visit = enter("head_yuehu")
    page = visit.page
    visit.go("/enrolment")
    before = told(page, "hat.net")
    page.route("**/label", lambda route: route.abort())
    page.keyboard.press("n")
    expect(page.locator(".toast.bad")).to_contain_text("连不上设备")
    assert told(page, "hat.net") == before
    visit.faults.clear()  # the browser's own word about the request that was cut off
