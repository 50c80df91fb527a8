"""Enrolment as the API tells of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.enrolment.teaching import Lesson, Stage
from api.schemas import Out
from records.enrolments import Enrolment
from records.samples import SAYABLE, Kept
from vision.facts import Answer

Counts = dict[str, dict[str, int]]
"""Attribute to word to how many heads."""


class LabelIn(BaseModel):
    """What somebody says of a head; null takes back what was said, what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    hat: Literal["net", "cap", "bare", "unsure"] | None = None
    mask: Literal["mask", "wrong", "none", "unsure"] | None = None

    @property
    def words(self) -> dict[str, str]:
        """What is said, by attribute."""
        return {name: word for name in self.model_fields_set if (word := getattr(self, name)) is not None}

    @property
    def taken_back(self) -> set[str]:
        """Attributes of which nothing is said any more."""
        return {name for name in self.model_fields_set if getattr(self, name) is None}


class VersionIn(BaseModel):
    """What is to be put in force: the version that was looked at."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Annotated[str, Field(min_length=1, max_length=128)]


class HeadOut(Out):
    """A kept head, and what was said of it by attribute."""

    id: UUID
    camera: str
    at: datetime
    height_px: float
    words: dict[str, str]

    @classmethod
    def of(cls, kept: Kept) -> HeadOut:
        """From the records."""
        one = kept.sample
        return cls(id=one.id, camera=one.camera, at=one.at, height_px=one.height_px, words=dict(kept.words))


class HeadsOut(Out):
    """Heads to look at, the most telling first; then those that were labelled, the newest first."""

    items: tuple[HeadOut, ...]


class TallyOut(Out):
    """Of one answer: how often given, of these rightly, how many heads deserve it."""

    given: int
    right: int
    deserving: int


class SideOut(Out):
    """One judge: heads left without an answer, its answers, and how it does on heads of other sites (0-1)."""

    untold: int
    answers: dict[Answer, TallyOut]
    accused: float
    told_apart: float


class ComparedOut(Out):
    """An attribute before and after, on labelled heads whose person the judge had not seen."""

    attribute: str
    crops: int
    before: SideOut
    after: SideOut
    worse: bool


class LessonOut(Out):
    """The last fit since the program started; `share` of it done, 0-1. `version` may be installed unless `worse`."""

    stage: Stage
    share: float
    version: str | None = None
    worse: bool = False
    compared: tuple[ComparedOut, ...] = ()
    left_out: tuple[str, ...] = ()
    fault: str = ""

    @classmethod
    def of(cls, lesson: Lesson) -> LessonOut:
        """As it stands."""
        attempt = lesson.attempt
        if attempt is None:
            return cls(stage=lesson.stage, share=lesson.share, fault=lesson.fault)
        return cls(
            stage=lesson.stage,
            share=lesson.share,
            version=attempt.version,
            worse=attempt.worse,
            compared=tuple(ComparedOut.model_validate(one) for one in attempt.compared),
            left_out=attempt.left_out,
        )


class PastOut(Out):
    """What was put in force when, and by whom; `version` is empty for the networks alone."""

    at: datetime
    who: str
    version: str
    attributes: tuple[str, ...]


class EnrolmentOut(Out):
    """Where a site stands: heads kept, what was said of them, what is in force from the box's next start on."""

    kept: int
    labelled: Counts
    version: str
    learnt: tuple[str, ...]
    history: tuple[PastOut, ...]
    lesson: LessonOut

    @classmethod
    def of(cls, kept: Iterable[Kept], past: tuple[Enrolment, ...], lesson: Lesson) -> EnrolmentOut:
        """From the records."""
        known = tuple(kept)
        return cls(
            kept=len(known),
            labelled=counted(one.words for one in known),
            version=past[-1].version if past else "",
            learnt=past[-1].attributes if past else (),
            history=tuple(PastOut.model_validate(one) for one in past),
            lesson=LessonOut.of(lesson),
        )


def counted(words: Iterable[Mapping[str, str]]) -> Counts:
    """How often each word was said, none left out."""
    said = Counter((attribute, word) for one in words for attribute, word in one.items())
    return {attribute: {word: said[attribute, word] for word in known} for attribute, known in SAYABLE.items()}
