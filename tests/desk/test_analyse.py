"""A manager brings a recording, watches it being analysed, sees what was found, and deletes it."""

from __future__ import annotations

from pathlib import Path

import av
import pytest
from playwright.sync_api import expect

from records.uploads import FOLDER
from sunkitchen.paths import SAMPLE_VIDEOS
from tests.desk.conftest import Enter, heavy_faults, overflow
from tests.desk.site import DemoSite

PATIENCE_MS = 240_000
BRIEF_S = 14


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The beginning of a sample, as it was encoded: long enough to be told of somebody without a hat."""
    path = tmp_path_factory.mktemp("brief") / "后厨.mp4"
    with av.open(SAMPLE_VIDEOS / "deli_room_02.mp4", "r") as source, av.open(path, "w") as target:
        video = source.streams.video[0]
        stream = target.add_stream_from_template(video)
        for packet in source.demux(video):
            if packet.dts is not None and packet.dts * packet.time_base < BRIEF_S:
                packet.stream = stream
                target.mux(packet)
    return path


@pytest.mark.timeout(300)
def test_a_recording_is_brought_analysed_looked_at_and_deleted(enter: Enter, demo: DemoSite, brief: Path) -> None:
    visit = enter("mgr_yuehu")
    page = visit.page
    visit.go("/analyse")
    page.set_input_files("#video", brief)
    line = page.locator(".analysis", has_text="后厨.mp4")
    expect(line.locator("a.what")).to_be_visible(timeout=PATIENCE_MS)
    assert heavy_faults(page) == []
    line.locator("a.what").click()
    expect(page.locator(".card").first).to_contain_text("未戴")
    picture = page.locator(".card img").first
    expect(picture).not_to_have_js_property("naturalWidth", 0)
    assert (overflow(page), heavy_faults(page)) == (0, [])
    visit.go("/analyse")
    line.locator("button").click()
    expect(line).to_have_count(0)
    assert not list((demo.folder / FOLDER).glob("*/note.json"))


def test_what_is_no_video_is_refused_in_words_and_not_kept(enter: Enter, demo: DemoSite, tmp_path: Path) -> None:
    visit = enter("sup_a", 390)
    page = visit.page
    visit.go("/analyse")
    (tmp_path / "x.mp4").write_bytes(b"MZ" + bytes(100))
    page.set_input_files("#video", tmp_path / "x.mp4")
    expect(page.locator("#told.bad")).to_contain_text("只收视频")
    assert overflow(page) == 0
    visit.faults[:] = [fault for fault in visit.faults if "422" not in fault]
    assert not [path for path in (demo.folder / FOLDER).rglob("video") if path.stat().st_size < 200]
