"""A manager settles flags by keys; what was a slip never leaves the browser; two at one flag, a session that ends."""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import UUID

from playwright.sync_api import Browser, Page, Request, expect

from tests.browsing import WIDTHS, Visit
from tests.desk.conftest import Enter, heavy_faults, overflow
from tests.desk.leads import film, steps_of, told_again, waiting
from tests.desk.site import DemoSite

MANAGER, HEAD = "mgr_yuehu", "head_yuehu"
STALL = "YH-D54"
HELD = ".tray .held:not(.sent)"


@dataclass(slots=True)
class Reviewer:
    """Somebody before the page, and what their browser sent."""

    visit: Visit
    sent: list[Request]

    @property
    def page(self) -> Page:
        return self.visit.page

    def opens(self, case: UUID) -> None:
        """With an hour to take something back: tests let go themselves."""
        self.visit.go(f"/review?case={case}")
        expect(
            self.page.locator(f".item[data-case='{case}'] picture-viewer svg:not([hidden]) image").first
        ).to_be_visible()
        self.page.wait_for_function("document.querySelector('review-desk').queue?.total >= 0")
        self.page.evaluate("Outbox.HOLD_MS = 3600000")

    def presses(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def verdicts(self) -> list[tuple[str, str]]:
        """Case and step of what was sent."""
        return [(request.url.split("/")[-2], request.url.split("/")[-1]) for request in self.sent]


def reviewer(visit: Visit) -> Reviewer:
    sent: list[Request] = []
    visit.page.on("request", lambda r: sent.append(r) if r.method == "POST" and "/api/v1/cases/" in r.url else None)
    return Reviewer(visit, sent)


def lets_go(page: Page) -> None:
    """As if ten seconds had passed."""
    page.evaluate(
        """() => { const box = document.querySelector("review-desk").outbox;
        box.write(box.read().map((entry) => ({ ...entry, due: Date.now() - 1 }))); box.tick(); }"""
    )


def flags(demo: DemoSite, *minutes_ago: float) -> list[UUID]:
    """New flags of one stall."""
    return told_again(demo.folder, waiting(demo.folder, STALL)[-1], *minutes_ago)


def test_a_flag_is_looked_at_from_near_and_from_far(demo: DemoSite, enter: Enter, width: int) -> None:
    (case,) = flags(demo, 3000 + width)
    film(demo.folder, case)
    now = reviewer(enter(MANAGER, width))
    page, viewer = now.page, now.page.locator("picture-viewer")
    now.opens(case)
    assert overflow(page) == 0
    assert heavy_faults(page) == []
    box = viewer.locator(".view > svg:not([hidden]) rect.not_worn")
    expect(box).to_be_visible()
    now.presses("o")
    expect(box).to_be_hidden()
    now.presses("o", "1", "z")
    expect(viewer.locator(".view > svg").first).to_have_class("near")
    now.presses("0", "v")
    expect(viewer.locator("video")).to_be_visible()
    now.presses("2")
    expect(viewer.locator("video")).to_be_hidden()
    assert now.sent == []


def test_a_slip_never_leaves_the_browser_and_two_keys_settle_a_flag(demo: DemoSite, enter: Enter, width: int) -> None:
    first, second = flags(demo, 2000 + width, 4000 + width)
    now = reviewer(enter(MANAGER, width))
    page = now.page
    now.opens(first)
    now.presses("y")
    expect(page.locator(HELD)).to_contain_text("已确认")
    expect(page.locator(f".item[data-case='{first}']")).to_have_count(0)
    now.presses("u")
    expect(page.locator(f".item[data-case='{first}']")).to_be_visible()
    expect(page.locator(HELD)).to_have_count(0)
    assert now.sent == []
    now.presses("n", "2")
    expect(page.locator(HELD)).to_contain_text("已排除")
    lets_go(page)
    expect(page.locator(HELD)).to_have_count(0)
    assert now.verdicts() == [(str(first), "dismiss")]
    body = json.loads(now.sent[0].post_data or "")
    assert body["payload"] == {"reason": "customer", "note": ""}
    assert len(body["evidence_seen"]) == 4
    assert steps_of(demo.folder, first)[-1] == f"{MANAGER} dismiss"
    assert f"{MANAGER} dismiss" not in steps_of(demo.folder, second)


def test_those_of_a_kind_are_settled_as_one_and_one_goes_into_another(demo: DemoSite, enter: Enter) -> None:
    cases = flags(demo, 6000, 6001, 6002)
    hand = reviewer(enter(MANAGER))
    page = hand.page
    hand.opens(cases[0])
    expect(page.locator(".alike input")).to_have_count(2)
    hand.presses("x", "y")
    expect(page.locator(HELD)).to_contain_text("3 条")
    lets_go(page)
    expect(page.locator(HELD)).to_have_count(0)
    assert sorted(hand.verdicts()) == sorted((str(case), "confirm") for case in cases)
    (other,) = flags(demo, 9000)
    hand.opens(other)
    hand.presses("m")
    into = page.locator(".choose:not([hidden]) [data-digit='1']").get_attribute("data-value")
    hand.presses("1")
    expect(page.locator(HELD)).to_contain_text("已并入")
    lets_go(page)
    expect(page.locator(HELD)).to_have_count(0)
    assert json.loads(hand.sent[-1].post_data or "")["payload"] == {"into": into}
    assert steps_of(demo.folder, other)[-1] == f"{MANAGER} merge"


def test_who_comes_second_is_told_and_loses_nothing(demo: DemoSite, enter: Enter, width: int) -> None:
    (case,) = flags(demo, 12000 + width)
    one, two = reviewer(enter(MANAGER, width)), reviewer(enter(HEAD, WIDTHS["desk"]))
    one.opens(case)
    two.opens(case)
    one.presses("n")
    one.page.fill(".choose:not([hidden]) [name=note]", "手里拿着帽子")
    one.presses("Enter", "1")
    two.presses("y")
    lets_go(two.page)
    expect(two.page.locator(HELD)).to_have_count(0)
    lets_go(one.page)
    told = one.page.locator(".held.refused")
    expect(told).to_contain_text(HEAD)
    kept = one.page.evaluate("document.querySelector('review-desk').outbox.read()[0].payload.note")
    assert kept == "手里拿着帽子"
    told.get_by_role("button", name="知道了").click()
    expect(told).to_have_count(0)
    assert [step for step in steps_of(demo.folder, case) if not step.startswith("system")] == [f"{HEAD} confirm"]
    one.visit.faults[:] = [fault for fault in one.visit.faults if "409" not in fault]


def test_one_decided_by_somebody_else_says_so_while_it_is_looked_at(demo: DemoSite, enter: Enter) -> None:
    (case,) = flags(demo, 15000)
    one, two = reviewer(enter(MANAGER)), reviewer(enter(HEAD))
    one.opens(case)
    two.opens(case)
    two.presses("y")
    lets_go(two.page)
    expect(one.page.locator(".decided")).to_contain_text(HEAD, timeout=15_000)
    one.presses("y")
    expect(one.page.locator(HELD)).to_have_count(0)
    expect(one.page.locator(f"li[data-case='{case}']")).to_have_count(0)


def test_a_session_that_ends_keeps_everything_until_somebody_is_back(
    demo: DemoSite, enter: Enter, browser: Browser
) -> None:
    (case,) = flags(demo, 18000)
    hand = reviewer(enter(MANAGER))
    page = hand.page
    hand.opens(case)
    hand.presses("n", "5")
    page.context.clear_cookies()
    lets_go(page)
    expect(page.locator(".trouble")).to_contain_text("登录已过期")
    expect(page.locator(HELD)).to_contain_text("已排除")
    there = page.context.new_page()
    Visit(there, hand.visit.site).log_in(HEAD, demo.passwords[HEAD])
    page.evaluate("document.querySelector('review-desk').queue.poll()")
    expect(page.locator(".trouble")).to_contain_text(f"现在登录的是 {HEAD}")
    assert f"{HEAD} dismiss" not in steps_of(demo.folder, case)
    page.context.clear_cookies()
    Visit(there, hand.visit.site).log_in(MANAGER, demo.passwords[MANAGER])
    page.evaluate("document.querySelector('review-desk').queue.poll()")
    expect(page.locator(HELD)).to_have_count(0)
    expect(page.locator(".trouble")).to_be_hidden()
    assert steps_of(demo.folder, case)[-1] == f"{MANAGER} dismiss"
    hand.visit.faults[:] = [fault for fault in hand.visit.faults if "401" not in fault]


def test_what_is_held_goes_when_the_page_goes_and_goes_once(demo: DemoSite, enter: Enter, width: int) -> None:
    case, crashed = flags(demo, 21000 + width, 24000 + width)
    hand = reviewer(enter(MANAGER, width))
    page = hand.page
    hand.opens(case)
    hand.presses("y")
    expect(page.locator(HELD)).to_contain_text("已确认")
    hand.opens(crashed)  # the page goes, and one comes
    expect(page.locator(HELD)).to_have_count(0)
    page.wait_for_function("document.querySelector('review-desk').outbox.read().length === 0")
    assert [step for step in steps_of(demo.folder, case) if not step.startswith("system")] == [f"{MANAGER} confirm"]
    hand.presses("n", "1")
    page.evaluate(  # as a browser that was killed leaves it
        """() => { const box = document.querySelector("review-desk").outbox; window.stop();
        const left = box.read().map((entry) => ({ ...entry, page: "gone", due: Date.now() - 60000 }));
        box.read = () => []; localStorage.setItem(box.place, JSON.stringify(left)); }"""
    )
    hand.visit.go("/review")
    page.wait_for_function("document.querySelector('review-desk')?.outbox?.read().length === 0")
    assert [step for step in steps_of(demo.folder, crashed) if not step.startswith("system")] == [f"{MANAGER} dismiss"]


def test_keys_leave_alone_what_somebody_types(demo: DemoSite, enter: Enter) -> None:
    (case,) = flags(demo, 27000)
    hand = reviewer(enter(MANAGER))
    hand.opens(case)
    hand.presses("n")
    hand.page.focus(".choose:not([hidden]) [name=note]")
    hand.page.keyboard.type("yn1u")
    assert hand.page.input_value(".choose:not([hidden]) [name=note]") == "yn1u"
    expect(hand.page.locator(HELD)).to_have_count(0)
    hand.presses("Escape", "Escape")
    hand.presses("Control+y", "?")
    expect(hand.page.locator("dialog.keys")).to_be_visible()
    hand.presses("y")
    expect(hand.page.locator(f".item[data-case='{case}']")).to_be_visible()
