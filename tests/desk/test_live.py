"""Somebody looks over the cameras' shoulders: pictures with faces hidden, and words for what is not watched."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
from playwright.sync_api import expect

from records.live import FOLDER, LiveFolder, LivePicture
from tests.desk.conftest import Enter
from tests.desk.site import DemoSite
from vision.pixels import encode_jpeg

DARK = encode_jpeg(np.zeros((90, 160, 3), np.uint8))


def test_the_wall_shows_what_cameras_see_and_is_renewed_without_a_reload(enter: Enter, demo: DemoSite) -> None:
    visit = enter("mgr_yuehu")
    visit.go("/live")
    tile = visit.page.locator(".tile", has_text="YH-C01")
    picture = tile.locator("img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()
    expect(picture).not_to_have_js_property("naturalWidth", 0, timeout=20_000)
    expect(tile.locator(".why")).to_be_visible()
    later = datetime.now(UTC) + timedelta(seconds=1)
    LiveFolder(demo.folder / FOLDER).put("YH-C01", LivePicture(later, DARK, 160, 90))
    expect(picture).to_have_js_property("naturalWidth", 160, timeout=20_000)


def test_the_wall_is_not_for_stalls(enter: Enter) -> None:
    visit = enter("stall01", 390)
    page = visit.page
    expect(page.locator(".head nav a[href='/live']")).to_have_count(0)
    assert page.request.get(f"{visit.site}/live").status == 403
