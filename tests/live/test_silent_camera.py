"""A live camera that falls silent becomes an event without pictures, and ends it when it is back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import numpy as np
import pytest

from records import health, violations
from records.provenance import Recorder
from records.runs import hour_of
from records.sink import DatabaseSink
from records.violation_rows import ViolationFilter, ViolationRow
from sunkitchen.box import Box, build_box
from sunkitchen.config import load_config, load_rulebook
from sunkitchen.config.schema import RuleOverride
from sunkitchen.listening import expected_at
from sunkitchen.networks.eyes import open_eyes
from sunkitchen.paths import MODELS, SAMPLE_VIDEOS
from sunkitchen.registering import sync_registry
from sunkitchen.store import Store, open_store
from tests.live.test_box_on_rtsp import BOX, until
from tests.records.build import T0
from tests.rtsp.server import RtspServer
from vision.camera_facts import Coverage
from vision.facts import Phase, TimeSource


def events(store: Store, code: str = "CAM_OFFLINE") -> list[ViolationRow]:
    with store.database.reading() as session:
        return list(violations.page(session, ViolationFilter(code=code)).items)


def asked_for_minutes(box: Box, begins: datetime) -> None:
    """The clerk comes by every 20 s; its clock is ours."""
    for number in range(8):
        box.attend(begins + timedelta(seconds=20 * number))


def state(store: Store) -> str:
    with store.database.reading() as session:
        return next((str(report.state) for report in health.latest(session)), "not reported")


def test_silent_and_back(tmp_path: Path) -> None:
    path = tmp_path / "box.yaml"
    with RtspServer(SAMPLE_VIDEOS / "deli_counter_01.mp4") as server:
        path.write_text(BOX.format(url=server.url), encoding="utf-8")
        config = load_config(path)
        with open_store(config.box.data) as store:
            box = build_box(config, store, open_eyes(MODELS), load_rulebook(config.rules))
            now = datetime.now(UTC)
            box.start()
            try:
                assert until(lambda: state(store) == "watching")
                asked_for_minutes(box, now)
                assert events(store) == []
                server.switches.stalled = True
                assert until(lambda: state(store) != "watching")
                asked_for_minutes(box, now + timedelta(minutes=3))
                [lost] = events(store)
                assert (lost.phase, lost.picture, lost.merchant) == (Phase.OPENED, None, None)
                server.switches.stalled = False
                assert until(lambda: state(store) == "watching")
                asked_for_minutes(box, now + timedelta(minutes=6))
                assert [event.phase for event in events(store)] == [Phase.ENDED]
            finally:
                box.stop()


def still(path: Path) -> Path:
    """A camera's stream that is one picture, sent again and again."""
    image = np.random.default_rng(1).integers(0, 255, (180, 320, 3), np.uint8)
    with av.open(path, "w") as container:
        stream = container.add_stream("libx264", rate=5, options={"qp": "30", "preset": "ultrafast", "g": "1"})
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for _ in range(20):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="bgr24")))
        container.mux(stream.encode())
    return path


def test_a_stream_that_repeats_one_picture_is_frozen(tmp_path: Path) -> None:
    path = tmp_path / "box.yaml"
    soon = RuleOverride(observed_s=3)
    rulebook = load_rulebook({"CAM_OBSTRUCTED": soon})
    assert rulebook.view is not None
    rulebook = replace(rulebook, view=replace(rulebook.view, frozen_s=2))
    with RtspServer(still(tmp_path / "still.mp4")) as server:
        path.write_text(BOX.format(url=server.url), encoding="utf-8")
        config = load_config(path)
        with open_store(config.box.data) as store:
            box = build_box(config, store, open_eyes(MODELS), rulebook)
            box.start()
            try:
                assert until(lambda: bool(events(store, "CAM_OBSTRUCTED")))
            finally:
                box.stop()
            with store.database.reading() as session:
                told = violations.one(session, events(store, "CAM_OBSTRUCTED")[0].id)
    assert told is not None
    assert "frozen" in {judged.attribute for look in told.looks for judged in look.judgements}


BANQUET = BOX.replace("farmers_market", "banquet_hall").replace(
    "    name: 市场\n", "    name: 礼堂\n    session_h: 2\n"
)


@pytest.mark.parametrize(
    ("site", "seen_h", "staffed_s", "expected"),
    [
        pytest.param(BANQUET, 1, 60.0, True, id="a banquet is being cooked"),
        pytest.param(BANQUET, 30, 60.0, False, id="the last one was yesterday"),
        pytest.param(BANQUET, 1, 0.0, False, id="nobody is there"),
        pytest.param(BOX, 30, 0.0, True, id="a market is always counted on"),
    ],
)
def test_a_banquet_hall_is_counted_on_while_there_is_a_banquet(
    tmp_path: Path, site: str, seen_h: float, staffed_s: float, expected: bool
) -> None:
    (tmp_path / "box.yaml").write_text(site.format(url="rtsp://127.0.0.1:1/none"), encoding="utf-8")
    config = load_config(tmp_path / "box.yaml")
    with open_store(config.box.data) as store:
        sync_registry(store, config)
        sink = DatabaseSink(store.database, store.evidence, "live test", Recorder(TimeSource.LIVE))
        sink.coverage(Coverage("C1", hour_of(T0 - timedelta(hours=seen_h)), 600.0, staffed_s))
        assert expected_at(config.sites[0], store.database)(T0) is expected
