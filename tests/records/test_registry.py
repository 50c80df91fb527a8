"""The registry follows the configuration and forgets nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from records import registry, violations
from records.database import Database
from records.registry import CameraEntry, MerchantEntry, SiteEntry
from records.sink import DatabaseSink
from records.violation_rows import ViolationFilter
from tests.records.build import MARKET, contents, violation

CANTEEN = SiteEntry("canteen", "示范食堂", "school_canteen", cameras=(CameraEntry("c1", "moved here"),))


def synced(database: Database, *sites: SiteEntry) -> tuple[SiteEntry, ...]:
    """What the registry says after hearing of these sites."""
    with database.writing() as session:
        registry.sync(session, sites)
    with database.reading() as session:
        return registry.sites(session)


def with_sites(site: SiteEntry) -> SiteEntry:
    """As it is read: cameras know their site."""
    return replace(site, cameras=tuple(replace(camera, site=site.id) for camera in site.cameras))


def test_what_was_written_is_read(database: Database) -> None:
    assert synced(database, MARKET) == (with_sites(MARKET),)


def test_the_same_configuration_again_changes_nothing(database: Database) -> None:
    before = contents(database)
    synced(database, MARKET)
    assert contents(database) == before


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(replace(MARKET, name="南苑市场", street="南苑"), id="names"),
        pytest.param(replace(MARKET, merchants=(MerchantEntry("m1", "阿明", "1号", "deli"),)), id="a merchant gone"),
        pytest.param(replace(MARKET, cameras=MARKET.cameras[:1]), id="a camera gone"),
        pytest.param(replace(MARKET, cameras=(replace(MARKET.cameras[0], zones=()),)), id="zones gone"),
        pytest.param(replace(MARKET, cameras=(replace(MARKET.cameras[0], gb_id="1" * 20),)), id="an id"),
    ],
)
def test_a_change_of_configuration_is_followed(database: Database, changed: SiteEntry) -> None:
    assert synced(database, changed) == (with_sites(changed),)


def test_a_camera_may_move_to_another_site(database: Database) -> None:
    assert [site.cameras for site in synced(database, CANTEEN)] == [(replace(CANTEEN.cameras[0], site="canteen"),)]


def test_what_vanished_comes_back(database: Database) -> None:
    synced(database)
    assert synced(database, MARKET) == (with_sites(MARKET),)


def test_what_vanished_still_names_old_violations(database: Database, sink: DatabaseSink) -> None:
    sink.violation(violation(), ())
    assert synced(database) == ()
    with database.reading() as session:
        (row,) = violations.page(session, ViolationFilter()).items
    assert (row.site_name, row.merchant_name) == ("月湖市场", "阿明卤味")


def test_cameras_and_merchants_are_read_by_site(database: Database) -> None:
    synced(
        database, MARKET, replace(CANTEEN, cameras=(CameraEntry("c9", "灶台"),), merchants=(MerchantEntry("m9", "校"),))
    )
    with database.reading() as session:
        assert [camera.id for camera in registry.cameras(session)] == ["c1", "c2", "c9"]
        assert [camera.id for camera in registry.cameras(session, "canteen")] == ["c9"]
        assert [merchant.id for merchant in registry.merchants(session)] == ["m1", "m2", "m9"]
        assert [merchant.id for merchant in registry.merchants(session, "market")] == ["m1", "m2"]


def test_one_camera_is_read_even_when_retired(database: Database) -> None:
    synced(database)
    with database.reading() as session:
        found = registry.camera(session, "c2")
        assert registry.camera(session, "c9") is None
    assert found is not None
    assert (found.name, found.zones) == ("冷食间", ())
