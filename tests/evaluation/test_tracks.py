"""People over stills: votes, majorities, and a labelled folder whose right numbers are known."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunkitchen.config import load_rulebook
from sunkitchen.evaluate.stills import votes_of
from tests.cli.command import sunkitchen
from vision.detect.fake import FakeClassifier, FakeDetector, heads
from vision.errors import DataError
from vision.evaluation.evaluate import Networks
from vision.evaluation.folder import cameras_of, read_folder
from vision.evaluation.tracks import Tracked, Vote, follow, vote
from vision.facts import Answer, Box, Judgement
from vision.track.fake import FakeTracker
from vision.wilson import rate_of

WORN, NOT_WORN, CANNOT_TELL = Answer.WORN, Answer.NOT_WORN, Answer.CANNOT_TELL
VOTES = {NOT_WORN: Vote(5, 0.75), WORN: Vote(3, 0.8)}
LEFT, RIGHT = Box(20, 20, 60, 60), Box(120, 20, 160, 60)


@pytest.mark.parametrize(
    ("said", "answer", "share"),
    [
        pytest.param([NOT_WORN] * 5, NOT_WORN, 1.0, id="enough, all of them"),
        pytest.param([NOT_WORN] * 4, CANNOT_TELL, 0.0, id="too few"),
        pytest.param([NOT_WORN] * 6 + [WORN] * 2, NOT_WORN, 0.75, id="just the share"),
        pytest.param([NOT_WORN] * 5 + [WORN] * 2, CANNOT_TELL, 0.0, id="below the share"),
        pytest.param([NOT_WORN] * 5 + [CANNOT_TELL] * 20, NOT_WORN, 1.0, id="cannot tell is no vote"),
        pytest.param([WORN] * 3, WORN, 1.0, id="worn"),
        pytest.param([], CANNOT_TELL, 0.0, id="never looked at"),
    ],
)
def test_a_vote(said: list[Answer], answer: Answer, share: float) -> None:
    assert vote(said, VOTES) == (answer, share)


@given(st.lists(st.sampled_from([WORN, NOT_WORN, CANNOT_TELL]), max_size=30))
def test_silence_changes_no_vote(said: list[Answer]) -> None:
    assert vote([*said, CANNOT_TELL], VOTES) == vote(said, VOTES)


@given(st.permutations([NOT_WORN] * 6 + [WORN] * 2 + [CANNOT_TELL] * 3))
def test_the_order_changes_no_vote(said: list[Answer]) -> None:
    assert vote(said, VOTES) == (NOT_WORN, 0.75)


def test_votes_are_the_rules() -> None:
    votes = votes_of(load_rulebook({}))
    assert (votes["hat"][NOT_WORN], votes["hat"][WORN]) == (Vote(5, 0.75), Vote(3, 0.8))
    assert votes["mask"][Answer.WRONG] == Vote(8, 0.8)


def sequence(folder: Path, left: Sequence[str], right: Sequence[str]) -> Path:
    """Sharp 200x100 px stills of one camera with a head to the left and one to the right, labelled frame by frame."""
    (folder / "images").mkdir(parents=True)
    (folder / "labels").mkdir()
    (folder / "set.json").write_text('{"annotated": ["head"]}')
    rows = ["image,box,hat,mask,by"]
    noise = np.random.default_rng(1).integers(0, 255, (100, 200, 3), np.uint8)
    for i, words in enumerate(zip(left, right, strict=True)):
        cv2.imwrite(str(folder / "images" / f"{i}.png"), noise)
        (folder / "labels" / f"{i}.txt").write_text("0 0.2 0.4 0.2 0.4\n0 0.7 0.4 0.2 0.4\n")
        rows += [f"{i}.png,{box},{word},unsure,eye" for box, word in enumerate(words)]
    (folder / "heads.csv").write_text("\n".join(rows))
    (folder / "cameras.csv").write_text("\n".join(["image,camera", *(f"{i}.png,A" for i in range(len(left)))]))
    return folder


def followed(folder: Path, said: Answer = NOT_WORN) -> Tracked:
    classifier = FakeClassifier([(Judgement("hat", said, 0.9),)])
    networks = Networks(FakeDetector([heads(LEFT, RIGHT)]), 0.5, [classifier])
    return follow(
        read_folder(folder), cameras_of(folder), networks, lambda _: FakeTracker(), {"hat": VOTES}, 2.0, lambda *_: None
    )


def test_a_person_is_one_case(tmp_path: Path) -> None:
    folder = sequence(tmp_path / "set", ["bare"] * 5 + ["net"], ["unsure", "net", "net", "cap", "net", "net"])
    tracked = followed(folder)
    hat = tracked.attributes["hat"]
    assert (tracked.images, tracked.tracks, tracked.labelled) == (6, 2, 2)
    assert tracked.pure == rate_of(5 + 5, 6 + 5)
    assert hat.confusion == {"bare": {"not_worn": 1}, "net": {"not_worn": 1}}
    assert (hat.not_worn.precision, hat.not_worn.recall, hat.not_worn.n) == (0.5, 1.0, 1)


def test_labels_that_disagree_have_no_right_answer(tmp_path: Path) -> None:
    tracked = followed(sequence(tmp_path / "set", ["bare", "net"] * 3, ["bare"] * 6))
    assert tracked.attributes["hat"].n == 1


def test_crops_have_no_sequence(tmp_path: Path) -> None:
    (tmp_path / "crops" / "cap").mkdir(parents=True)
    (tmp_path / "set.json").write_text("{}")
    with pytest.raises(DataError, match="crops"):
        followed(tmp_path)


def test_the_command_follows_labelled_stills(tmp_path: Path) -> None:
    folder = sequence(tmp_path / "set", ["bare"] * 2, ["net"] * 2)
    said = sunkitchen("eval", "--events", folder, "--camera", "A", "--json", "--out", tmp_path / "out")
    assert said.code == 0
    assert json.loads(said.out)["tracks"]["images"] == 2
    assert "按人评估" in (tmp_path / "out" / "report.html").read_text()
