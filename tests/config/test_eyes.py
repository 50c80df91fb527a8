"""Only what a rule asks for is judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from sunkitchen.config import load_rulebook
from sunkitchen.config.schema import RuleOverride
from sunkitchen.networks.eyes import open_eyes
from tests.detect.tiny import with_colour, write_models

ON, OFF = RuleOverride(enabled=True), RuleOverride(enabled=False)
WITHOUT_NETWORK = {"NO_HAT": OFF, "NO_MASK": OFF, "MASK_IMPROPER": OFF}


@pytest.mark.parametrize(
    ("rules", "judged"),
    [
        pytest.param({}, ("hat", "mask"), id="nobody asks for a colour"),
        pytest.param({"HAT_NOT_WHITE": ON}, ("hat", "mask", "hat_colour"), id="somebody does"),
        pytest.param({**WITHOUT_NETWORK, "HAT_NOT_WHITE": ON}, ("hat", "mask", "hat_colour"), id="which needs the hat"),
        pytest.param(WITHOUT_NETWORK, (), id="nobody asks for anything"),
    ],
)
def test_what_is_judged(tmp_path: Path, rules: dict[str, RuleOverride], judged: tuple[str, ...]) -> None:
    eyes = open_eyes(write_models(tmp_path, with_colour), asked=load_rulebook(rules).asked)
    assert eyes.attributes == judged
    assert ("hat_colour@" in eyes.version) is ("hat_colour" in judged)


def test_without_a_question_everything_is_judged(tmp_path: Path) -> None:
    assert open_eyes(write_models(tmp_path, with_colour)).attributes == ("hat", "mask", "hat_colour")
