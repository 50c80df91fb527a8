"""An installer adds a camera: why it does not answer, what it sees, a zone drawn on the picture, in force at once."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from sunkitchen.config.overlay import NAME
from sunkitchen.paths import SAMPLE_VIDEOS
from tests.desk.conftest import Enter, heavy_faults, overflow
from tests.desk.site import DemoSite
from tests.rtsp.server import RtspServer

PATIENCE_MS = 60_000
CORNERS = ((0.2, 0.3), (0.8, 0.3), (0.8, 0.9), (0.2, 0.9))


@pytest.fixture
def camera() -> Iterator[RtspServer]:
    with RtspServer(SAMPLE_VIDEOS / "deli_counter_01.mp4", user="box", password="right-horse") as one:
        yield one


def test_an_installer_adds_a_camera_and_it_is_watched(enter: Enter, demo: DemoSite, camera: RtspServer) -> None:
    visit = enter("root")
    page = visit.page
    visit.go("/cameras")
    page.click(".addcam a")
    page.fill("#id", "T-C01")
    page.fill("#name", "新摊位")
    try_out(page, "rtsp://box:wrong-horse@127.0.0.1:9/live", "没有应答")
    expect(page.locator("#tried")).not_to_contain_text("wrong-horse")
    try_out(page, camera.url, "连上了")
    draw(page)
    expect(page.locator(".sentence")).to_contain_text("必须戴帽、口罩")
    page.locator(".asks select").first.select_option("should")
    expect(page.locator(".sentence")).to_contain_text("应当戴帽")
    assert heavy_faults(page) == []
    page.click("#save")
    expect(page.locator(".setuphead")).to_contain_text("已生效", timeout=PATIENCE_MS)
    assert "right-horse" not in page.content()
    written = demo.folder / NAME
    assert (written.stat().st_mode & 0o777, "right-horse" in written.read_text(encoding="utf-8")) == (0o600, True)
    assert until(lambda: state_of(visit.page, visit.site) == "watching")
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("#restore")
    expect(page).to_have_url(re.compile("/cameras$"), timeout=PATIENCE_MS)
    expect(page.locator("article", has_text="T-C01")).to_have_count(0)


def try_out(page: Page, url: str, expected: str) -> None:
    page.fill("#url", url)
    page.click("#try")
    expect(page.locator("#tried")).to_contain_text(expected, timeout=PATIENCE_MS)


def draw(page: Page) -> None:
    page.click("[data-tool=zone]")
    canvas = page.locator("#drawn").bounding_box()
    assert canvas is not None
    for x, y in CORNERS:
        page.mouse.click(canvas["x"] + x * canvas["width"], canvas["y"] + y * canvas["height"])
    page.keyboard.press("Enter")
    expect(page.locator(".shape.zone")).to_have_count(1)


def state_of(page: Page, site: str) -> str | None:
    health = page.request.get(f"{site}/api/v1/cameras/T-C01").json()["health"]
    return None if health is None else str(health["state"])


def until(happened: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < end:
        if happened():
            return True
        time.sleep(0.5)
    return False


def test_outlines_are_moved_by_keys_and_crossing_ones_are_not_saved(enter: Enter, width: int) -> None:
    visit = enter("root", width)
    page = visit.page
    visit.go("/cameras/YH-C02")
    page.locator(".line.zone").click()
    grip = page.locator(".grip").first
    before = float(grip.get_attribute("cx") or 0)
    grip.focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".grip").first).to_be_focused()
    assert float(page.locator(".grip").first.get_attribute("cx") or 0) > before
    for _ in range(55):
        page.keyboard.press("Shift+ArrowRight")
    for _ in range(30):
        page.keyboard.press("Shift+ArrowDown")
    expect(page.locator(".line.zone .bad")).to_contain_text("交叉")
    page.click("#save")
    expect(page.locator("#refused")).to_contain_text("交叉")
    page.click("[data-tool=undo]")
    assert (overflow(page), heavy_faults(page)) == (0, [])
    page.evaluate("document.getElementById('setup').removeAttribute('data-typed')")


def test_places_where_no_camera_may_look_are_refused_with_the_reason(enter: Enter) -> None:
    visit = enter("root")
    visit.go("/cameras/YH-C02")
    visit.page.locator(".line.zone").click()
    visit.page.locator("#chosen select").first.select_option("toilet")
    expect(visit.page.locator(".toast.bad")).to_contain_text("第八条")
    expect(visit.page.locator("#chosen select").first).not_to_have_value("toilet")
    visit.page.evaluate("document.getElementById('setup').removeAttribute('data-typed')")


def test_a_rule_is_tried_on_the_last_hours_before_it_is_switched_on(enter: Enter) -> None:
    visit = enter("root")
    page = visit.page
    visit.go("/cameras/YH-C01")
    page.select_option(".trying [name=hours]", "24")
    page.select_option(".trying [name=code]", "NO_MASK")
    page.fill(".trying [name=observed_s]", "3")
    page.click(".trying button")
    expect(page.locator(".tried")).to_contain_text("这样会抓拍", timeout=PATIENCE_MS)
    assert heavy_faults(page) == []
