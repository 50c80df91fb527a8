"""The seam to what learns a site: networks are not our matter, numbers about them are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from vision.facts import Answer


class Stage(StrEnum):
    """How far the last fit of a site is."""

    NONE = "none"
    WORKING = "working"
    TRIED = "tried"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one answer on labelled heads: how often it was given, of these rightly; how many heads deserve it."""

    given: int
    right: int
    deserving: int


@dataclass(frozen=True, slots=True)
class Side:
    """One judge on the labelled heads and on the standing set.

    Attributes:
        untold: heads with a right answer that got none. answers: per answer.
        accused: share of the standing set's heads that wear it and are called not worn, 0-1.
        told_apart: mean recall of worn and not worn there, 0-1.
    """

    untold: int
    answers: Mapping[Answer, Tally]
    accused: float
    told_apart: float


@dataclass(frozen=True, slots=True)
class Compared:
    """An attribute before and after; `crops`: heads with a right answer. `worse`: must not be installed."""

    attribute: str
    crops: int
    before: Side
    after: Side
    worse: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled head: what a person said, what is right, and what is answered before and after; None: nothing."""

    head: UUID
    attribute: str
    word: str
    right: Answer | None
    before: Answer | None
    after: Answer | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of a fit.

    Attributes:
        left_out: attributes that had not labels enough.
    """

    version: str
    compared: tuple[Compared, ...]
    left_out: tuple[str, ...]
    examples: tuple[Example, ...]

    @property
    def worse(self) -> bool:
        """Whether it must not be installed."""
        return any(one.worse for one in self.compared)


@dataclass(frozen=True, slots=True)
class Lesson:
    """The last fit of a site since the program started.

    Attributes:
        share: how much of it is done, 0-1. fault: why it failed.
    """

    stage: Stage = Stage.NONE
    share: float = 0.0
    attempt: Attempt | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Bought:
    """What so many labelled heads a class bought where it was measured; shares 0-1, per look.

    Attributes:
        precision: of "bare", with its 95 % interval from low to high. recall: bare heads that were told.
        accused: covered ones that were called bare.
    """

    crops: int
    precision: float
    low: float
    high: float
    recall: float
    accused: float


class Teaching(Protocol):
    """Learns sites. Whoever calls has looked whether the site may be learnt."""

    @property
    def least(self) -> int:
        """Labelled heads that wear it, from which on an attribute can be fitted."""

    @property
    def bought(self) -> tuple[Bought, ...]:
        """What labels bought where it was measured, fewest first; empty where nobody knows."""

    @property
    def base(self) -> str:
        """Version of the network that would be corrected now.

        Raises:
            ModelError: the models in force cannot learn a site.
        """

    def running(self, site: str) -> str:
        """Version of what judges the site since the program started; empty for the networks alone."""

    def always(self, site: str) -> bool:
        """Whether the site's flags count from the first day, learnt or not."""

    def choose(self, site: str, count: int) -> tuple[UUID, ...]:
        """At most so many of the site's unlabelled heads, the most telling first."""

    def lesson(self, site: str) -> Lesson:
        """How the last fit stands."""

    def fit(self, site: str) -> bool:
        """Begin to fit, in the background; False where one is going on."""

    def install(self, site: str, version: str, who: str, at: datetime) -> bool:
        """Put what was fitted in force; False where it is not that version, or is worse."""

    def roll_back(self, site: str, who: str, at: datetime) -> str:
        """Back to what judged before; its version, empty for the networks alone.

        Raises:
            DataError: the networks judge alone already.
        """
