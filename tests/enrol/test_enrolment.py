"""A whole enrolment in numbers: what the site knows better is learned, what forgets the world is refused."""

from __future__ import annotations

import numpy as np
import pytest

from tests.detect.tiny import Object, classifier_entry, replay
from vision.detect.manifest import AttributeEntry, CropEntry
from vision.detect.replay import Replay
from vision.enrol.choose import most_telling
from vision.enrol.enrolment import Tolerance, enrol, measured
from vision.enrol.fit import Crops, said_by
from vision.enrol.promise import NEVER, Promise
from vision.facts import Answer

NET, CAP, BARE, UNSURE = range(4)


def hat() -> AttributeEntry:
    entry: Object = {**classifier_entry(), "sha256": "0" * 64}
    return CropEntry.model_validate(entry).attributes[0]


def world() -> Replay:
    arrays = replay()
    return Replay(
        arrays["embedding"].astype(np.float64),
        arrays["group"].astype(np.int64),
        {"hat": arrays["hat"].astype(np.int64)},
        {"hat": arrays["hat_logits"].astype(np.float64)},
    )


def site(labels: list[int], colours: dict[int, tuple[float, float, float]], seed: int = 1) -> Crops:
    """Crops of the site's own colours, seen by the tiny network; two of a track."""
    dice = np.random.default_rng(seed)
    told = np.array(labels)
    seen = np.array([colours[label] for label in labels]) + dice.normal(0, 0.04, (len(labels), 3))
    logits = np.concatenate([20 * seen, np.full((len(labels), 1), 6.0)], axis=1)
    return Crops(logits[:, None], seen[:, None], told, np.arange(len(labels)) // 2)


# the site's caps look bare (blue) to the network, but are a little green
UNIFORM = {NET: (0.9, 0.1, 0.1), CAP: (0.1, 0.45, 0.6), BARE: (0.1, 0.05, 0.8)}
LABELS = [NET, CAP, BARE] * 12


def test_the_site_learns_its_dark_caps() -> None:
    head, trial = enrol(hat(), site(LABELS, UNIFORM), world(), Promise(), Tolerance())
    assert trial.faults == ()
    later = site(LABELS, UNIFORM, seed=2)
    bare = said_by(head, later, 1.0)[:, BARE] >= head.thresholds[Answer.NOT_WORN]
    assert not bare[later.labels != BARE].any()
    assert bare[later.labels == BARE].mean() > 0.8
    assert trial.base[Answer.NOT_WORN].given > trial.base[Answer.NOT_WORN].right
    assert trial.unseen[Answer.NOT_WORN].given == trial.unseen[Answer.NOT_WORN].right > 0


def test_what_forgets_the_world_is_refused_with_its_numbers() -> None:
    lies = {NET: (0.1, 0.1, 0.9), CAP: (0.1, 0.1, 0.9), BARE: (0.5, 0.5, 0.1)}
    _, trial = enrol(hat(), site(LABELS, lies), world(), Promise(), Tolerance())
    assert any("tells worn and not worn" in fault and "tolerated" in fault for fault in trial.faults)


def test_without_anybody_covered_nobody_is_accused() -> None:
    head, _ = enrol(hat(), site([BARE] * 12, UNIFORM), world(), Promise(), Tolerance())
    assert head.thresholds[Answer.NOT_WORN] == NEVER


def test_labels_are_counted_by_name() -> None:
    _, trial = enrol(
        hat(), site([NET, BARE, BARE, UNSURE] * 4, {**UNIFORM, UNSURE: (0, 0, 0)}), world(), Promise(), Tolerance()
    )
    assert trial.labels == {"net": 4, "cap": 0, "bare": 8, "cannot_tell": 4}
    assert trial.crops == 12


@pytest.mark.parametrize(
    ("said", "label", "untold", "given", "right"),
    [
        pytest.param([0, 0, 0.9, 0.1], BARE, 0, 1, 1, id="rightly accused"),
        pytest.param([0, 0.05, 0.9, 0.05], CAP, 0, 1, 0, id="wrongly accused"),
        pytest.param([0.3, 0.4, 0.3, 0], BARE, 0, 0, 0, id="said to be worn"),
        pytest.param([0.2, 0.2, 0.5, 0.1], BARE, 1, 0, 0, id="not sure enough"),
        pytest.param([0, 0, 0.4, 0.6], UNSURE, 0, 0, 0, id="nobody could tell"),
    ],
)
def test_measured(said: list[float], label: int, untold: int, given: int, right: int) -> None:
    came, counts = measured(hat(), np.array([said]), np.array([label]), {Answer.WORN: 0.6, Answer.NOT_WORN: 0.8})
    bare = counts[Answer.NOT_WORN]
    assert (came, bare.given, bare.right) == (untold, given, right)


def test_the_most_telling_differ_and_are_doubtful() -> None:
    embeddings = np.array([[0.0, 0], [0.01, 0], [5, 0], [5.01, 0], [0, 5]])
    doubts = np.array([0.1, 0.9, 0.2, 0.8, 0.0])
    assert set(most_telling(embeddings, doubts, list("abcde"), 3)) == {1, 3, 4}


def test_nobody_is_asked_for_all_evening() -> None:
    chosen = most_telling(np.random.default_rng(1).normal(size=(30, 4)), np.ones(30), ["one"] * 20 + ["two"] * 10, 20)
    assert len(chosen) == 6


@pytest.mark.parametrize("count", [pytest.param(0, id="none wanted"), pytest.param(9, id="fewer there")])
def test_as_many_as_there_are(count: int) -> None:
    assert len(most_telling(np.eye(4), np.ones(4), range(4), count)) == min(count, 4)
    assert most_telling(np.zeros((0, 4)), np.zeros(0), [], count) == []
