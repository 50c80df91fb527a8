"""Scenarios 1 to 4 and 10: what is told of people at the demo site's cameras, by the shipped rules and its own zones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from sunkitchen.config import load_config, load_rulebook
from sunkitchen.paths import CONFIGS
from sunkitchen.wiring import posts, requirements_of
from tests.scenarios.market import DEMO, T0, person
from vision.errors import ConfigError
from vision.facts import Answer, Box, Judgement, Look, Phase, Reason, Track, Violation
from vision.looks import zones_of
from vision.rules import Place, build_rules

WIDTH, HEIGHT = 1280, 720
RULEBOOK = load_rulebook(DEMO.rules)
LETTERS = {"N": Answer.NOT_WORN, "W": Answer.WORN, "?": Answer.CANNOT_TELL}
AT_THE_STOVE, BEHIND_THE_COUNTER = (0.25, 0.45), (0.25, 0.45)
BEFORE_THE_COUNTER = (0.38, 0.17)
"""Where the middle of a head is, 0-1 of the picture."""


def told(camera: str, head: tuple[float, float], masks: str, step_s: float = 1.0) -> list[Violation]:
    """What the rules tell of somebody with a hat whose mask is seen so, letter by letter."""
    (post,) = [post for post in posts(DEMO) if post.camera.id == camera]
    zones = {zone.id: zone for zone in post.zones}
    place = Place(camera, zones, requirements_of(post.site, RULEBOOK), post.site.zone_info, "test", frozenset())
    rules = build_rules([spec for spec in RULEBOOK.specs if spec.attribute], place, ("hat", "mask"))
    strip = [look(camera, head, letter, number * step_s) for number, letter in enumerate(masks)]
    facts = [fact for one in strip for rule in rules for fact in rule.see([one], one.at)]
    return [fact for fact in facts if isinstance(fact, Violation) and fact.phase is Phase.OPENED]


def look(camera: str, head: tuple[float, float], mask: str, at_s: float) -> Look:
    x, y = head[0] * WIDTH, head[1] * HEIGHT
    box, at = Box(x - 30, y - 40, x + 30, y + 40), T0 + timedelta(seconds=at_s)
    track = Track(person("somebody"), "head", box, T0 - timedelta(minutes=5), at)
    (post,) = [post for post in posts(DEMO) if post.camera.id == camera]
    answer = LETTERS[mask]
    said = Judgement("mask", answer, 0.9, Reason.TURNED_AWAY if answer is Answer.CANNOT_TELL else None)
    zones = zones_of(box, post.zones, WIDTH, HEIGHT)
    return Look(camera, track, at, round(at_s * 8), at_s, zones, (Judgement("hat", Answer.WORN, 0.9), said), 60.0)


def codes(found: Sequence[Violation]) -> list[tuple[str, str]]:
    return [(one.code, one.zone) for one in found]


def test_scenario_01_mask_absent_at_hot_kitchen_gives_no_event() -> None:
    assert codes(told("XX-C01", AT_THE_STOVE, "N" * 60)) == []


def test_scenario_02_mask_absent_at_deli_counter_gives_an_event_after_9_of_12() -> None:
    nine_of_twelve = "NNNWNNNWNNNW"
    assert codes(told("YH-C01", BEHIND_THE_COUNTER, nine_of_twelve)) == [("NO_MASK", "YH-C01-Z1")]
    assert codes(told("YH-C01", BEHIND_THE_COUNTER, "NWNWNNNWNWNW")) == []
    assert codes(told("YH-C01", BEHIND_THE_COUNTER, nine_of_twelve[:7])) == []


def test_scenario_03_back_of_the_head_only_gives_no_event() -> None:
    assert codes(told("YH-C01", BEHIND_THE_COUNTER, "?" * 60)) == []
    assert codes(told("YH-C01", BEHIND_THE_COUNTER, "?" * 60 + "N" * 12)) == [("NO_MASK", "YH-C01-Z1")]


def test_scenario_04_a_customer_outside_the_polygon_gives_no_event() -> None:
    assert codes(told("YH-C01", BEFORE_THE_COUNTER, "N" * 60)) == []


@pytest.mark.parametrize("kind", ["changing_room", "toilet", "dorm", "nursing_room"])
def test_scenario_10_zone_kind_changing_room_is_a_config_error(tmp_path: Path, kind: str) -> None:
    text = (CONFIGS / "demo.yaml").read_text(encoding="utf-8").replace("kind: deli_special_room", f"kind: {kind}")
    (tmp_path / "box.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match="视频图像信息系统管理条例 第八条") as refused:
        load_config(tmp_path / "box.yaml")
    assert f"a camera may not watch a {kind}" in str(refused.value)
