"""Which measured numbers an installation must reach to take the place of another."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, cast

import pytest
from pydantic import JsonValue

from tests.detect.tiny import Object, classifier, with_colour, write_models
from vision.detect.dry_run import dry_run
from vision.detect.manifest import Manifest, read_manifest
from vision.detect.measured import Number, behind, numbers
from vision.errors import ModelError

SHARE: Object = {"value": 0.9, "n": 50, "low": 0.8, "high": 0.95}
PLAIN: Object = {"precision": 0.9, "recall": None, "n": 50}
WITH_INTERVAL: Object = {"precision": 0.9, "precision_interval": [0.8, 0.95]}


def measured(folder: Path, on: JsonValue, hat: JsonValue = None) -> Manifest:
    """A manifest whose detector measured this, and whose hats that."""

    def change(manifest: Object) -> None:
        heads, crops = cast("list[dict[str, Any]]", manifest["models"])
        heads["measured"] = {} if on is None else {"kitchen": on}
        for attribute in crops["attributes"]:
            mine = hat if attribute["name"] == "hat" else None
            attribute["measured"] = {} if mine is None else {"kitchen": mine}

    return read_manifest(write_models(folder, change))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        pytest.param(None, (), id="nothing measured"),
        pytest.param(PLAIN, (Number("detector.kitchen.precision", 0.9),), id="what could not be measured is left out"),
        pytest.param(WITH_INTERVAL, (Number("detector.kitchen.precision", 0.9, 0.8, 0.95),), id="interval beside it"),
        pytest.param(
            {"worn": {"recall": SHARE}},
            (Number("detector.kitchen.worn.recall", 0.9, 0.8, 0.95),),
            id="interval inside it",
        ),
        pytest.param({"threshold": 0.4, "cannot_tell_rate": 0.3, "n": 9}, (), id="what is not better when higher"),
    ],
)
def test_numbers_are_found(tmp_path: Path, on: JsonValue, expected: tuple[Number, ...]) -> None:
    assert numbers(measured(tmp_path, on)) == expected


@pytest.mark.parametrize(
    ("in_force", "candidate", "words"),
    [
        pytest.param({"ap50": 0.80}, {"ap50": 0.90}, [], id="better"),
        pytest.param({"ap50": 0.80}, {"ap50": 0.796}, [], id="within half a point"),
        pytest.param({"ap50": 0.80}, {"ap50": 0.79}, ["detector.kitchen.ap50 is 0.790, in force 0.800"], id="worse"),
        pytest.param(WITH_INTERVAL, {"precision": 0.81}, [], id="within the interval"),
        pytest.param(WITH_INTERVAL, {"precision": 0.79}, ["is 0.790"], id="below the interval"),
        pytest.param({"ap50": 0.80}, {"recall": 0.99}, ["was not measured"], id="not measured"),
        pytest.param(None, {"recall": 0.1}, [], id="nothing to fall behind"),
    ],
)
def test_falling_behind(tmp_path: Path, in_force: JsonValue, candidate: JsonValue, words: list[str]) -> None:
    faults = behind(measured(tmp_path / "a", candidate), measured(tmp_path / "b", in_force))
    assert len(faults) == len(words)
    assert all(word in str(fault) for word, fault in zip(words, faults, strict=True))


def test_attributes_are_compared_too(tmp_path: Path) -> None:
    good: Object = {"not_worn": {"precision": 0.97}}
    bad: Object = {"not_worn": {"precision": 0.6}}
    [fault] = behind(measured(tmp_path / "a", None, bad), measured(tmp_path / "b", None, good))
    assert fault.expected.place == "hat.kitchen.not_worn.precision"


def test_what_judges_without_a_network_is_measured_too(tmp_path: Path) -> None:
    found = numbers(read_manifest(write_models(tmp_path, with_colour)))
    assert Number("hat_colour.chefs.worn.precision", 0.9) in found


def test_a_dry_run_gives_the_networks_back(tmp_path: Path) -> None:
    assert dry_run(write_models(tmp_path)).classifiers[0].attributes == ("hat", "mask")


def test_a_network_that_gives_no_probabilities_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        ModelError, match=r"head_attributes@.*expected probabilities between 0 and 1 on a trial picture"
    ):
        dry_run(write_models(tmp_path, attributes=classifier(bias=(0, float("nan"), 0, 6))))


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    folder = write_models(tmp_path)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["models"][1]["sha256"] = hashlib.sha256(b"other").hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ModelError, match="expected sha256"):
        dry_run(folder)
