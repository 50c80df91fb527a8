"""What is written as a labelled folder is read again as the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from vision.errors import DataError
from vision.evaluation.folder import read_folder
from vision.evaluation.writing import About, Thing, Written, in_words, write_folder
from vision.facts import Answer, Box, Judgement
from vision.pixels import encode_jpeg

ABOUT = About("a kitchen", "not for publication", "made up")
WIDTH, HEIGHT = 64, 48
BOX = Box(8, 12, 40, 36)
N, W, X, Q = Answer.NOT_WORN, Answer.WORN, Answer.WRONG, Answer.CANNOT_TELL


def thing(label: str = "head", **said: Answer) -> Thing:
    judgements = [Judgement(name, answer, 0.9) for name, answer in said.items()]
    return Thing(label, BOX, in_words(label, judgements), "model", "flagged")


def picture(*things: Thing, stem: str = "C1_1", camera: str = "C1") -> Written:
    return Written(stem, encode_jpeg(np.full((HEIGHT, WIDTH, 3), 90, np.uint8)), (WIDTH, HEIGHT), camera, things)


@pytest.mark.parametrize(
    ("one", "rights"),
    [
        pytest.param(thing(hat=N, mask=W), {"hat": N, "mask": W}, id="bare head with a mask"),
        pytest.param(thing(hat=W, mask=X), {"hat": W, "mask": X}, id="covered, mask worn wrong"),
        pytest.param(thing(hat=W, mask=N), {"hat": W, "mask": N}, id="no mask"),
        pytest.param(thing(hat=Q, mask=N), {"mask": N}, id="what the model cannot tell is nobody's word"),
        pytest.param(thing(hat=N), {"hat": N}, id="not judged"),
        pytest.param(thing("hand", glove=N), {"glove": N}, id="bare hand"),
        pytest.param(thing("hand", glove=W), {"glove": W}, id="gloved hand"),
    ],
)
def test_written_and_read_again(tmp_path: Path, one: Thing, rights: dict[str, Answer]) -> None:
    assert write_folder(tmp_path / "out", [picture(one)], ABOUT) == {"flagged": 1}
    folder = read_folder(tmp_path / "out")
    [truth] = folder.pictures[0].truths
    assert (truth.label, {name: right.answer for name, right in truth.rights.items()}) == (one.label, rights)
    assert truth.box == pytest.approx(BOX, abs=1e-3)
    assert folder.annotated == ()


def test_boxes_are_numbered_over_both_tables(tmp_path: Path) -> None:
    write_folder(tmp_path / "out", [picture(thing(hat=N), thing("hand", glove=N), thing(hat=W))], ABOUT)
    truths = read_folder(tmp_path / "out").pictures[0].truths
    assert [(t.label, [r.word for r in t.rights.values()]) for t in truths] == [
        ("head", ["bare"]),
        ("hand", ["bare"]),
        ("head", ["hat"]),
    ]


def test_cameras_are_kept_apart(tmp_path: Path) -> None:
    write_folder(tmp_path / "out", [picture(thing(hat=N)), picture(thing(hat=N), stem="C2_1", camera="C2")], ABOUT)
    assert [p.path.name for p in read_folder(tmp_path / "out", "C2").pictures] == ["C2_1.jpg"]


def occupied(path: Path) -> None:
    path.mkdir()
    (path / "recipe.txt").touch()


def half_written(path: Path) -> None:
    (path.with_name(f".{path.name}.part") / "images").mkdir(parents=True)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        pytest.param(occupied, "found something in it", id="something in it"),
        pytest.param(Path.touch, "found something in it", id="a file"),
        pytest.param(half_written, "cannot be written", id="left by a crash"),
    ],
)
def test_nothing_is_overwritten(tmp_path: Path, make: Callable[[Path], None], words: str) -> None:
    make(tmp_path / "out")
    with pytest.raises(DataError, match=words):
        write_folder(tmp_path / "out", [picture(thing(hat=N))], ABOUT)
