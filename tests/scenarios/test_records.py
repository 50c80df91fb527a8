"""Scenarios 9, 11, 15 and 16: what the demo site's records keep, count, and show to whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

import numpy as np
import pytest

from cases.gathering import Asked, gather
from cases.payloads import Dissuasion, Finding, Order, Referral, Statement
from cases.reports.period import Period
from cases.scores import Score, ranking
from cases.states import Action, ReferralGround, State
from records import registry
from records.findings import FindingKind
from records.provenance import ClockReading, Recorder
from records.registry import SiteEntry
from records.retention.guard import Allowed
from records.retention.running import Retention
from records.scopes import EVERYWHERE
from records.sink import DatabaseSink
from records.verify import verify
from sunkitchen.config import load_casebook, load_retention, load_rulebook
from sunkitchen.demo import cast
from sunkitchen.demo.plots import NINGBO
from sunkitchen.registering import entries
from sunkitchen.reports.making import book_of
from tests.scenarios.market import DEMO, MINUTE, T0, Market
from vision.camera_facts import Coverage
from vision.facts import TimeQuality, TimeSource
from vision.pixels import decode_jpeg

MINE, NEIGHBOURS = "YH-C01-Z1", "YH-C01-Z2"
DAY = date(2026, 6, 3)
HOUR = timedelta(hours=1)


def test_scenario_09_one_byte_changed_in_a_frame_and_verify_fails(market: Market) -> None:
    case = market.captured(MINE)
    store = market.store
    assert verify(store.database, store.evidence).findings == ()
    frame = sorted((store.evidence.root / "YH-C01").rglob("*.original.jpg"))[0]
    data = bytearray(frame.read_bytes())
    data[len(data) // 2] ^= 1
    frame.write_bytes(data)
    (finding,) = verify(store.database, store.evidence).findings
    assert (finding.kind, finding.violation) == (FindingKind.DIFFERS, case)
    assert finding.path == frame.relative_to(store.evidence.root).as_posix()


def test_scenario_11_retention_honours_legal_hold(market: Market) -> None:
    held, other = (market.captured(MINE, T0 + n * timedelta(days=1), number=n) for n in (1, 2))
    referred(market, held, T0 + timedelta(days=1))
    withdrawn(market, other, T0 + timedelta(days=2))
    clock = ClockReading(TimeQuality.GOOD, 0.01)
    retention = Retention(market.store.database, market.store.evidence, load_retention(), lambda: clock)
    retention.run(T0 + timedelta(days=4 * 366), "test", Allowed(clock=True, large=True))
    assert market.case(held).legal_hold
    assert (pictures(market, held), pictures(market, other)) == (5, 0)
    assert verify(market.store.database, market.store.evidence).findings == ()


def withdrawn(market: Market, case: UUID, at: datetime) -> None:
    market.takes(cast.MANAGER, case, Action.CONFIRM, at + 4 * MINUTE)
    market.takes(cast.MANAGER, case, Action.DISSUADE, at + 5 * MINUTE, spoken(at + 5 * MINUTE))
    market.takes(cast.STALL_01, case, Action.APPEAL, at + 9 * MINUTE, Finding("饮水"))
    market.takes(cast.SUPERVISOR_A, case, Action.UPHOLD, at + 60 * MINUTE, Statement("成立"))


def referred(market: Market, case: UUID, at: datetime) -> None:
    """By the shortest way there is."""
    market.takes(cast.MANAGER, case, Action.CONFIRM, at + 4 * MINUTE)
    market.takes(cast.MANAGER, case, Action.DISSUADE, at + 5 * MINUTE, spoken(at + 5 * MINUTE))
    market.desk.run(at + 190 * MINUTE)
    market.takes(cast.SUPERVISOR_A, case, Action.ACCEPT, at + 200 * MINUTE)
    order = Order("海市监责改〔2026〕1号", DAY, "sup_b")
    market.takes(cast.SUPERVISOR_A, case, Action.ORDER, at + 201 * MINUTE, order)
    papers = market.photo(case, cast.SUPERVISOR_A, at + 202 * MINUTE)
    referral = Referral(ReferralGround.REFUSAL, "拒不改正", (papers,), "sup_b")
    market.takes(cast.SUPERVISOR_A, case, Action.REFER, at + 203 * MINUTE, referral)
    assert market.case(case).state is State.CASE_REFERRED


def spoken(at: datetime) -> Dissuasion:
    return Dissuasion("熟食区1号", "请戴好口罩", at)


def pictures(market: Market, case: UUID) -> int:
    """How many of a case's pictures there are."""
    return len(list(market.store.evidence.root.glob(f"*/*/{case}/*.jpg")))


