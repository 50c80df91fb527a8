"""Fits a site's heads from what people said, tries them, and installs what is not worse."""

from __future__ import annotations

import getpass
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import numpy as np

from records import enrolments, samples
from records.database import Database
from records.enrolments import Enrolment
from records.samples import Kept
from sunkitchen.config import Config, SiteConfig
from sunkitchen.console import Step, progress
from sunkitchen.enrol.choose import sense
from sunkitchen.enrol.site import head_classifier
from sunkitchen.enrol.words import class_of
from sunkitchen.networks.sets import model_sets
from sunkitchen.store import open_existing
from vision.detect.crop_classifier import CropClassifier, Sensed
from vision.detect.manifest import AttributeEntry
from vision.detect.models import load_models
from vision.detect.replay import Replay, read_replay
from vision.detect.site_head import SiteHead
from vision.detect.site_head_file import to_bytes, version_of
from vision.enrol.enrolment import Tolerance, Trial, enrol, judged, members
from vision.enrol.fit import Crops
from vision.enrol.promise import Promise
from vision.enrol.views import VIEWS
from vision.errors import DataError
from vision.facts import Answer
from vision.wilson import wilson

LEAST_COVERED = 5
"""Heads that wear it: from fewer no threshold can be promised."""
SEEING = 0.8
"""Share of the work that looking at the heads is; the rest is fitting."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """What came of a fit.

    Attributes:
        version: of the site's heads; what the evidence will name.
        trials: one per attribute that had labels enough. left_out: attributes that had not, and why.
        installed: whether it judges from the box's next start on.
    """

    site: str
    version: str
    trials: tuple[Trial, ...]
    left_out: Mapping[str, str]
    installed: bool

    @property
    def faults(self) -> tuple[str, ...]:
        """Why it was not installed."""
        return tuple(fault for trial in self.trials for fault in trial.faults)


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled head: the person's word, what that means, and what is answered before and after; None: nothing."""

    sample: UUID
    attribute: str
    word: str
    right: Answer | None
    before: Answer | None
    after: Answer | None


@dataclass(frozen=True, slots=True)
class Tried:
    """A fit that judges nothing yet: what came of it, the line that would put it in force, and head by head."""

    fitted: Fitted
    line: Enrolment
    heads: tuple[Judged, ...]


def fit_site(config: Config, site: SiteConfig) -> Fitted:
    """Fit all attributes that have labels enough; install them unless one is worse than the network alone.

    Raises:
        StoreError: no store. ModelError: the models in force cannot learn a site.
        DataError: there are not labels enough for any attribute.
    """
    folder = model_sets(config.box).folder_in_force()
    with open_existing(config.box.data) as store:
        with progress("enrol fit 学习", 1) as step:
            tried = try_site(store.database, folder, site.id, step)
        if tried.fitted.installed:
            install(store.database, tried, getpass.getuser(), datetime.now(UTC))
    return tried.fitted


def try_site(database: Database, folder: Path, site: str, step: Step) -> Tried:
    """Fit on the models of a folder, and try; nothing is installed.

    Args:
        step: called with how much is done, 0-1, and a few words.

    Raises:
        ModelError, DataError: as fit_site.
    """
    classifier = head_classifier(load_models(folder).classifiers)
    replay = read_replay(folder, classifier.entry)
    with database.reading() as session:
        labelled = [kept for kept in samples.of_site(session, site) if kept.words]
    left_out = {e.name: why for e in classifier.entry.attributes if (why := _lacks(e, labelled))}
    wanted = [e for e in classifier.entry.attributes if e.name not in left_out]
    if not wanted:
        raise DataError(f"site {site}: nothing to fit: " + "; ".join(left_out.values()))
    seen = _see(classifier, labelled, step)
    heads, trials = _fit_all(classifier, wanted, seen, replay, step)
    content = to_bytes(classifier.version, heads)
    faultless = not any(trial.faults for trial in trials)
    fitted = Fitted(site, version_of(site, content), trials, left_out, faultless)
    judged_ = [one for e, trial in zip(wanted, trials, strict=True) for one in _judged(e, trial, seen)]
    return Tried(fitted, _line(fitted, classifier.version, content), tuple(judged_))


def install(database: Database, tried: Tried, who: str, at: datetime) -> None:
    """Put it in force from the box's next start on."""
    with database.writing() as session:
        enrolments.add(session, replace(tried.line, who=who, at=at))


