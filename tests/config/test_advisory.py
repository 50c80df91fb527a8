"""Which attributes a site is only advised on, and that this reaches its rules and `sunkitchen check`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sunkitchen.config import load_rulebook
from sunkitchen.paths import CONFIGS
from sunkitchen.wiring import advised_on, posts, rules_of
from tests.cli.command import sunkitchen
from tests.config.test_demands import box, seeing
from vision.rules.missing_attribute import MissingAttribute


@pytest.mark.parametrize(
    ("site", "enrolled", "advised"),
    [
        pytest.param({}, set(), {"hat", "mask", "glove"}, id="a new site"),
        pytest.param({"advisory": "until_enrolled"}, {"hat"}, {"mask", "glove"}, id="hats were learnt"),
        pytest.param({}, {"hat", "mask", "glove"}, set(), id="everything was"),
        pytest.param({"advisory": "never"}, set(), set(), id="the operator takes the base network's word"),
    ],
)
def test_a_site_is_advised_until_it_was_learnt(
    tmp_path: Path, site: dict[str, str], enrolled: set[str], advised: set[str]
) -> None:
    config = box(tmp_path, "deli_counter", True, **site)
    rulebook, post = load_rulebook(config.rules), posts(config)[0]
    assert advised_on(post.site, rulebook, frozenset(enrolled)) == advised
    rules = rules_of(post, seeing("hat", "mask", "glove"), rulebook, frozenset(enrolled))
    told = {
        rule.spec.attribute
        for rule in rules
        if isinstance(rule, MissingAttribute) and rule.place.only_advises(rule.spec)
    }
    assert told == advised


def test_check_says_what_only_advises_and_the_mend() -> None:
    said = sunkitchen("check", "--config", CONFIGS / "demo.yaml", "--json")
    sites = {one["subject"]: one for one in json.loads(said.out) if one["subject"].startswith("site ")}
    market, canteen = sites["site yuehu-market"], sites["site demo-primary-canteen"]
    assert (market["ok"], canteen["ok"]) == (True, True)
    assert "every flag counts" in market["words"]
    assert "advisory on hat, mask" in canteen["words"]
    assert "sunkitchen enrol collect" in canteen["words"]