@pytest.mark.parametrize(
    ("hours", "off_h", "share", "ranked"),
    [
        pytest.param(("09:00", "13:00"), 0, 1.0, True, id="watched all the time"),
        pytest.param(("09:00", "13:00"), 2, 0.5, False, id="off 2 of 4 hours: no rank"),
        pytest.param(("05:30", "18:30"), 2, 11 / 13, True, id="off 2 of 13 hours: coverage falls, still ranked"),
        pytest.param(("05:30", "18:30"), 6, 7 / 13, False, id="off 6 of 13 hours: no rank"),
    ],
)
def test_scenario_15_camera_off_2_h_coverage_falls_rank_excluded(
    market: Market, hours: tuple[str, str], off_h: int, share: float, ranked: bool
) -> None:
    with market.store.database.writing() as session:
        registry.sync(session, [with_hours(site, hours) for site in entries(DEMO)])
    watch(market, "YH-C01", hours, off_h)
    watch(market, "YH-C02", hours, 0)
    scores = scored(market)
    assert scores["YH-D01"].watched.coverage == pytest.approx(share)
    assert scores["YH-D01"].ranked is ranked
    assert ("YH-D01" in [one.merchant for one in ranking(scores.values())]) is ranked
    assert scores["YH-D03"].ranked


def with_hours(site: SiteEntry, hours: tuple[str, str]) -> SiteEntry:
    return replace(
        site,
        cameras=tuple(
            replace(camera, zones=tuple(replace(zone, schedule=hours) for zone in camera.zones))
            for camera in site.cameras
        ),
    )


def watch(market: Market, camera: str, hours: tuple[str, str], off_h: int) -> None:
    """A day of a camera that goes dark for the last hours."""
    sink = DatabaseSink(market.store.database, market.store.evidence, "live", Recorder(TimeSource.LIVE))
    opens, closes = (datetime.combine(DAY, time.fromisoformat(text), NINGBO) for text in hours)
    until, hour = closes - off_h * HOUR, opens.replace(minute=0)
    while hour < until:
        seconds = (min(hour + HOUR, until) - max(hour, opens)).total_seconds()
        sink.coverage(Coverage(camera, hour, watched_s=seconds, staffed_s=seconds / 2, frames=int(seconds)))
        hour += HOUR


def scored(market: Market) -> dict[str, Score]:
    asked = Asked(Period(DAY, DAY), datetime.combine(DAY, time(23, 30), NINGBO), EVERYWHERE)
    with market.store.database.reading() as session:
        material = gather(session, asked, book_of(load_rulebook(DEMO.rules), load_casebook()))
    return {one.merchant: one for one in material.scores()}


def test_scenario_16_operator_of_d01_reads_no_event_of_d02_on_the_shared_camera(market: Market) -> None:
    mine, neighbours = market.captured(MINE, number=1), market.captured(NEIGHBOURS, number=2)
    listed = market.asks(cast.STALL_01, "/violations").json()["items"]
    assert [one["id"] for one in listed] == [str(mine)]
    for way in (f"/violations/{neighbours}", f"/cases/{neighbours}"):
        assert market.asks(cast.STALL_01, way).status_code == 404
    shown = market.asks(cast.MANAGER, f"/violations/{neighbours}").json()["evidence"]
    assert shown
    for picture in shown:
        assert market.asks(cast.STALL_01, f"/evidence/{picture['id']}").status_code == 404


def test_scenario_16_nor_sees_the_neighbours_half_of_the_own_picture(market: Market) -> None:
    mine = market.captured(MINE)
    pictures = market.asks(cast.STALL_01, f"/violations/{mine}").json()["evidence"]
    assert len(pictures) == 5
    for picture in (one for one in pictures if one["kind"] != "strip"):  # whose cells are no view of the counter
        for way in ("", "/thumbnail"):
            answer = market.asks(cast.STALL_01, f"/evidence/{picture['id']}{way}")
            assert answer.status_code == 200
            assert share_of_the_counter_beside(market, picture["id"], answer.content, way) < 0.02


def share_of_the_counter_beside(market: Market, picture: str, jpeg: bytes, way: str) -> float:
    """How much wider than the own zone the picture is, as a share of the whole one's width."""
    whole = decode_jpeg(market.asks(cast.MANAGER, f"/evidence/{picture}{way}").content)
    own = decode_jpeg(jpeg)
    scale = own.shape[0] / whole.shape[0] / (0.98 - 0.30)
    zone = (0.50 - 0.05) * whole.shape[1] * scale
    assert np.mean(own) > 20
    return float(max(own.shape[1] - zone, 0) / (whole.shape[1] * scale))