def words(trial: Trial) -> str:
    """A trial, for people: before and after, on heads of tracks that the judge had not seen."""
    labels = ", ".join(f"{name} {count}" for name, count in trial.labels.items() if count)
    after = f"cannot tell {trial.untold}/{trial.crops} (before {trial.base_untold})"
    return f"{trial.attribute}: {labels}; {', '.join(_answers(trial))}; {after}"


def _answers(trial: Trial) -> list[str]:
    said = []
    for answer, ours in trial.unseen.items():
        theirs, interval = trial.base[answer], wilson(ours.right, ours.given)
        bounds = f" [{interval[0]:.2f}-{interval[1]:.2f}]" if interval else ""
        said.append(
            f"{answer} right {ours.right} of {ours.given} said{bounds}, of {ours.deserving} to say "
            f"(before {theirs.right} of {theirs.given})"
        )
    return said


def _lacks(entry: AttributeEntry, labelled: Sequence[Kept]) -> str | None:
    """Why an attribute cannot be fitted; None when it can."""
    classes = [class_of(entry, kept.words[entry.name]) for kept in labelled if entry.name in kept.words]
    covered = sum(one in members(entry, Answer.WORN) for one in classes)
    if covered >= LEAST_COVERED:
        return None
    return f"{entry.name}: expected at least {LEAST_COVERED} labelled heads that wear it, but there are {covered}"


def _fit_all(
    classifier: CropClassifier, wanted: Sequence[AttributeEntry], seen: Sequence[Seen], replay: Replay, step: Step
) -> tuple[dict[str, SiteHead], tuple[Trial, ...]]:
    heads, trials = {}, []
    for number, entry in enumerate(wanted, start=1):
        head, trial = enrol(entry, _crops(classifier, entry, seen), replay, Promise(), Tolerance())
        heads[entry.name] = head
        trials.append(trial)
        step(SEEING + (1 - SEEING) * number / len(wanted), entry.name)
    return heads, tuple(trials)


def _judged(entry: AttributeEntry, trial: Trial, seen: Sequence[Seen]) -> list[Judged]:
    """Heads labelled with the attribute, in the order they were tried."""
    mine = [one.kept for one in seen if entry.name in one.kept.words]
    return [
        Judged(kept.sample.id, entry.name, word, _meant(entry, word), before, after)
        for kept, before, after in zip(mine, trial.base_said, trial.said, strict=True)
        for word in (kept.words[entry.name],)
    ]


def _meant(entry: AttributeEntry, word: str) -> Answer | None:
    return next((answer for answer in judged(entry) if class_of(entry, word) in members(entry, answer)), None)


@dataclass(frozen=True, slots=True)
class Seen:
    """A labelled head, and what the network makes of each of its views."""

    kept: Kept
    views: tuple[Sensed, ...]


def _see(classifier: CropClassifier, labelled: Sequence[Kept], step: Step) -> list[Seen]:
    seen = []
    for number, kept in enumerate(labelled, start=1):
        seen.append(Seen(kept, tuple(sense(classifier, kept.sample, view) for view in VIEWS)))
        step(SEEING * number / len(labelled), f"{number}/{len(labelled)}")
    return seen


def _crops(classifier: CropClassifier, entry: AttributeEntry, seen: Sequence[Seen]) -> Crops:
    """What one attribute's head is fitted on; heads of one track count as one moment."""
    mine = [one for one in seen if entry.name in one.kept.words]
    output = classifier.attributes.index(entry.name)
    tracks = [str(one.kept.sample.track) for one in mine]
    return Crops(
        logits=np.array([[view.logits[output][0] for view in one.views] for one in mine], np.float64),
        embedding=np.array([[view.embeddings[0] for view in one.views] for one in mine], np.float64),
        labels=np.array([class_of(entry, one.kept.words[entry.name]) for one in mine]),
        groups=np.unique(tracks, return_inverse=True)[1],
    )


def _line(fitted: Fitted, base: str, content: bytes) -> Enrolment:
    return Enrolment(
        site=fitted.site,
        at=datetime.now(UTC),
        who="",
        version=fitted.version,
        base=base,
        attributes=tuple(trial.attribute for trial in fitted.trials),
        measured=tuple(words(trial) for trial in fitted.trials),
        head=content,
    )
