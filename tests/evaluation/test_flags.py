"""What would be flagged on pictures nobody labelled."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.cli.command import sunkitchen
from vision.detect.fake import FakeClassifier, FakeDetector, heads
from vision.errors import DataError
from vision.evaluation.evaluate import Networks
from vision.evaluation.flags import count_flags
from vision.evaluation.report import flags_page
from vision.facts import Answer, Box, Judgement
from vision.frames import Detections
from vision.wilson import rate_of

LEFT, RIGHT, SMALL = Box(20, 20, 60, 60), Box(120, 20, 160, 60), Box(80, 70, 90, 80)


def pictures(folder: Path, n: int) -> Path:
    folder.mkdir(parents=True)
    noise = np.random.default_rng(1).integers(0, 255, (100, 200, 3), np.uint8)
    for i in range(n):
        cv2.imwrite(str(folder / f"{i}.png"), noise)
    return folder


@pytest.mark.parametrize("place", [pytest.param(".", id="as they are"), pytest.param("images", id="in images/")])
def test_counted_by_hand(tmp_path: Path, place: str) -> None:
    pictures(tmp_path / "a" / place, 4)
    detector = FakeDetector([heads(LEFT, RIGHT, SMALL), heads(LEFT), Detections.empty()])
    classifier = FakeClassifier(
        [(Judgement("hat", Answer.NOT_WORN, 0.8),), (Judgement("hat", Answer.WORN, 0.9),)],
    )
    seen = count_flags(tmp_path / "a", Networks(detector, 0.5, [classifier]), lambda *_: None)
    hat = seen.attributes["hat"]
    assert (seen.images, seen.found) == (4, {"head": 4, "hand": 0})
    assert hat.answers == {Answer.WORN: 1, Answer.WRONG: 0, Answer.NOT_WORN: 2, Answer.CANNOT_TELL: 1}
    assert (hat.flagged, hat.pictures, hat.per_picture) == (rate_of(2, 3), rate_of(1, 4), 0.5)
    assert flags_page("a", seen).count("data:image/jpeg") == 2


def test_a_folder_without_pictures(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="found none"):
        count_flags(tmp_path, Networks(FakeDetector([]), 0.5, []), lambda *_: None)


def test_the_command(tmp_path: Path) -> None:
    said = sunkitchen("eval", "--unlabelled", pictures(tmp_path / "a", 2), "--json", "--out", tmp_path / "out")
    assert said.code == 0
    assert json.loads(said.out)["unlabelled"]["images"] == 2
    assert (tmp_path / "out" / "report.html").is_file()
