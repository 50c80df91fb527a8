"""The demo's made-up looks: a rule can be tried on them, and the one in force flags nothing, for nothing was flagged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.rehearsal.trial import Trial
from sunkitchen.config import Config, load_config
from sunkitchen.demo.hours import keep_hours
from sunkitchen.paths import CONFIGS
from sunkitchen.registering import sync_registry
from sunkitchen.rehearsal.rehearse import rehearse
from sunkitchen.store import Store, kept_looks, open_store
from sunkitchen.wiring import posts

NOW = datetime(2026, 6, 1, 3, 20, 7, tzinfo=UTC)
CONFIG = load_config(CONFIGS / "demo.yaml")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("demo")) as store:
        sync_registry(store, CONFIG)
        keep_hours(store, CONFIG, NOW)
        yield store


@pytest.mark.parametrize("camera", [post.camera.id for post in posts(CONFIG)])
def test_six_seconds_would_flag_what_eight_did_not(store: Store, camera: str) -> None:
    trial = Trial(camera, "NO_HAT", NOW - timedelta(hours=1), NOW)
    now, sooner = (rehearse(CONFIG, store, one) for one in (trial, with_seconds(trial, 4.0)))
    assert (now.would, now.did, sooner.did) == ((), (), ())
    assert 3 <= len(sooner.would) + sum(flag.repeats for flag in sooner.would) <= 6
    assert now.watched_s > 3000
    assert now.judged > 800


def with_seconds(trial: Trial, seconds: float) -> Trial:
    return Trial(trial.camera, trial.code, trial.since, trial.until, observed_s=seconds)


def test_a_second_start_adds_nothing(store: Store) -> None:
    def sizes(config: Config) -> dict[Path, int]:
        return {path: path.stat().st_size for path in kept_looks(config, store).root.rglob("*.jsonl")}

    before = sizes(CONFIG)
    keep_hours(store, CONFIG, NOW + timedelta(minutes=5))
    assert sizes(CONFIG) == before
    assert len(before) >= len(posts(CONFIG)) * 3


def test_at_night_there_is_something_of_the_day(tmp_path: Path) -> None:
    night = datetime(2026, 6, 1, 18, 30, tzinfo=UTC)  # half past two at the market, which closed at half past six
    with open_store(tmp_path) as store:
        sync_registry(store, CONFIG)
        keep_hours(store, CONFIG, night)
        asked = Trial("YH-C02", "NO_HAT", night - timedelta(hours=9), night, observed_s=4.0)
        found = rehearse(CONFIG, store, asked)
    assert {flag.opened_at.hour for flag in found.would} <= {8, 9, 10}
    assert len(found.would) >= 3
