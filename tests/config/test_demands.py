"""What a site asks for, and rules that could never say anything."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest
import yaml

from sunkitchen.config import Config, load_config, load_rulebook
from sunkitchen.config.schema import RuleOverride
from sunkitchen.networks.eyes import EyesPool
from sunkitchen.wiring import expect_asked, posts, requirements_of, rules_of
from vision.detect.fake import FakeClassifier, FakeDetector
from vision.errors import ConfigError
from vision.facts import Answer, Judgement, ZoneKind
from vision.pipeline import Eyes

TRAYS = [[0.2, 0.2], [0.8, 0.2], [0.8, 0.8]]


def seeing(*attributes: str, learnt: Collection[str] = ()) -> EyesPool:
    """Eyes that judge these attributes, some of them as the site taught."""
    said = tuple(Judgement(name, Answer.WORN, 0.9) for name in attributes)
    return EyesPool([Eyes(FakeDetector([]), (FakeClassifier([said]),))], learnt=frozenset(learnt))


def box(folder: Path, kind: str = "deli_counter", rte: bool = True, **site: object) -> Config:
    zone = {"id": "Z1", "kind": kind, "polygon": [[0, 0], [1, 0], [1, 1]], **({"rte_roi": TRAYS} if rte else {})}
    camera = {"id": "C1", "source": {"file": "clip.mp4"}, "zones": [zone]}
    whole = {
        "rules": {"NO_GLOVES": {"enabled": True}},
        "sites": [{"id": "market", "name": "市场", "type": "farmers_market", "cameras": [camera], **site}],
    }
    path = folder / "box.yaml"
    path.write_text(yaml.safe_dump(whole, allow_unicode=True), encoding="utf-8")
    return load_config(path)


def test_a_rule_without_its_class_is_refused_by_name(tmp_path: Path) -> None:
    config = box(tmp_path)
    with pytest.raises(ConfigError, match=r"NO_GLOVES: needs the attribute 'glove'.*fake_classifier@0.*hat, mask"):
        rules_of(posts(config)[0], seeing("hat", "mask"), load_rulebook(config.rules))


def test_a_rule_with_its_class_is_taken(tmp_path: Path) -> None:
    config = box(tmp_path)
    rules = rules_of(posts(config)[0], seeing("hat", "mask", "glove"), load_rulebook(config.rules))
    assert [rule.code for rule in rules] == ["NO_HAT", "NO_MASK", "MASK_IMPROPER", "NO_GLOVES", "CAM_OBSTRUCTED"]


@pytest.mark.parametrize(
    ("kind", "rte", "site", "fits"),
    [
        pytest.param("deli_counter", True, {}, True, id="a counter with its food drawn"),
        pytest.param("deli_counter", False, {}, False, id="nobody drew the food"),
        pytest.param("deli_special_room", True, {}, False, id="a room where gloves are advice"),
        pytest.param(
            "deli_special_room",
            True,
            {"requires": {"deli_special_room": {"glove": "must"}}},
            True,
            id="unless the site asks",
        ),
        pytest.param(
            "deli_counter", True, {"requires": {"deli_counter": {"glove": "should"}}}, False, id="the site is mild"
        ),
    ],
)
def test_a_rule_that_could_never_fire_is_refused(
    tmp_path: Path, kind: str, rte: bool, site: dict[str, object], fits: bool
) -> None:
    config = box(tmp_path, kind, rte, **site)
    if fits:
        expect_asked(config, load_rulebook(config.rules))
        return
    with pytest.raises(ConfigError, match=r"rules\.NO_GLOVES: .* has an rte_roi; draw one"):
        expect_asked(config, load_rulebook(config.rules))


@pytest.mark.parametrize(
    ("rule", "site", "fits"),
    [
        pytest.param("HAT_NOT_WHITE", {}, False, id="no kind of place asks for white by itself"),
        pytest.param("HAT_NOT_WHITE", {"requires": {"deli_counter": {"hat_colour": "must"}}}, True, id="the site asks"),
        pytest.param("HAT_NOT_WHITE", {"requires": {"hot_kitchen": {"hat_colour": "must"}}}, False, id="but elsewhere"),
        pytest.param("HAT_NOT_WHITE", {"requires": {"deli_counter": {"hat_colour": "should"}}}, False, id="as advice"),
        pytest.param("NO_MASK", {"requires": {"deli_counter": {"mask": "none"}}}, True, id="on without being asked"),
    ],
)
def test_white_is_asked_for_by_the_site(tmp_path: Path, rule: str, site: dict[str, object], fits: bool) -> None:
    written = box(tmp_path, "deli_counter", True, **site)
    config = written.model_copy(update={"rules": {rule: RuleOverride(enabled=True)}})
    if fits:
        expect_asked(config, load_rulebook(config.rules))
        return
    with pytest.raises(ConfigError, match=r"rules\.HAT_NOT_WHITE: .*no zone of the box.*hat_colour: must.*switch"):
        expect_asked(config, load_rulebook(config.rules))


def test_white_is_asked_only_where_a_hat_is_worn() -> None:
    specs = {spec.code: spec for spec in load_rulebook({"HAT_NOT_WHITE": RuleOverride(enabled=True)}).specs}
    assert specs["HAT_NOT_WHITE"].attributes == ("hat_colour", "hat")


def test_the_sites_demands_stand_over_the_rulebooks(tmp_path: Path) -> None:
    config = box(tmp_path, requires={"hot_kitchen": {"mask": "should"}, "deli_counter": {"glove": "should"}})
    asked = requirements_of(config.sites[0], load_rulebook({}))
    assert asked[ZoneKind.HOT_KITCHEN] == {"hat": "must", "mask": "should", "coat": "must", "torso": "must"}
    deli = load_rulebook({}).requirements[ZoneKind.DELI_COUNTER]
    assert asked[ZoneKind.DELI_COUNTER] == {**deli, "glove": "should"}


def test_a_demand_nobody_judges_is_a_mistake(tmp_path: Path) -> None:
    config = box(tmp_path, requires={"hot_kitchen": {"gloves": "must"}})
    with pytest.raises(ConfigError, match=r"requires\.hot_kitchen\.gloves: .* glove, hair, hat, hat_colour, mask"):
        requirements_of(config.sites[0], load_rulebook({}))
