"""Evaluation on small labelled folders whose right numbers are known."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from sunkitchen.evaluate.labelled import as_json
from vision.detect.fake import FakeClassifier, FakeDetector, heads
from vision.errors import DataError
from vision.evaluation.evaluate import Evaluation, Networks, evaluate
from vision.evaluation.folder import read_folder
from vision.evaluation.judging import AnswerQuality, Case, by_height, measure
from vision.evaluation.report import Thresholds, page
from vision.facts import Answer, Box, Judgement
from vision.frames import Detections
from vision.wilson import rate_of, wilson

WORN, NOT_WORN, WRONG, CANNOT_TELL = Answer.WORN, Answer.NOT_WORN, Answer.WRONG, Answer.CANNOT_TELL
HEAD = Box(20, 20, 40, 50)
OTHER = Box(60, 20, 80, 50)


def case(attribute: str, right: Answer, said: Answer, height: float = 40, word: str = "") -> Case:
    return Case(attribute, right, said, 0.9, word or right.value, Box(0, 0, 20, height), Path("a.jpg"))


def plain(quality: AnswerQuality) -> tuple[float | None, float | None, int]:
    return quality.precision, quality.recall, quality.n


def labelled(folder: Path, hats: list[str], annotated: str = "head") -> Path:
    """A set of 100x100 px pictures with two heads each, HEAD judged and OTHER unsure."""
    (folder / "images").mkdir(parents=True)
    (folder / "labels").mkdir()
    (folder / "set.json").write_text(json.dumps({"annotated": [annotated]}))
    rows = ["image,box,hat,mask,by"]
    for i, hat in enumerate(hats):
        cv2.imwrite(str(folder / "images" / f"{i}.jpg"), np.full((100, 100, 3), 128, np.uint8))
        (folder / "labels" / f"{i}.txt").write_text("0 0.3 0.35 0.2 0.3\n0 0.7 0.35 0.2 0.3\n")
        rows += [f"{i}.jpg,0,{hat},unsure,eye", f"{i}.jpg,1,unsure,unsure,eye"]
    (folder / "heads.csv").write_text("\n".join(rows))
    (folder / "cameras.csv").write_text("image,camera\n0.jpg,A\n")
    return folder


def ranked(*boxes: Box) -> Detections:
    """Detections with falling scores, the first the best."""
    said = heads(*boxes)
    return Detections(said.boxes, np.linspace(0.9, 0.6, len(boxes), dtype=np.float32), said.labels)


def evaluated(folder: Path, *seen: Box, answer: Answer = NOT_WORN) -> Evaluation:
    classifier = FakeClassifier([(Judgement("hat", answer, 0.9), Judgement("mask", answer, 0.9))])
    networks = Networks(FakeDetector([ranked(*seen)]), 0.5, [classifier], [classifier])
    return evaluate(read_folder(folder), networks, lambda *_: None)


@pytest.mark.parametrize(
    ("seen", "ap50", "precision", "recall"),
    [
        pytest.param([HEAD, OTHER], 1.0, 1.0, 1.0, id="all found"),
        pytest.param([HEAD], 0.505, 1.0, 0.5, id="half found"),
        pytest.param([], 0.0, None, 0.0, id="nothing found"),
        pytest.param([HEAD, OTHER, Box(0, 60, 20, 90)], 1.0, 2 / 3, 1.0, id="one too many"),
        pytest.param([HEAD, HEAD], 0.505, 0.5, 0.5, id="the same twice"),
    ],
)
def test_finding(tmp_path: Path, seen: list[Box], ap50: float, precision: float | None, recall: float) -> None:
    head = evaluated(labelled(tmp_path / "set", ["bare"] * 3), *seen).head
    assert head is not None
    assert (head.n, head.recall) == (6, recall)
    assert head.precision == pytest.approx(precision)
    assert head.ap50 == pytest.approx(ap50, abs=0.01)


def test_a_head_boxed_otherwise_is_found_loosely(tmp_path: Path) -> None:
    x0, y0, x1, y1 = HEAD.x0, HEAD.y0, HEAD.x1, HEAD.y1
    with_face = Box(x0, y0, x1, y0 + 2.5 * (y1 - y0))
    head = evaluated(labelled(tmp_path / "set", ["bare"]), with_face, OTHER).head
    assert head is not None
    assert head.ap30 == pytest.approx(1.0)
    assert head.ap50 == pytest.approx(0.252, abs=0.01)


def test_only_labels_with_a_right_answer_count(tmp_path: Path) -> None:
    hats = ["bare", "net", "cap", "unsure", "no_net", "helmet"]
    hat = evaluated(labelled(tmp_path / "set", hats), HEAD).hat
    assert hat is not None
    assert hat.given_boxes.n == 3
    assert plain(hat.given_boxes.not_worn) == (1 / 3, 1.0, 1)
    assert hat.given_boxes.answered_unsure_rate == 1.0
    assert hat.given_boxes.confusion["cap"] == {"not_worn": 1}


def test_a_head_not_found_cannot_be_told(tmp_path: Path) -> None:
    hat = evaluated(labelled(tmp_path / "set", ["bare"] * 2), OTHER).hat
    assert hat is not None
    assert hat.end_to_end is not None
    assert (hat.given_boxes.cannot_tell_rate, hat.end_to_end.cannot_tell_rate) == (0.0, 1.0)


def test_what_is_not_annotated_is_null(tmp_path: Path) -> None:
    result = evaluated(labelled(tmp_path / "set", ["unsure"], annotated="hand"), HEAD)
    assert (result.head, result.hat, result.glove) == (None, None, None)


def test_what_no_model_finds_has_no_recall(tmp_path: Path) -> None:
    folder = labelled(tmp_path / "set", ["unsure"], annotated="hand")
    (folder / "labels" / "0.txt").write_text("2 0.3 0.35 0.2 0.3\n")
    hand = evaluated(folder, HEAD).hand
    assert hand is not None
    assert (hand.n, hand.recall, hand.ap50) == (1, 0.0, 0.0)


def test_one_camera_only(tmp_path: Path) -> None:
    assert len(read_folder(labelled(tmp_path / "set", ["bare"] * 3), "A").pictures) == 1


def test_crops_are_judged_as_a_whole(tmp_path: Path) -> None:
    for name in ("cap", "bare"):
        (tmp_path / "crops" / name).mkdir(parents=True)
        cv2.imwrite(str(tmp_path / "crops" / name / "a.jpg"), np.full((90, 90, 3), 128, np.uint8))
    (tmp_path / "set.json").write_text("{}")
    result = evaluated(tmp_path, answer=WORN)
    assert result.head is None
    assert result.hat is not None
    assert result.hat.end_to_end is None
    assert plain(result.hat.given_boxes.worn) == (0.5, 1.0, 1)


def no_set(folder: Path) -> None:
    (folder / "set.json").unlink()


def broken_json(folder: Path) -> None:
    (folder / "set.json").write_text("{")


def unknown_class(folder: Path) -> None:
    (folder / "set.json").write_text('{"annotated": ["foot"]}')


def broken_label(folder: Path) -> None:
    (folder / "labels" / "0.txt").write_text("0 0.3 0.35 0.2")


def class_out_of_range(folder: Path) -> None:
    (folder / "labels" / "0.txt").write_text("7 0.3 0.35 0.2 0.3")


def broken_row(folder: Path) -> None:
    (folder / "heads.csv").write_text("image,box,hat\n0.jpg,first,bare\n")


def broken_picture(folder: Path) -> None:
    (folder / "images" / "0.jpg").write_bytes(b"no picture")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        pytest.param(no_set, "set.json in it, found none", id="no labelled folder"),
        pytest.param(broken_json, "expected a JSON object", id="broken set.json"),
        pytest.param(unknown_class, "got foot", id="unknown class"),
        pytest.param(broken_label, "0.txt:1: expected 'class cx cy w h'", id="broken label"),
        pytest.param(class_out_of_range, "0.txt:1: expected", id="class out of range"),
        pytest.param(broken_row, "heads.csv:2: expected image, box", id="broken row"),
        pytest.param(broken_picture, "0.jpg: expected a picture", id="broken picture"),
    ],
)
def test_what_is_no_labelled_folder(tmp_path: Path, spoil: object, words: str) -> None:
    folder = labelled(tmp_path / "set", ["bare"])
    assert callable(spoil)
    spoil(folder)
    with pytest.raises(DataError, match=words):
        read_folder(folder)


def test_an_unknown_camera(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="expected one of A"):
        read_folder(labelled(tmp_path / "set", ["bare"]), "B")


@pytest.mark.parametrize(
    ("said", "precision", "recall", "cannot_tell"),
    [
        pytest.param([NOT_WORN, NOT_WORN, WORN, WORN], 1.0, 1.0, 0.0, id="all right"),
        pytest.param([NOT_WORN, CANNOT_TELL, WORN, WORN], 1.0, 0.5, 0.25, id="one not told"),
        pytest.param([NOT_WORN, NOT_WORN, NOT_WORN, NOT_WORN], 0.5, 1.0, 0.0, id="all accused"),
        pytest.param([CANNOT_TELL] * 4, None, 0.0, 1.0, id="nothing told"),
    ],
)
def test_not_worn(said: list[Answer], precision: float | None, recall: float, cannot_tell: float) -> None:
    right = [NOT_WORN, NOT_WORN, WORN, WORN]
    judged = measure([case("hat", r, s) for r, s in zip(right, said, strict=True)], "hat")
    assert plain(judged.not_worn) == (precision, recall, 2)
    assert judged.cannot_tell_rate == cannot_tell


def test_worn_wrong_is_an_answer_of_its_own() -> None:
    judged = measure([case("mask", WRONG, WRONG), case("mask", WRONG, NOT_WORN)], "mask")
    assert judged.wrong is not None
    assert plain(judged.wrong) == (1.0, 0.5, 2)


def test_by_height() -> None:
    cases = [case("hat", WORN, WORN, height) for height in (10, 20, 29.9, 30, 50, 400)]
    assert [bands["hat"].n for bands in by_height(cases, ["hat"]).values()] == [1, 2, 1, 2]


def test_every_mistake_stands_in_the_report(tmp_path: Path) -> None:
    wall = Box(0, 60, 20, 90)
    result = evaluated(labelled(tmp_path / "set", ["net", "bare"]), HEAD, wall)
    parts: list[str] = []
    text = page("a <set>", result, Thresholds(0.5, {("hat", NOT_WORN): 0.6}), parts.append)
    assert parts == ["head", "hat"]
    assert "a &lt;set&gt;" in text
    assert "net → not_worn 0.90" in text
    assert "bare → not_worn" not in text
    false, missed = text.split("误报")[1].split("漏报")
    assert false.count("data:image/jpeg") == 2
    assert missed.split("<section>")[0].count("data:image/jpeg") == 2
    assert "http" not in text


def test_faces_are_judged_as_heads(tmp_path: Path) -> None:
    folder = labelled(tmp_path / "set", ["unsure"], annotated="face")
    (folder / "labels" / "0.txt").write_text("1 0.3 0.35 0.2 0.3\n")
    (folder / "heads.csv").write_text("image,box,hat,mask,by\n0.jpg,0,unsure,none,source\n")
    result = evaluated(folder, HEAD)
    assert result.mask is not None
    assert plain(result.mask.given_boxes.not_worn) == (1.0, 1.0, 1)
    assert result.head is None


def test_heads_found_by_height(tmp_path: Path) -> None:
    found = evaluated(labelled(tmp_path / "set", ["bare"]), HEAD).found_by_height
    assert {band: (one.n, one.recall) for band, one in found.items() if one.n} == {"30-50": (2, 0.5)}


def test_every_band_has_numbers_of_its_own(tmp_path: Path) -> None:
    folder = labelled(tmp_path / "set", ["bare"])
    (folder / "labels" / "0.txt").write_text("0 0.3 0.35 0.2 0.3\n0 0.7 0.1 0.1 0.15\n")
    bands = evaluated(folder, HEAD, Box(80, 80, 90, 95)).found_by_height
    assert {band: (one.n, one.ap50, one.precision, one.recall) for band, one in bands.items()} == {
        "<20": (1, 0.0, 0.0, 0.0),
        "20-30": (0, None, None, None),
        "30-50": (1, pytest.approx(1.0), 1.0, 1.0),
        ">50": (0, None, None, None),
    }


def test_a_face_is_found_as_the_head_round_it(tmp_path: Path) -> None:
    folder = labelled(tmp_path / "set", ["unsure"], annotated="face")
    (folder / "labels" / "0.txt").write_text("1 0.5 0.6 0.2 0.2\n")
    (folder / "heads.csv").write_text("image,box,hat,mask,by\n0.jpg,0,unsure,none,source\n")
    result = evaluated(folder, Box(37, 38, 63, 71))
    assert result.mask is not None
    assert result.mask.end_to_end is not None
    assert plain(result.mask.end_to_end.not_worn) == (1.0, 1.0, 1)
    assert result.given[0].box == pytest.approx(Box(37, 38, 63, 71))


def test_the_gate_is_the_products(tmp_path: Path) -> None:
    hat = evaluated(labelled(tmp_path / "set", ["bare"]), HEAD).hat  # grey and smooth: too blurred to be judged
    assert hat is not None
    assert hat.end_to_end is not None
    assert hat.looks is not None
    assert (hat.end_to_end.cannot_tell_rate, hat.looks.cannot_tell_rate) == (0.0, 1.0)


def test_caps_called_bare_and_the_dark_ones_among_them() -> None:
    caps = [case("hat", WORN, said, word="cap") for said in (WORN, NOT_WORN, CANNOT_TELL)]
    dark = [case("hat", WORN, said, word="dark cap") for said in (NOT_WORN, CANNOT_TELL)]
    judged = measure([*caps, *dark, case("hat", NOT_WORN, NOT_WORN, word="bare")], "hat")
    assert (judged.caps_called_bare, judged.dark_caps_called_bare) == (rate_of(2, 5), rate_of(1, 2))


def test_without_caps_none_is_called_bare() -> None:
    judged = measure([case("hat", NOT_WORN, NOT_WORN, word="bare")], "hat")
    assert (judged.caps_called_bare, judged.dark_caps_called_bare) == (None, None)


def test_an_answer_where_people_were_unsure_is_counted_apart() -> None:
    judged = measure([case("hat", CANNOT_TELL, said) for said in (WORN, NOT_WORN, CANNOT_TELL)], "hat")
    assert (judged.n, judged.answered_unsure_rate) == (0, 2 / 3)
    assert judged.answered_unsure_interval == wilson(2, 3)


def test_frames_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    folder = labelled(tmp_path / "set", ["bare"])
    for name in ("valid_Frame_10.jpg", "train_Frame_9.jpg"):
        (folder / "images" / name).write_bytes((folder / "images" / "0.jpg").read_bytes())
    names = [picture.path.name for picture in read_folder(folder).pictures]
    assert names == ["0.jpg", "train_Frame_9.jpg", "valid_Frame_10.jpg"]


def test_the_documented_keys(tmp_path: Path) -> None:
    said = json.loads(as_json(evaluated(labelled(tmp_path / "set", ["bare", "net"]), HEAD)))
    assert {"images", "head", "hand", "hat", "mask", "glove", "by_height"} <= set(said)
    assert (said["images"], said["hand"], said["mask"], said["glove"]) == (2, None, None, None)
    assert {"n", "ap50", "ap50_95", "precision", "recall"} <= set(said["head"])
    assert {"given_boxes", "end_to_end"} <= set(said["hat"])
    given = said["hat"]["given_boxes"]
    assert (given["n"], given["worn"]["recall"], given["cannot_tell_rate"]) == (2, 0.0, 0.0)
    assert (given["not_worn"]["precision"], given["not_worn"]["recall"], given["not_worn"]["n"]) == (0.5, 1.0, 1)
    assert given["not_worn"]["precision_interval"] == pytest.approx(wilson(1, 2))
