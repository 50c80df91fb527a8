"""What a step does to the level: 1 the area manager, 2 the market's head, 3 the supervisor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cases.settings import CaseSettings
from cases.values import LEVELS, Case
from cases.words import Words

TOP = LEVELS[-1]


@dataclass(frozen=True, slots=True)
class LevelRule:
    """How the level changes; it never falls.

    Attributes:
        words: for the table. after: the level after the step.
    """

    words: Words
    after: Callable[[Case, CaseSettings], int]


SAME = LevelRule(Words("不变", "as it is"), lambda case, _settings: case.level)
UP = LevelRule(Words("加一级", "one up"), lambda case, _settings: min(case.level + 1, TOP))
TO_HEAD = LevelRule(Words("至少二级", "2 at least"), lambda case, _settings: max(case.level, 2))
TO_SUPERVISOR = LevelRule(Words("三级", "3"), lambda _case, _settings: TOP)
BY_REPEAT = LevelRule(
    Words("加一级, 不超过设定", "one up, to the configured top"),
    lambda case, settings: max(case.level, min(case.level + 1, settings.repeats.raises_to)),
)
