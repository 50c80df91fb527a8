"""configs/cases.yaml: the shipped numbers are the domain's; a bad one names its place and the mend."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from cases.settings import Step
from cases.states import SiteType, State
from records.states import ReviewState
from sunkitchen.config import load_casebook, load_rulebook
from sunkitchen.config.schema import SiteConfig
from sunkitchen.paths import CONFIGS
from vision.errors import ConfigError
from vision.facts import Severity

SHIPPED = (CONFIGS / "cases.yaml").read_text(encoding="utf-8")


def written(folder: Path, text: str) -> Path:
    path = folder / "cases.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_numbers_are_the_domains() -> None:
    settings = load_casebook()
    timing = settings.timing
    assert (timing.review, timing.review_class_i) == (timedelta(minutes=10), timedelta(minutes=5))
    assert (timing.level_1, timing.level_2, timing.accept) == (
        timedelta(minutes=30),
        timedelta(hours=2),
        timedelta(hours=4),
    )
    assert timing.feedback == {SiteType.SCHOOL_CANTEEN: timedelta(hours=24)}
    assert (timing.appeal_window_wd, timing.appeal_decision_wd, timing.yellow_card.days) == (5, 5, 5)
    assert (settings.repeats.window, settings.strikes.lookback.days) == (timedelta(minutes=10), 30)
    assert settings.strikes.ladder == (Step.REMIND, Step.NOTICE, Step.REFER, Step.CONTRACT)
    assert settings.strikes.after_dissuasion == {"NO_MASK": Severity.I}


def test_every_code_of_the_rules_is_in_a_family() -> None:
    settings = load_casebook()
    known = {code for family in settings.families for code in family.codes}
    rulebook = load_rulebook({})
    assert set(rulebook.code_names) | set(rulebook.declared) == known
    assert settings.auto_close | set(settings.strikes.after_dissuasion) <= known


def test_records_and_cases_use_the_same_words() -> None:
    assert State is ReviewState


def test_the_kinds_of_site_are_the_configurations() -> None:
    allowed = SiteConfig.model_json_schema()["properties"]["type"]["enum"]
    assert sorted(allowed) == sorted(SiteType)


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        pytest.param("level_1_min: 30", "level_1_min: 0", "timing.level_1_min", "greater than 0", id="no time"),
        pytest.param("level_1_min", "level1_min", "timing.level1_min", "did you mean 'level_1_min'?", id="typo"),
        pytest.param("apart_s: 60", "apart_s: 600", "repeats", "less than window_min", id="nothing is a repeat"),
        pytest.param("good_s: 1,", "good_s: 9,", "clock", "expected good_s or more", id="worse than degraded"),
        pytest.param("RODENT, INSECT", "RODENT, NO_HAT", "families", "NO_HAT: stands in more", id="two families"),
        pytest.param("[remind, notice,", "[remind, shout,", "strikes.ladder[1]", "'remind'", id="unknown step"),
        pytest.param(
            "workdays: [2026-01-04,",
            "workdays: [2026-13-01,",
            "cases.yaml",
            "a value that is none: month must be",
            id="no date",
        ),
        pytest.param("school_canteen: 24", "school: 24", "timing.feedback_h.school", "'school_canteen'", id="no site"),
    ],
)
def test_a_mistake_names_its_place_and_the_mend(tmp_path: Path, old: str, new: str, place: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_casebook(written(tmp_path, SHIPPED.replace(old, new, 1)))
    assert place in str(caught.value)
    assert words in str(caught.value)


def test_a_district_fills_in_its_holidays(tmp_path: Path) -> None:
    data = yaml.safe_load(SHIPPED) | {"holidays": [date(2026, 10, 1)], "workdays": [date(2026, 10, 10)]}
    calendar = load_casebook(written(tmp_path, yaml.safe_dump(data, allow_unicode=True))).calendar
    days = (date(2026, 10, 1), date(2026, 10, 10), date(2026, 10, 11), date(2026, 10, 9))
    assert [calendar.works(day) for day in days] == [False, True, False, True]


@pytest.mark.parametrize(
    ("first", "days", "worked_for"),
    [
        pytest.param(date(2026, 1, 1), 3, ["2026-01-04"], id="New Year"),
        pytest.param(date(2026, 2, 15), 9, ["2026-02-14", "2026-02-28"], id="Spring Festival"),
        pytest.param(date(2026, 4, 4), 3, [], id="Qingming"),
        pytest.param(date(2026, 5, 1), 5, ["2026-05-09"], id="Labour Day"),
        pytest.param(date(2026, 6, 19), 3, [], id="Dragon Boat"),
        pytest.param(date(2026, 9, 25), 3, [], id="Mid-Autumn"),
        pytest.param(date(2026, 10, 1), 7, ["2026-09-20", "2026-10-10"], id="National Day"),
    ],
)
def test_the_holidays_of_2026_are_those_of_the_notice(first: date, days: int, worked_for: list[str]) -> None:
    calendar = load_casebook().calendar
    free = [first + timedelta(days=n) for n in range(days)]
    assert not any(map(calendar.works, free))
    before, after = first - timedelta(days=1), free[-1] + timedelta(days=1)
    swapped = {date.fromisoformat(day) for day in worked_for}
    assert all(calendar.works(day) and day.weekday() >= 5 for day in swapped)
    assert all(calendar.works(day) or day.weekday() >= 5 for day in (before, after))
