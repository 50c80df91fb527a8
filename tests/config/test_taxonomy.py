"""The whole taxonomy as data: what is told, what is only named, and what switching that on says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sunkitchen.config import Config, load_config, load_legal_book, load_rulebook
from sunkitchen.config.schema import RuleOverride
from sunkitchen.networks.eyes import EyesPool
from sunkitchen.paths import CONFIGS, ROOT
from sunkitchen.taxonomy import document
from sunkitchen.wiring import posts, rules_of
from vision.detect.fake import FakeClassifier, FakeDetector
from vision.errors import ConfigError
from vision.facts import Answer, Judgement, ZoneKind
from vision.pipeline import Eyes

ON = RuleOverride(enabled=True)
# The domain's list: code, severity, what a model would have to find or judge, or the kind of rule that needs no model.
TAXONOMY = [
    ("NO_HAT", "II", "hat"),
    ("HAIR_EXPOSED", "III", "hair"),
    ("NO_MASK", "II", "mask"),
    ("MASK_IMPROPER", "III", "mask"),
    ("NO_GLOVES", "III", "glove"),
    ("NO_UNIFORM", "II", "coat"),
    ("BARE_TORSO", "II", "torso"),
    ("SMOKING", "II", "cigarette"),
    ("PHONE_USE", "ADV", "phone"),
    ("EATING", "ADV", "eating"),
    ("INTRUDER", "III", "head_count"),
    ("FIRE_UNATTENDED", "I", "flame"),
    ("RODENT", "I", "rodent', 'cat"),
    ("INSECT", "III", "insect"),
    ("PET", "II", "dog', 'cat"),
    ("FOOD_UNCOVERED", "II", "open_tray"),
    ("BIN_UNCOVERED", "II", "bin_open"),
    ("BIN_OVERFLOW", "II", "bin_overflow"),
    ("FLOOR_WET_DIRTY", "III", "puddle"),
    ("FOOD_ON_FLOOR", "III", "food_box"),
    ("COUNTER_CLUTTER", "ADV", "foreign_object"),
    ("AISLE_BLOCKED", "II", "goods"),
    ("NONMOTOR", "ADV", "bicycle"),
    ("CAM_OFFLINE", "II", "camera_offline"),
    ("CAM_OBSTRUCTED", "II", "camera_obstructed"),
    ("CERT_EXPIRED", "II", "health_certificates"),
    ("LICENCE_EXPIRED", "II", "licence_expiry"),
]
JUDGED = ["NO_HAT", "NO_MASK", "MASK_IMPROPER"]
REAL = [*JUDGED, "INTRUDER", "CAM_OFFLINE", "CAM_OBSTRUCTED", "CERT_EXPIRED"]


def seeing(labels: tuple[str, ...] = ("head", "hand"), attributes: tuple[str, ...] = ("hat", "mask")) -> EyesPool:
    """Eyes that find these classes and judge these attributes of a head."""
    said = tuple(Judgement(name, Answer.WORN, 0.9) for name in attributes)
    return EyesPool([Eyes(FakeDetector([], labels), (FakeClassifier([said]),))])


def example() -> Config:
    return load_config(CONFIGS / "example.yaml")


@pytest.mark.parametrize(("code", "severity"), [pytest.param(c, s, id=c) for c, s, _ in TAXONOMY])
def test_every_code_of_the_domain_is_there(code: str, severity: str) -> None:
    rulebook = load_rulebook({})
    known = rulebook.severities | {one: data.severity for one, data in rulebook.declared.items()}
    assert known[code] == severity
    assert set(known) == {code for code, _, _ in TAXONOMY} | {"HAT_NOT_WHITE"}


@pytest.mark.parametrize(("code", "lacks"), [pytest.param(c, n, id=c) for c, _, n in TAXONOMY if c not in REAL])
def test_switched_on_without_what_it_takes_it_is_refused(code: str, lacks: str) -> None:
    rulebook = load_rulebook({code: ON})
    with pytest.raises(ConfigError, match=rf"{code}: .*'{lacks}'.*switch (it|the rule) off"):
        rules_of(posts(example())[0], seeing(), rulebook)


def test_every_refusal_is_told_at_once() -> None:
    rulebook = load_rulebook({"SMOKING": ON, "NO_UNIFORM": ON, "PET": ON, "RODENT": RuleOverride(enabled=False)})
    with pytest.raises(ConfigError) as refused:
        rules_of(posts(example())[0], seeing(), rulebook)
    subjects = [mistake.split(":")[0] for mistake in refused.value.mistakes]
    assert subjects == ["rules.SMOKING", "rules.PET", "rule NO_UNIFORM"]


def test_a_model_that_finds_it_is_not_enough_without_the_rule() -> None:
    with pytest.raises(ConfigError, match="SMOKING: is declared, but this version has no rule of the kind 'presence'"):
        rules_of(posts(example())[0], seeing(("head", "hand", "cigarette")), load_rulebook({"SMOKING": ON}))


@pytest.mark.parametrize("code", ["NO_UNIFORM", "BARE_TORSO", "HAIR_EXPOSED"])
def test_with_a_model_that_judges_it_a_box_only_switches_it_on(code: str) -> None:
    rulebook = load_rulebook({code: ON})
    rules = rules_of(posts(example())[0], seeing(attributes=("hat", "mask", "coat", "torso", "hair")), rulebook)
    assert [rule.code for rule in rules] == [*JUDGED, code, "CAM_OBSTRUCTED"]


@pytest.mark.parametrize("override", [RuleOverride(), RuleOverride(enabled=False)])
def test_a_declared_code_that_is_off_asks_nothing(override: RuleOverride) -> None:
    assert rules_of(posts(example())[0], seeing(), load_rulebook({"SMOKING": override}))


def test_a_declared_code_stands_somewhere() -> None:
    for code, data in load_rulebook({}).declared.items():
        assert data.where == "merchant" or set(data.where) <= set(ZoneKind) - {ZoneKind.DINING_HALL}, code
        assert bool(data.needs) is (data.kind != "licence_expiry"), code


def test_a_code_stands_in_one_file(tmp_path: Path) -> None:
    shutil.copytree(CONFIGS / "rules", tmp_path, dirs_exist_ok=True)
    path = tmp_path / "declared.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("  PET:", "  NO_HAT:"), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"NO_HAT: stands in violations\.yaml and declared\.yaml"):
        load_rulebook({}, tmp_path)


def test_the_written_document_is_the_one_in_force() -> None:
    written = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert written == document(load_rulebook({}), load_legal_book()), "run `make docs`"
