"""The whole way from a picture to boxes and judgements, through real tiny networks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.detect.tiny import with_colour, write_models
from vision.detect.fake import FakeClassifier, FakeDetector, heads
from vision.detect.models import Models, load_models
from vision.facts import Answer, Box, Judgement, Reason
from vision.frames import Detections, Image
from vision.ports import AttributeClassifier, Detector

DARK, RED, GREEN, BLUE = (0, 0, 0), (0, 0, 255), (0, 255, 0), (255, 0, 0)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    return load_models(write_models(tmp_path_factory.mktemp("models")))


def picture(*boxes: Box, colour: tuple[int, int, int] = (255, 255, 255), size: tuple[int, int] = (320, 192)) -> Image:
    image = np.zeros((size[1], size[0], 3), np.uint8)
    for x0, y0, x1, y1 in boxes:
        image[int(y0) : int(y1), int(x0) : int(x1)] = colour
    return image


def test_finds_bright_cells_in_picture_px(models: Models) -> None:
    lamps = [Box(32, 64, 64, 96), Box(256, 0, 288, 32)]
    seen = models.detector.detect(picture(*lamps))
    assert sorted(map(tuple, seen.boxes.tolist())) == lamps


def test_best_first(models: Models) -> None:
    image = picture(Box(32, 64, 64, 96), colour=(215, 215, 215)) + picture(Box(256, 0, 288, 32))
    assert models.detector.detect(image).scores.tolist() == pytest.approx([1, 215 / 255], abs=1e-4)


def test_nothing_on_a_dark_picture(models: Models) -> None:
    assert len(models.detector.detect(picture())) == 0


@pytest.mark.parametrize(
    ("grey", "faint"),
    [
        pytest.param(255, 0, id="found"),
        pytest.param(150, 1, id="may be a head"),
        pytest.param(40, 0, id="nothing"),
    ],
)
def test_what_may_be_a_head_is_told_apart(models: Models, grey: int, faint: int) -> None:
    seen = models.detector.detect(picture(Box(32, 64, 64, 96), colour=(grey, grey, grey)))
    assert (len(seen.faint), len(seen)) == (faint, grey == 255)


def test_score_may_be_lowered(tmp_path: Path) -> None:
    low = load_models(write_models(tmp_path), score=0.1).detector
    assert len(low.detect(picture(Box(32, 64, 64, 96), colour=(60, 60, 60)))) == 1


@pytest.mark.parametrize(
    ("colour", "hat", "mask"),
    [
        pytest.param(RED, Answer.WORN, Answer.WORN, id="red: net, worn"),
        pytest.param(GREEN, Answer.WORN, Answer.WRONG, id="green: cap, wrong"),
        pytest.param(BLUE, Answer.NOT_WORN, Answer.NOT_WORN, id="blue: bare, none"),
        pytest.param(DARK, Answer.CANNOT_TELL, Answer.CANNOT_TELL, id="black: cannot tell"),
    ],
)
def test_judges_the_colour_of_the_box(models: Models, colour: tuple[int, int, int], hat: Answer, mask: Answer) -> None:
    box = Box(40, 40, 80, 80)
    (judged,) = models.classifiers[0].judge(picture(box, colour=colour), np.array([box], np.float32))
    assert [(j.attribute, j.answer) for j in judged] == [("hat", hat), ("mask", mask)]


@pytest.mark.parametrize(
    ("colour", "reasons"),
    [
        pytest.param(DARK, [Reason.UNCLEAR, Reason.TURNED_AWAY], id="the network says it cannot tell"),
        pytest.param((128, 0, 128), [Reason.LOW_SCORE, Reason.LOW_SCORE], id="between bare and net: no answer is sure"),
    ],
)
def test_why_it_cannot_tell(models: Models, colour: tuple[int, int, int], reasons: list[Reason]) -> None:
    box = Box(40, 40, 80, 80)
    (judged,) = models.classifiers[0].judge(picture(box, colour=colour), np.array([box], np.float32))
    assert [j.reason for j in judged] == reasons


def test_small_boxes_are_not_judged_but_keep_their_place(models: Models) -> None:
    boxes = np.array([[0, 0, 40, 15], [40, 40, 80, 80], [0, 0, 9, 9]], np.float32)
    judged = models.classifiers[0].judge(picture(Box(40, 40, 80, 80), colour=RED), boxes)
    assert [j[0].reason for j in judged] == [Reason.TOO_SMALL, None, Reason.TOO_SMALL]


def test_no_boxes_no_judgements(models: Models) -> None:
    assert models.classifiers[0].judge(picture(), np.zeros((0, 4), np.float32)) == []


def test_score_is_the_probability_of_the_answer(models: Models) -> None:
    box = Box(40, 40, 80, 80)
    (judged,) = models.classifiers[0].judge(picture(box, colour=BLUE), np.array([box], np.float32))
    assert judged[0].score == pytest.approx(1 / (1 + 2 * np.exp(-20) + np.exp(-14)), abs=1e-5)


def test_versions_name_the_weights(models: Models) -> None:
    assert [part.split("@")[0] for part in models.version.split()] == ["heads", "head_attributes"]


def test_instances_are_fresh(tmp_path: Path) -> None:
    folder = write_models(tmp_path)
    assert load_models(folder).detector is not load_models(folder).detector


@pytest.fixture(params=["real", "colour", "fake"])
def pair(request: pytest.FixtureRequest, models: Models, tmp_path: Path) -> tuple[Detector, AttributeClassifier]:
    if request.param == "real":
        return models.detector, models.classifiers[0]
    if request.param == "colour":
        return models.detector, load_models(write_models(tmp_path, with_colour)).classifiers[1]
    return FakeDetector([heads(Box(32, 64, 64, 96))]), FakeClassifier()


class TestContract:
    """What every detector and classifier keeps to, the fakes too."""

    image = picture(Box(32, 64, 64, 96))

    def test_labels_index(self, pair: tuple[Detector, AttributeClassifier]) -> None:
        detector, _ = pair
        assert {detector.labels[i] for i in detector.detect(self.image).labels} == {"head"}

    def test_classifier_judges_what_is_found(self, pair: tuple[Detector, AttributeClassifier]) -> None:
        detector, classifier = pair
        assert classifier.label in detector.labels

    def test_one_judgement_per_attribute_and_box(self, pair: tuple[Detector, AttributeClassifier]) -> None:
        detector, classifier = pair
        boxes = detector.detect(self.image).boxes
        judged = classifier.judge(self.image, boxes)
        assert [tuple(j.attribute for j in row) for row in judged] == [classifier.attributes] * len(boxes)

    def test_reason_exactly_when_it_cannot_tell(self, pair: tuple[Detector, AttributeClassifier]) -> None:
        detector, classifier = pair
        judged = classifier.judge(self.image, detector.detect(self.image).boxes)
        assert all((j.reason is not None) == (j.answer is Answer.CANNOT_TELL) for row in judged for j in row)

    def test_version_names_weights(self, pair: tuple[Detector, AttributeClassifier]) -> None:
        assert all(len(part.version.split("@")[1]) == 12 for part in pair)


def test_fake_detector_follows_its_script() -> None:
    fake = FakeDetector([heads(Box(0, 0, 9, 9)), Detections.empty()])
    assert [len(fake.detect(picture())) for _ in range(3)] == [1, 0, 0]


def test_fake_detector_is_blind_in_the_dark() -> None:
    fake = FakeDetector([heads(Box(0, 0, 9, 9))], min_brightness=10)
    assert [len(fake.detect(image)) for image in (picture(), picture() + np.uint8(50))] == [0, 1]


def test_fake_classifier_follows_its_script() -> None:
    script = [(Judgement("hat", said, 0.9),) for said in (Answer.WORN, Answer.NOT_WORN)]
    fake, boxes = FakeClassifier(script), np.zeros((2, 4), np.float32)
    assert [row[0].answer for _ in range(2) for row in fake.judge(picture(), boxes)] == ["worn"] * 2 + ["not_worn"] * 2
