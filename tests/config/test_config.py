"""Configurations: the shipped ones load; a bad one names every mistake, its line and the mend."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from sunkitchen.config import load_config, load_rulebook
from sunkitchen.config.load import schema_text
from sunkitchen.config.schema import RuleOverride
from sunkitchen.paths import CONFIGS
from vision.errors import ConfigError
from vision.facts import ZoneKind

DRESS = {"hat": "must", "coat": "must", "torso": "must"}
SERVING = {**DRESS, "mask": "must", "glove": "should"}
ROOM = {**SERVING, "hair": "must"}
GOOD = """\
version: 1
sites:
  - id: market
    name: 市场
    type: farmers_market
    merchants:
      - {id: D01, name: 卤味, kind: licensed_food_sale}
    cameras:
      - id: C1
        source: {file: clip.mp4}
        zones:
          - id: Z1
            kind: deli_counter
            merchant: D01
            polygon: [[0.1, 0.1], [0.9, 0.1], [0.9, 0.9]]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "box.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["demo.yaml", "example.yaml"])
def test_shipped_configurations_load(name: str) -> None:
    assert load_config(CONFIGS / name).sites


def test_paths_are_taken_from_the_files_folder(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, GOOD))
    assert config.sites[0].cameras[0].source.file == tmp_path / "clip.mp4"
    assert config.box.data == tmp_path / "data"


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        pytest.param("kind: deli_counter", "kynd: deli_counter", "box.yaml:13:", "did you mean 'kind'?", id="typo"),
        pytest.param("version: 1", "version: 1\nx: 1", "box.yaml:2: x:", "expected one of version", id="unknown key"),
        pytest.param(", [0.9, 0.9]]", "]", "box.yaml:15:", "at least 3 points, got 2", id="two points"),
        pytest.param(
            "[[0.1, 0.1], [0.9, 0.1], [0.9, 0.9]]",
            "[[0, 0], [1, 1], [1, 0], [0, 1]]",
            "zones[0].polygon",
            "cross",
            id="polygon crossing itself",
        ),
        pytest.param(
            "merchant: D01\n            poly",
            "merchant: D01\n            rte_roi: [[0, 0], [1, 1]]\n            poly",
            "zones[0].rte_roi",
            "at least 3 points",
            id="food area of two points",
        ),
        pytest.param("[0.9, 0.9]", "[0.9, 9]", "zones[0].polygon", "between 0 and 1", id="outside the picture"),
        pytest.param("deli_counter", "changing_room", "zones[0].kind", "第八条", id="forbidden zone"),
        pytest.param("deli_counter", "deli", "zones[0].kind", "'deli_counter'", id="unknown zone kind"),
        pytest.param("{file: clip.mp4}", "{}", "cameras[0].source", "exactly one of", id="no source"),
        pytest.param(
            "{file: clip.mp4}",
            "{file: a.mp4, rtsp_env: B}",
            "cameras[0].source",
            "got file, rtsp_env",
            id="two sources",
        ),
        pytest.param("merchant: D01", "merchant: D02", "sites[0]", "'D02', who is not listed", id="unknown merchant"),
        pytest.param("name: 市场", "hours: '5-18'", "sites[0].hours", "05:30-18:30", id="odd hours"),
        pytest.param("    name: 市场\n", "", "sites[0].name", "is missing", id="missing key"),
        pytest.param("farmers_market", "bazaar", "sites[0].type", "got 'bazaar'", id="unknown site type"),
        pytest.param("id: C1\n", "id: ../C1\n", "cameras[0].id", "pattern", id="an id that could leave a folder"),
        pytest.param("id: C1\n", "id: C1\n        id: C2\n", "cameras[0].id", "written twice", id="key twice"),
        pytest.param("name: 市场", "name: 市场\n    timezone: Asia/Ningbo", "timezone", "unknown time zone", id="zone"),
        pytest.param("version: 1", "version: 1\nbox: {port: 0}", "box.port", "greater than or equal", id="port 0"),
        pytest.param("version: 1", "version: [", "box.yaml", "not valid YAML", id="no YAML"),
        pytest.param(GOOD, "", "box.yaml:1: (top level)", "", id="empty file"),
    ],
)
def test_a_mistake_names_its_place_and_the_mend(tmp_path: Path, old: str, new: str, place: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(written(tmp_path, GOOD.replace(old, new, 1)))
    assert place in str(caught.value)
    assert words in str(caught.value)


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("deli_counter", "toilet").replace("farmers_market", "bazaar").replace("id: C1", "id: ''")
    with pytest.raises(ConfigError) as caught:
        load_config(written(tmp_path, text))
    assert len(caught.value.mistakes) == 3


def test_ids_are_unique_over_the_box(tmp_path: Path) -> None:
    data = yaml.safe_load(GOOD)
    data["sites"][0]["cameras"] *= 2
    with pytest.raises(ConfigError, match="camera id C1 is used more than once"):
        load_config(written(tmp_path, yaml.safe_dump(data, allow_unicode=True)))


@pytest.mark.parametrize(
    ("path", "words"),
    [pytest.param("none.yaml", "found nothing", id="no file"), pytest.param(".", "found a folder", id="a folder")],
)
def test_what_is_no_file(tmp_path: Path, path: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        load_config(tmp_path / path)


def test_a_password_in_the_url_is_never_shown(tmp_path: Path) -> None:
    text = GOOD.replace("{file: clip.mp4}", "{rtsp: 'rtsp://root:hunter2@camera/1'}")
    assert "hunter2" not in repr(load_config(written(tmp_path, text)))


@pytest.mark.parametrize(
    ("kind", "attributes"),
    [
        pytest.param(ZoneKind.DELI_COUNTER, {**ROOM, "glove": "must"}, id="deli counter"),
        pytest.param(ZoneKind.DELI_SPECIAL_ROOM, ROOM, id="deli special room"),
        pytest.param(ZoneKind.COLD_ROOM, ROOM, id="cold room"),
        pytest.param(ZoneKind.SERVING_PREP, SERVING, id="serving"),
        pytest.param(ZoneKind.HOT_KITCHEN, DRESS, id="hot kitchen: no mask"),
        pytest.param(ZoneKind.STORAGE, {"coat": "should"}, id="storage"),
        pytest.param(ZoneKind.DINING_HALL, {}, id="dining hall"),
    ],
)
def test_what_the_shipped_rulebook_requires(kind: ZoneKind, attributes: dict[str, str]) -> None:
    assert load_rulebook({}).requirements[kind] == attributes


def test_every_zone_kind_has_a_name_and_requirements() -> None:
    rulebook = load_rulebook({})
    assert set(rulebook.requirements) == set(rulebook.zone_names) == set(ZoneKind)


@pytest.mark.parametrize(
    ("code", "observed_s", "share", "answers"),
    [
        pytest.param("NO_HAT", 8, 0.75, {"not_worn"}, id="no hat: 8 s, 9 of 12"),
        pytest.param("NO_GLOVES", 4, 0.75, {"not_worn"}, id="no gloves: 4 s, 6 of 8"),
        pytest.param("NO_MASK", 8, 0.75, {"not_worn"}, id="no mask: 8 s, 9 of 12"),
        pytest.param("MASK_IMPROPER", 15, 0.8, {"wrong"}, id="mask wrong: 15 s, 12 of 15"),
        pytest.param("HAIR_EXPOSED", 15, 0.8, {"wrong"}, id="hair: 15 s, 12 of 15"),
        pytest.param("NO_UNIFORM", 10, 0.71, {"not_worn"}, id="no coat: 10 s, 10 of 14"),
        pytest.param("BARE_TORSO", 5, 0.75, {"not_worn"}, id="shirtless: 5 s, 6 of 8"),
        pytest.param("INTRUDER", 6, 0.8, set(), id="intruder: 6 s, 8 of 10"),
    ],
)
def test_shipped_codes(code: str, observed_s: float, share: float, answers: set[str]) -> None:
    [spec] = [spec for spec in load_rulebook({code: RuleOverride(enabled=True)}).specs if spec.code == code]
    assert (spec.opens.observed_s, spec.opens.share) == (observed_s, share)
    assert spec.against == answers


def test_a_box_overrides_a_rule() -> None:
    rulebook = load_rulebook({"NO_HAT": RuleOverride(entry_grace_s=0, observed_s=3)})
    spec = next(spec for spec in rulebook.specs if spec.code == "NO_HAT")
    assert (spec.entry_grace_s, spec.opens.observed_s, spec.cooldown_s) == (0, 3, 600)


def test_a_box_switches_a_rule_off() -> None:
    codes = [spec.code for spec in load_rulebook({"NO_HAT": RuleOverride(enabled=False)}).specs]
    assert codes == ["NO_MASK", "MASK_IMPROPER", "INTRUDER", "CAM_OBSTRUCTED"]


@pytest.mark.parametrize(
    ("override", "on"),
    [
        pytest.param({}, False, id="off by default"),
        pytest.param({"NO_GLOVES": RuleOverride(observed_s=6)}, False, id="a number alone does not switch it on"),
        pytest.param({"NO_GLOVES": RuleOverride(enabled=True)}, True, id="switched on"),
    ],
)
def test_no_gloves_is_for_a_box_to_switch_on(override: dict[str, RuleOverride], on: bool) -> None:
    rulebook = load_rulebook(override)
    assert ("NO_GLOVES" in [spec.code for spec in rulebook.specs]) is on
    assert rulebook.code_attributes["NO_GLOVES"] == "glove"


def test_an_unknown_code_is_a_mistake() -> None:
    with pytest.raises(ConfigError, match="NO_HAIR: unknown violation code"):
        load_rulebook({"NO_HAIR": RuleOverride()})


def test_the_written_schema_is_the_one_in_force() -> None:
    assert (CONFIGS / "schema.json").read_text(encoding="utf-8") == schema_text()
