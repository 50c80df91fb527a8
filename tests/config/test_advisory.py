"""Which attributes a site is only advised on, and that this reaches its rules and `sunkitchen check`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sunkitchen.config import load_rulebook
from sunkitchen.config.schema import RuleOverride
from sunkitchen.paths import CONFIGS
from sunkitchen.wiring import advised_on, posts, rules_of
from tests.cli.command import sunkitchen
from tests.config.test_demands import box, seeing
from vision.rules.missing_attribute import MissingAttribute

HATS, MASKS = {"NO_HAT", "HAT_NOT_WHITE"}, {"NO_MASK", "MASK_IMPROPER"}
ON_REQUEST = {"NO_GLOVES": RuleOverride(enabled=True), "HAT_NOT_WHITE": RuleOverride(enabled=True)}


@pytest.mark.parametrize(
    ("site", "learnt", "advised", "counting"),
    [
        pytest.param({}, set(), {"hat", "mask", "glove"}, set(), id="a new site"),
        pytest.param({"advisory": "until_enrolled"}, {"hat"}, {"mask", "glove"}, HATS, id="hats were learnt"),
        pytest.param({}, {"mask", "glove"}, {"hat"}, MASKS | {"NO_GLOVES"}, id="all but hats, and so their colour"),
        pytest.param({}, {"hat", "mask", "glove"}, set(), HATS | MASKS | {"NO_GLOVES"}, id="everything was learnt"),
        pytest.param({"advisory": "never"}, set(), set(), HATS | MASKS | {"NO_GLOVES"}, id="the operator wants it so"),
    ],
)
def test_a_site_is_advised_until_it_was_learnt(
    tmp_path: Path, site: dict[str, str], learnt: set[str], advised: set[str], counting: set[str]
) -> None:
    post, rulebook = posts(box(tmp_path, "deli_counter", True, **site))[0], load_rulebook(ON_REQUEST)
    assert advised_on(post.site, rulebook, frozenset(learnt)) == advised
    rules = rules_of(post, seeing("hat", "mask", "glove", "hat_colour", learnt=learnt), rulebook)
    kinds = [rule for rule in rules if isinstance(rule, MissingAttribute)]
    assert {rule.code for rule in kinds if not rule.place.only_advises(rule.spec)} == counting


def test_check_says_what_only_advises_and_the_mend() -> None:
    said = sunkitchen("check", "--config", CONFIGS / "demo.yaml", "--json")
    sites = {one["subject"]: one for one in json.loads(said.out) if one["subject"].startswith("site ")}
    market, canteen = sites["site yuehu-market"], sites["site demo-primary-canteen"]
    assert (market["ok"], canteen["ok"]) == (True, True)
    assert "every flag counts" in market["words"]
    assert "advisory on hat, mask" in canteen["words"]
    assert "sunkitchen enrol collect" in canteen["words"]
