"""A site's head corrects the network's judgement at that site, and its files are what the manifest promises."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.detect.tiny import Arrays, enrollable, write_models
from vision.detect.crop_classifier import CropClassifier
from vision.detect.manifest import CropEntry, read_manifest, read_weights
from vision.detect.replay import Replay, read_replay
from vision.detect.site_head import Scale, SiteClassifier, SiteHead, SiteHeads
from vision.errors import ModelError
from vision.facts import Answer
from vision.frames import Image

RED, BLUE = (0, 0, 255), (255, 0, 0)
BOX = np.array([[0, 0, 24, 24], [0, 0, 8, 8]], np.float32)


def entry_of(folder: Path) -> CropEntry:
    return next(e for e in read_manifest(folder).models if isinstance(e, CropEntry))


def classifier_of(folder: Path) -> CropClassifier:
    entry = entry_of(folder)
    return CropClassifier(read_weights(folder, entry), entry)


def filled(colour: tuple[int, int, int]) -> Image:
    return np.full((24, 24, 3), colour, np.uint8)


def head(bias: list[float], thresholds: dict[Answer, float] | None = None) -> SiteHead:
    return SiteHead(Scale(np.zeros(3), np.ones(3)), np.zeros((3, 4)), np.array(bias), thresholds or {})


def heads(base: str, **own: SiteHead) -> SiteHeads:
    return SiteHeads("s1/all@1", base, own)


@pytest.fixture
def base(tmp_path: Path) -> CropClassifier:
    return classifier_of(write_models(tmp_path, enrollable(tmp_path)))


HATS = [
    pytest.param({}, BLUE, Answer.NOT_WORN, id="without a head of its own: the network's"),
    pytest.param({"hat": head([0, 40, 0, 0])}, BLUE, Answer.WORN, id="blue is this site's cap"),
    pytest.param({"hat": head([0, 0, 0, 0])}, RED, Answer.WORN, id="no correction"),
    pytest.param({"hat": head([0] * 4, {Answer.NOT_WORN: 1.01})}, BLUE, Answer.CANNOT_TELL, id="never accuses"),
    pytest.param({"mask": head([0, 40, 0, 0])}, BLUE, Answer.NOT_WORN, id="a mask's head leaves the hat alone"),
]


@pytest.mark.parametrize(("own", "colour", "hat"), HATS)
def test_a_site_judges_for_itself(
    base: CropClassifier, own: dict[str, SiteHead], colour: tuple[int, int, int], hat: Answer
) -> None:
    judged = SiteClassifier(base, heads(base.version, **own)).judge(filled(colour), BOX)
    assert judged[0][0].answer is hat
    assert [j.answer for j in judged[1]] == [Answer.CANNOT_TELL] * 2


def test_evidence_names_the_head(base: CropClassifier) -> None:
    assert SiteClassifier(base, heads(base.version)).version == f"{base.version}+s1/all@1"


def test_a_head_of_another_network_is_refused(base: CropClassifier) -> None:
    with pytest.raises(ModelError, match=r"old@1.*installed is head_attributes@.*enrol fit"):
        SiteClassifier(base, heads("old@1"))


def test_the_embedding_is_what_the_network_saw(base: CropClassifier) -> None:
    sensed = base.sense(filled(RED), BOX)
    assert sensed.large.tolist() == [True, False]
    assert sensed.embeddings == pytest.approx(np.array([[1, 0, 0]]), abs=1e-3)


def test_no_boxes(base: CropClassifier) -> None:
    sensed = base.sense(filled(RED), BOX[:0])
    assert sensed.embeddings.shape == (0, 3)
    assert base.judge(filled(RED), BOX[:0]) == []


def replayed(folder: Path) -> Replay:
    return read_replay(folder, entry_of(folder))


def test_replay_is_read(tmp_path: Path) -> None:
    told = replayed(write_models(tmp_path, enrollable(tmp_path)))
    assert told.embeddings.shape == (120, 3)
    assert np.bincount(told.labels["hat"]).tolist() == [40, 40, 40]
    assert (told.logits["hat"].argmax(axis=1) == told.labels["hat"]).all()


def without(name: str) -> Callable[[Arrays], None]:
    return lambda arrays: arrays.__delitem__(name)


def put(name: str, value: np.ndarray) -> Callable[[Arrays], None]:
    return lambda arrays: arrays.__setitem__(name, value)


SPOILT = [
    pytest.param(without("hat"), "hold hat", id="no labels"),
    pytest.param(without("mask_logits"), "mask_logits.*replay.py", id="no logits"),
    pytest.param(put("embedding", np.zeros((120, 4), np.float16)), r"embedding of shape \(120, 3\)", id="another D"),
    pytest.param(put("group", np.zeros(7, np.int16)), r"group of shape \(120,\)", id="too few groups"),
    pytest.param(put("hat", np.full(120, 4, np.int8)), "hat from -1 to 3", id="unknown class"),
]


@pytest.mark.parametrize(("change", "says"), SPOILT)
def test_a_replay_that_is_not_one(tmp_path: Path, change: Callable[[Arrays], None], says: str) -> None:
    with pytest.raises(ModelError, match=says):
        replayed(write_models(tmp_path, enrollable(tmp_path, change)))


def test_a_network_without_embedding_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"names no `embedding`.*advisory"):
        replayed(write_models(tmp_path))


@pytest.mark.parametrize(
    ("content", "says"),
    [pytest.param(b"PK", "expected sha256", id="other bytes"), pytest.param(None, "no such file", id="missing")],
)
def test_replay_is_checked_against_its_hash(tmp_path: Path, content: bytes | None, says: str) -> None:
    folder = write_models(tmp_path, enrollable(tmp_path))
    path = folder / "head_attributes" / "replay.npz"
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(ModelError, match=says):
        replayed(folder)
