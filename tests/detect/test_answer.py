"""From probabilities to an answer, by thresholds."""

import numpy as np
import pytest

from vision.detect.crop_classifier import answer
from vision.detect.manifest import AttributeEntry, JudgementEntry
from vision.facts import Answer

MASK = AttributeEntry(
    name="mask",
    output="mask",
    classes=("worn", "wrong", "none", "cannot_tell"),
    temperature=1.0,
    judgements={
        Answer.WORN: JudgementEntry(classes=("worn",), threshold=0.6),
        Answer.WRONG: JudgementEntry(classes=("wrong",), beside=("none",), threshold=0.9),
        Answer.NOT_WORN: JudgementEntry(classes=("none",), beside=("wrong",), threshold=0.92),
    },
)


@pytest.mark.parametrize(
    ("shares", "said", "score"),
    [
        pytest.param((0.7, 0.1, 0.1, 0.1), Answer.WORN, 0.7, id="one class reaches its threshold"),
        pytest.param((0.04, 0.55, 0.37, 0.04), Answer.WRONG, 0.92, id="beside each other, the likelier"),
        pytest.param((0.04, 0.37, 0.55, 0.04), Answer.NOT_WORN, 0.92, id="the other is likelier"),
        pytest.param((0.05, 0.35, 0.55, 0.05), Answer.WRONG, 0.9, id="enough for one answer only"),
        pytest.param((0.2, 0.35, 0.4, 0.05), Answer.CANNOT_TELL, 0.05, id="together not enough"),
        pytest.param((0.05, 0.03, 0.02, 0.9), Answer.CANNOT_TELL, 0.9, id="the network cannot tell"),
    ],
)
def test_answer(shares: tuple[float, ...], said: Answer, score: float) -> None:
    judged = answer(MASK, np.array(shares, np.float32))
    assert judged.answer is said
    assert judged.score == pytest.approx(score)
