"""Lives of a box's sets of networks: installed, put in force, refused, forced, rolled back, broken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from records.database import open_database
from records.model_switches import switches
from sunkitchen.config import BoxConfig
from sunkitchen.networks.sets import InForce, model_sets
from sunkitchen.networks.switching import list_sets, rollback, use, words
from tests.cli.command import sunkitchen
from tests.detect.tiny import Object, with_colour, write_models
from vision.errors import ModelError

BOX = """\
version: 1
box: {data: data, models: shipped}
sites:
  - id: market
    name: 市场
    type: farmers_market
    cameras:
      - id: C1
        source: {file: clip.mp4}
        zones: [{id: Z1, kind: deli_counter, polygon: [[0, 0], [1, 0], [1, 1]]}]
"""


def install(folder: Path, ap50: float) -> None:
    def change(manifest: Object) -> None:
        manifest["models"][0]["measured"] = {"kitchen_A": {"ap50": ap50}}  # type: ignore[index,call-overload]

    write_models(folder, change)


@pytest.fixture
def box(tmp_path: Path) -> BoxConfig:
    """A box with the shipped set, a better and a worse one."""
    for name, ap50 in {"shipped": 0.8, "data/models/better": 0.9, "data/models/worse": 0.7}.items():
        install(tmp_path / name, ap50)
    return BoxConfig(data=tmp_path / "data", models=tmp_path / "shipped")


def in_force(box: BoxConfig) -> str:
    return next(one.name for one in list_sets(box) if one.in_force)


def audit(box: BoxConfig) -> list[tuple[str, str]]:
    with open_database(box.data / "sunkitchen.db") as database, database.reading() as session:
        return [(switch.before, switch.after) for switch in switches(session)]


def test_the_shipped_set_is_in_force_from_the_start(box: BoxConfig) -> None:
    assert [(one.name, one.in_force) for one in list_sets(box)] == [
        ("shipped", True),
        ("better", False),
        ("worse", False),
    ]
    assert model_sets(box).folder_in_force() == box.models


def test_a_life_of_switches(box: BoxConfig) -> None:
    assert use(box, "better").behind == ()
    assert in_force(box) == "better"
    assert model_sets(box).folder_in_force() == box.data / "models" / "better"
    assert rollback(box).after == "shipped"
    assert in_force(box) == "shipped"
    with pytest.raises(ModelError, match="no other set was before it"):
        rollback(box)
    assert audit(box) == [("shipped", "better"), ("better", "shipped")]


def test_a_worse_set_is_refused_and_nothing_changes(box: BoxConfig) -> None:
    with pytest.raises(ModelError, match=r"detector\.kitchen_A\.ap50 is 0\.700, in force 0\.800"):
        use(box, "worse")
    assert in_force(box) == "shipped"
    assert not (box.data / "models" / "in_force.json").exists()


def test_a_worse_set_is_forced_with_a_reason_that_stays(box: BoxConfig) -> None:
    use(box, "worse", force=True, reason="only this camera")
    assert in_force(box) == "worse"
    with open_database(box.data / "sunkitchen.db") as database, database.reading() as session:
        [switch] = switches(session)
    assert switch.reason == "only this camera"
    assert len(switch.behind) == 1


def spoil_weights(folder: Path) -> None:
    (folder / "heads/heads.onnx").write_bytes(b"not the network")


def spoil_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("{}")


def spoil_shape(folder: Path) -> None:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["models"][0]["input"]["shape"] = [1, 3, 8, 8]
    path.write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        pytest.param(spoil_weights, "expected sha256", id="other bytes"),
        pytest.param(spoil_manifest, "models: Field required", id="no manifest"),
        pytest.param(spoil_shape, "of shape", id="another shape"),
    ],
)
def test_a_broken_set_is_never_put_in_force(box: BoxConfig, spoil: object, words: str) -> None:
    assert callable(spoil)
    spoil(box.data / "models" / "better")
    with pytest.raises(ModelError, match=words):
        use(box, "better", force=True, reason="because")
    assert in_force(box) == "shipped"


def test_a_broken_set_is_listed_with_its_fault(box: BoxConfig) -> None:
    spoil_weights(box.data / "models" / "better")
    assert [one.fault is not None for one in list_sets(box)] == [False, True, False]


def test_a_state_file_nobody_can_read_is_named(box: BoxConfig) -> None:
    (box.data / "models" / "in_force.json").write_text("better")
    with pytest.raises(ModelError, match=r"in_force\.json: .* remove it"):
        model_sets(box).folder_in_force()


def test_a_set_that_is_gone_is_named(box: BoxConfig) -> None:
    model_sets(box).keep(InForce(history=("shipped", "gone")))
    with pytest.raises(ModelError, match="no set 'gone'; expected one of shipped, better, worse"):
        model_sets(box).folder_in_force()


@pytest.mark.parametrize("name", [pytest.param("../shipped", id="up"), pytest.param("none", id="unknown")])
def test_only_installed_sets_are_put_in_force(box: BoxConfig, name: str) -> None:
    with pytest.raises(ModelError, match=f"no set '{name}'"):
        use(box, name)


def test_what_judges_without_a_network_is_listed(box: BoxConfig) -> None:
    write_models(box.data / "models" / "white", with_colour)
    one = next(one for one in list_sets(box) if one.name == "white")
    colour = one.networks[2]
    assert (colour.size_bytes, colour.input, colour.labels, colour.attributes) == (0, (), ("head",), ("hat_colour",))
    assert f"    {colour.version}  thresholds  head → hat_colour" in words(one).splitlines()


def test_at_the_terminal(box: BoxConfig, tmp_path: Path) -> None:
    config = tmp_path / "box.yaml"
    config.write_text(BOX, encoding="utf-8")
    refused = sunkitchen("models", "use", "worse", "--config", config)
    assert (refused.code, "falls behind shipped" in refused.err) == (1, True)
    assert sunkitchen("models", "use", "worse", "--config", config, "--force").code == 2
    used = sunkitchen("models", "use", "better", "--config", config, "--json")
    assert (used.code, json.loads(used.out)["after"]) == (0, "better")
    assert "next start" in used.err
    listed = sunkitchen("models", "list", "--config", config, "--json")
    [now] = [one for one in json.loads(listed.out) if one["in_force"]]
    assert (now["name"], now["networks"][0]["labels"], now["measured"][0]["value"]) == ("better", ["head"], 0.9)
    checked = sunkitchen("check", "--config", config, "--json")
    assert any(f["subject"] == "models" and f["ok"] for f in json.loads(checked.out))
