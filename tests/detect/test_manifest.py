"""Every mistake in a models folder is a clear error at start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from tests.detect.tiny import Object, classifier, detector, with_colour, write_models
from vision.detect.models import load_models
from vision.errors import ModelError


def spoil(place: str, value: object) -> Callable[[Object], None]:
    """Write a value at a dotted place of the manifest."""
    *path, last = place.split(".")

    def change(manifest: Object) -> None:
        there: object = manifest
        for step in path:
            there = cast("list[object]", there)[int(step)] if step.isdigit() else cast("Object", there)[step]
        cast("dict[str, object]", there)[last] = value

    return change


def drop(count: int) -> Callable[[Object], None]:
    return lambda manifest: cast("list[object]", manifest["models"]).__delitem__(slice(0, count))


SPOILT = [
    pytest.param("version", 2, "version", id="another version"),
    pytest.param("models.0.kind", "oracle", "yolo_detector", id="unknown kind"),
    pytest.param("models.0.wings", 2, "wings", id="unknown key"),
    pytest.param("models.0.thresholds.score", 1.5, "thresholds.score", id="a score over 1"),
    pytest.param("models.0.sha256", "0" * 64, "expected sha256 0000", id="wrong hash"),
    pytest.param("models.0.sha256", "abc", "sha256", id="no hash"),
    pytest.param("models.0.file", "heads/none.onnx", "no such file", id="missing file"),
    pytest.param("models.0.file", "../heads.onnx", "inside", id="a file outside the folder"),
    pytest.param("models.0.input.name", "picture", "named 'picture'.*'images'", id="wrong input name"),
    pytest.param("models.0.input.shape", [1, 3, 384, 640], r"\[1, 3, 384, 640\].*\[1, 3, 96, 160\]", id="wrong input"),
    pytest.param("models.0.input.shape", [1, 3, None, 640], "height, width", id="free input size"),
    pytest.param("models.0.output.name", "boxes", "named 'boxes'.*'output0'", id="wrong output name"),
    pytest.param("models.0.output.shape", [1, 5, 99], r"\[1, 5, 99\].*\[1, 5, 60\]", id="wrong output shape"),
    pytest.param("models.0.labels", ["head", "hand"], "6 channels", id="more labels than channels"),
    pytest.param("models.0.labels", ["hand"], "made for.*head", id="another label than the network's own"),
    pytest.param("models.1.label", "hand", "'hand'", id="judges what nobody finds"),
    pytest.param("models.1.input.shape", [None, 3, 24, 25], "side, side", id="crops not square"),
    pytest.param("models.1.input.shape", [None, 3, 32, 32], r"32, 32.*24, 24", id="crops of another size"),
    pytest.param("models.1.attributes.0.output", "cap", "named 'cap'", id="no such output"),
    pytest.param("models.1.attributes.0.classes", ["net", "cap", "bare"], "3.*4", id="fewer classes than logits"),
    pytest.param("models.1.attributes.0.judgements.worn.classes", ["toque"], "toque", id="judgement of no class"),
    pytest.param("models.1.attributes.0.judgements.worn.classes", ["bare"], "one judgement", id="class judged twice"),
    pytest.param("models.1.attributes.0.judgements.worn.beside", ["toque"], "toque", id="beside no class"),
    pytest.param("models.1.attributes.0.judgements", {}, "judgements", id="nothing judged"),
    pytest.param("models.1.attributes.0.temperature", 0, "temperature", id="no temperature"),
]


@pytest.mark.parametrize(("place", "value", "says"), SPOILT)
def test_mistakes(tmp_path: Path, place: str, value: object, says: str) -> None:
    folder = write_models(tmp_path, spoil(place, value))
    with pytest.raises(ModelError, match=rf"(?s){says}"):
        load_models(folder)


@pytest.mark.parametrize(
    ("place", "value", "says"),
    [
        pytest.param("models.2.label", "hand", "'hand'", id="judges what nobody finds"),
        pytest.param("models.2.thresholds.white.difference", 11, "differ less", id="white as coloured as other"),
        pytest.param("models.2.thresholds.other.sure", 1.5, "sure", id="surer than sure"),
        pytest.param("models.2.thresholds.light.most", None, "most", id="no number"),
        pytest.param("models.2.method", 2, "method", id="a way of measuring this version does not know"),
        pytest.param("models.2.file", "colour.onnx", "file", id="a file, where there is none"),
    ],
)
def test_mistakes_of_colours(tmp_path: Path, place: str, value: object, says: str) -> None:
    def change(manifest: Object) -> None:
        with_colour(manifest)
        spoil(place, value)(manifest)

    with pytest.raises(ModelError, match=rf"(?s){says}"):
        load_models(write_models(tmp_path, change))


@pytest.mark.parametrize(
    ("place", "value", "same"),
    [
        pytest.param("models.2.card", "elsewhere.md", True, id="another card"),
        pytest.param("models.2.measured", {}, True, id="nothing measured"),
        pytest.param("models.2.thresholds.white.difference", 6, False, id="another threshold"),
        pytest.param("models.2.min_height_px", 20, False, id="another height"),
    ],
)
def test_a_version_names_what_decides(tmp_path: Path, place: str, value: object, same: bool) -> None:
    def change(manifest: Object) -> None:
        with_colour(manifest)
        spoil(place, value)(manifest)

    before = load_models(write_models(tmp_path / "a", with_colour)).classifiers[1].version
    assert (load_models(write_models(tmp_path / "b", change)).classifiers[1].version == before) is same


@pytest.mark.parametrize(
    "text",
    [pytest.param("{", id="bad json"), pytest.param("[]", id="not an object"), pytest.param("", id="empty")],
)
def test_not_a_manifest(tmp_path: Path, text: str) -> None:
    write_models(tmp_path)
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(ModelError, match=r"manifest\.json"):
        load_models(tmp_path)


def test_no_manifest(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"manifest\.json: expected the manifest"):
        load_models(tmp_path)


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    def two(manifest: Object) -> None:
        spoil("models.0.wings", 2)(manifest)
        spoil("models.1.crop.margin", -1)(manifest)

    with pytest.raises(ModelError, match=r"(?s)wings.*margin"):
        load_models(write_models(tmp_path, two))


@pytest.mark.parametrize("weights", [pytest.param(b"\x00garbage", id="garbage"), pytest.param(b"", id="empty")])
def test_not_a_network(tmp_path: Path, weights: bytes) -> None:
    folder = write_models(tmp_path)
    path = folder / "heads" / "heads.onnx"
    path.write_bytes(weights)
    with pytest.raises(ModelError, match=r"heads\.onnx: expected sha256"):
        load_models(folder)


def test_garbage_with_the_right_hash(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="heads: expected an ONNX network"):
        load_models(write_models(tmp_path, heads=b"\x00garbage"))


def test_classifier_made_for_other_classes(tmp_path: Path) -> None:
    swapped = classifier(names="{'hat': ['bare', 'cap', 'net', 'cannot_tell']}")
    with pytest.raises(ModelError, match=r"made for.*bare"):
        load_models(write_models(tmp_path, attributes=swapped))


@pytest.mark.parametrize("count", [pytest.param(1, id="none"), pytest.param(2, id="nothing at all")])
def test_a_detector_is_needed(tmp_path: Path, count: int) -> None:
    with pytest.raises(ModelError, match="expected one detector"):
        load_models(write_models(tmp_path, drop(count)))


@pytest.mark.parametrize(
    "names",
    [pytest.param(None, id="absent"), pytest.param("[head", id="unreadable"), pytest.param("['head']", id="list")],
)
def test_names_in_the_file_are_optional(tmp_path: Path, names: str | None) -> None:
    assert load_models(write_models(tmp_path, heads=detector(names))).detector.labels == ("head",)
