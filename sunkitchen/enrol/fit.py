"""Fits a site's heads from what people said, tries them, and installs what is not worse."""

from __future__ import annotations

import getpass
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from records import enrolments, samples
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
from vision.enrol.enrolment import Tolerance, Trial, enrol, members
from vision.enrol.fit import Crops
from vision.enrol.promise import Promise
from vision.enrol.views import VIEWS
from vision.errors import DataError
from vision.evaluation.wilson import wilson
from vision.facts import Answer

LEAST_COVERED = 5
"""Heads that wear it: from fewer no threshold can be promised."""


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


def fit_site(config: Config, site: SiteConfig) -> Fitted:
    """Fit all attributes that have labels enough; install them unless one is worse than the network alone.

    Raises:
        StoreError: no store. ModelError: the models in force cannot learn a site.
        DataError: there are not labels enough for any attribute.
    """
    folder = model_sets(config.box).folder_in_force()
    classifier = head_classifier(load_models(folder).classifiers)
    replay = read_replay(folder, classifier.entry)
    with open_existing(config.box.data) as store:
        with store.database.reading() as session:
            labelled = [kept for kept in samples.of_site(session, site.id) if kept.words]
        left_out = {e.name: why for e in classifier.entry.attributes if (why := _lacks(e, labelled))}
        wanted = [e for e in classifier.entry.attributes if e.name not in left_out]
        if not wanted:
            raise DataError(f"site {site.id}: nothing to fit: " + "; ".join(left_out.values()))
        heads, trials = _fit_all(classifier, wanted, labelled, replay)
        content = to_bytes(classifier.version, heads)
        fitted = Fitted(
            site.id, version_of(site.id, content), trials, left_out, not any(trial.faults for trial in trials)
        )
        if fitted.installed:
            line = _line(fitted, classifier.version, content)
            with store.database.writing() as session:
                enrolments.add(session, line)
    return fitted


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
    classifier: CropClassifier, wanted: Sequence[AttributeEntry], labelled: Sequence[Kept], replay: Replay
) -> tuple[dict[str, SiteHead], tuple[Trial, ...]]:
    heads, trials = {}, []
    with progress("enrol fit 学习", len(labelled) + 1) as step:
        seen = _see(classifier, labelled, step)
        for entry in wanted:
            head, trial = enrol(entry, _crops(classifier, entry, seen), replay, Promise(), Tolerance())
            heads[entry.name] = head
            trials.append(trial)
        step(len(labelled) + 1, "fitted 完成")
    return heads, tuple(trials)


@dataclass(frozen=True, slots=True)
class Seen:
    """A labelled head, and what the network makes of each of its views."""

    kept: Kept
    views: tuple[Sensed, ...]


def _see(classifier: CropClassifier, labelled: Sequence[Kept], step: Step) -> list[Seen]:
    seen = []
    for number, kept in enumerate(labelled, start=1):
        seen.append(Seen(kept, tuple(sense(classifier, kept.sample, view) for view in VIEWS)))
        step(number, f"{number}/{len(labelled)}")
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
        who=getpass.getuser(),
        version=fitted.version,
        base=base,
        attributes=tuple(trial.attribute for trial in fitted.trials),
        measured=tuple(words(trial) for trial in fitted.trials),
        head=content,
    )
