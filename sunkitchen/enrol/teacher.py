"""Learns sites for the pages: chooses heads, fits in the background, installs what a person wants in force."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from threading import Lock, Thread
from uuid import UUID

import numpy as np

from api.enrolment.teaching import Attempt, Bought, Compared, Example, Lesson, Side, Stage, Tally
from records import enrolments, samples
from records.database import Database
from records.samples import Kept
from sunkitchen.enrol.choose import doubt, sense
from sunkitchen.enrol.curve import bought
from sunkitchen.enrol.fit import LEAST_COVERED, Tried, install, try_site
from sunkitchen.enrol.site import head_classifier
from sunkitchen.enrol.status import roll_back
from vision.detect.crop_classifier import CropClassifier
from vision.detect.models import load_models
from vision.detect.site_head import Floats
from vision.enrol.choose import most_telling
from vision.enrol.enrolment import Counts, Standing, Trial
from vision.errors import SunkitchenError
from vision.facts import Answer

log = logging.getLogger(__name__)
EXAMPLES = 24
"""Heads shown beside the numbers, of each attribute."""


class Teacher:
    """The seam's only implementation; one fit of a site at a time.

    Args:
        folder: of the models in force. always: sites whose flags count from the first day, learnt or not.
    """

    def __init__(self, database: Database, folder: Callable[[], Path], always: frozenset[str]) -> None:
        self._database, self._folder, self._always = database, folder, always
        self._door = Lock()
        self._lessons: dict[str, Lesson] = {}
        self._tried: dict[str, Tried] = {}
        self._sensed: dict[UUID, tuple[Floats, float]] = {}
        self._began = self._in_force()

    @property
    def least(self) -> int:
        """As the seam says."""
        return LEAST_COVERED

    @cached_property
    def bought(self) -> tuple[Bought, ...]:
        """As the seam says."""
        return bought()

    @property
    def base(self) -> str:
        """As the seam says."""
        return self._classifier.version

    def running(self, site: str) -> str:
        """As the seam says."""
        return self._began.get(site, "")

    def always(self, site: str) -> bool:
        """As the seam says."""
        return site in self._always

    def choose(self, site: str, count: int) -> tuple[UUID, ...]:
        """As the seam says."""
        with self._database.reading() as session:
            unlabelled = [kept for kept in samples.of_site(session, site) if not kept.words]
        with self._door:  # a network is used by one thread at a time
            seen = [self._sense(kept) for kept in unlabelled]
        embeddings, doubts = np.array([one[0] for one in seen], np.float64), np.array([one[1] for one in seen])
        tracks = [kept.sample.track for kept in unlabelled]
        return tuple(unlabelled[i].sample.id for i in most_telling(embeddings, doubts, tracks, count))

    def lesson(self, site: str) -> Lesson:
        """As the seam says."""
        return self._lessons.get(site, Lesson())

    def fit(self, site: str) -> bool:
        """As the seam says."""
        with self._door:
            if self.lesson(site).stage is Stage.WORKING:
                return False
            self._lessons[site] = Lesson(Stage.WORKING)
        Thread(target=self._learn, args=(site,), name=f"enrol {site}", daemon=True).start()
        return True

    def install(self, site: str, version: str, who: str, at: datetime) -> bool:
        """As the seam says."""
        tried = self._tried.get(site)
        if tried is None or tried.fitted.version != version or not tried.fitted.installed:
            return False
        install(self._database, tried, who, at)
        return True

    def roll_back(self, site: str, who: str, at: datetime) -> str:
        """As the seam says."""
        return roll_back(self._database, site, who, at).version

    @cached_property
    def _classifier(self) -> CropClassifier:
        return head_classifier(load_models(self._folder()).classifiers)

    def _in_force(self) -> dict[str, str]:
        with self._database.reading() as session:
            return {one.site: one.version for one in enrolments.newest(session)}

    def _sense(self, kept: Kept) -> tuple[Floats, float]:
        """What the network makes of a head, once: it never changes."""
        if kept.sample.id not in self._sensed:
            sensed = sense(self._classifier, kept.sample)
            self._sensed[kept.sample.id] = sensed.embeddings[0], doubt(self._classifier.entry.attributes, sensed)
        return self._sensed[kept.sample.id]

    def _learn(self, site: str) -> None:
        """In a thread of its own; what goes wrong is told on the page, and no other work stops."""

        def step(done: float, _words: str) -> None:
            self._lessons[site] = Lesson(Stage.WORKING, min(done, 1.0))

        try:
            tried = try_site(self._database, self._folder(), site, step)
            self._tried[site] = tried
            self._lessons[site] = Lesson(Stage.TRIED, 1.0, attempt_of(tried))
        except SunkitchenError as error:
            self._lessons[site] = Lesson(Stage.FAILED, fault=str(error))
        except Exception:
            log.exception("site %s could not be fitted by an error in the program", site)
            self._lessons[site] = Lesson(Stage.FAILED, fault="an error in the program; see the log")


def attempt_of(tried: Tried) -> Attempt:
    """What came of a fit, as the pages tell it; examples are those that changed or are wrong, first."""
    names = [trial.attribute for trial in tried.fitted.trials]
    told = [Example(one.sample, one.attribute, one.word, one.right, one.before, one.after) for one in tried.heads]
    shown = [one for name in names for one in _first([x for x in told if x.attribute == name])]
    compared = tuple(map(_compared, tried.fitted.trials))
    return Attempt(tried.fitted.version, compared, tuple(tried.fitted.left_out), tuple(shown))


def _first(some: Sequence[Example]) -> list[Example]:
    return sorted(some, key=lambda one: (one.before is one.after, one.after is one.right))[:EXAMPLES]


def _compared(trial: Trial) -> Compared:
    before = _side(trial.base_untold, trial.base, trial.base_standing)
    return Compared(
        trial.attribute, trial.crops, before, _side(trial.untold, trial.unseen, trial.standing), bool(trial.faults)
    )


def _side(untold: int, counts: Mapping[Answer, Counts], standing: Standing) -> Side:
    tallies = {answer: Tally(one.given, one.right, one.deserving) for answer, one in counts.items()}
    return Side(untold, tallies, standing.accused, standing.told_apart)
