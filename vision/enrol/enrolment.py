"""From a site's labelled crops to its head: fitted, its thresholds set, measured on unseen crops, or refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from vision.detect.manifest import AttributeEntry, JudgementEntry
from vision.detect.replay import Replay
from vision.detect.site_head import Floats, SiteHead, shares
from vision.enrol.fit import Crops, Faith, Labels, fit, said_by, unseen_shares
from vision.enrol.promise import NEVER, Promise, threshold
from vision.facts import Answer

HELD_OUT = 4
"""One in so many remembered heads is not remembered while the head is tried on it."""
WORN_ALARM_RATE = 0.05


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How much worse than the base a site's head may be on the standing set, absolute.

    Attributes:
        accused: share of heads that wear it and are called not worn.
        told_apart: mean recall of worn and not worn, by the likelier of the two.
    """

    accused: float = 0.02
    told_apart: float = 0.12


@dataclass(frozen=True, slots=True)
class Standing:
    """One judge on the standing set; see Tolerance."""

    accused: float
    told_apart: float


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one answer on labelled crops: how often given, of these rightly; how many crops deserve it."""

    given: int
    right: int
    deserving: int


@dataclass(frozen=True, slots=True)
class Trial:
    """How one attribute's head did.

    Attributes:
        labels: class name to labelled crops.
        crops: crops with an answer that is right. untold: of these, left without an answer.
        unseen: per answer, on the site's crops, each judged by a head that had not seen its track.
        base: the same by the network alone, and its `base_untold`.
        standing, base_standing: on held-out remembered heads.
        faults: why it must not be installed; empty when it may.
        said, base_said: crop by crop, in the order they were given, what was answered; None where nothing was.
    """

    attribute: str
    labels: Mapping[str, int]
    crops: int
    untold: int
    unseen: Mapping[Answer, Counts]
    base: Mapping[Answer, Counts]
    base_untold: int
    standing: Standing
    base_standing: Standing
    faults: tuple[str, ...]
    said: tuple[Answer | None, ...] = ()
    base_said: tuple[Answer | None, ...] = ()


def enrol(
    entry: AttributeEntry, site: Crops, replay: Replay, promise: Promise, tolerance: Tolerance
) -> tuple[SiteHead, Trial]:
    """Fit one attribute's head and try it; whoever installs it asks the trial's faults first."""
    faith = Faith(temperature=entry.temperature)
    remembered = of_replay(replay, entry)
    unseen = unseen_shares(site, remembered, faith)
    own = {a: _threshold(entry, a, unseen, site.labels, promise) for a in judged(entry)}
    head = replace(fit(site, remembered, faith), thresholds=own)
    alone, shipped = shares(site.logits[:, 0], entry.temperature), _at(entry, {})
    untold, counts = measured(entry, unseen, site.labels, own)
    base_untold, base = measured(entry, alone, site.labels, shipped)
    standing, base_standing = _stand(entry, site, remembered, faith, own)
    trial = Trial(
        attribute=entry.name,
        labels={name: int((site.labels == i).sum()) for i, name in enumerate(entry.classes)},
        crops=int(np.isin(site.labels, _judgeable(entry)).sum()),
        untold=untold,
        unseen=counts,
        base=base,
        base_untold=base_untold,
        standing=standing,
        base_standing=base_standing,
        faults=_faults(entry.name, standing, base_standing, tolerance),
        said=answered(entry, unseen, own),
        base_said=answered(entry, alone, shipped),
    )
    return head, trial


def of_replay(replay: Replay, entry: AttributeEntry) -> Crops:
    """The remembered heads that are labelled with an attribute, one view each."""
    labels = replay.labels[entry.name]
    told = labels >= 0
    logits, embedding = replay.logits[entry.name][told][:, None], replay.embeddings[told][:, None]
    return Crops(logits, embedding, labels[told], replay.groups[told])


def judged(entry: AttributeEntry) -> Mapping[Answer, JudgementEntry]:
    """What the manifest says of each answer."""
    return {Answer(answer): one for answer, one in entry.judgements.items()}


def members(entry: AttributeEntry, answer: Answer) -> list[int]:
    """Class indices that mean an answer; none where the attribute does not know it."""
    one = judged(entry).get(answer)
    return [] if one is None else [entry.classes.index(name) for name in one.classes]


def counted(entry: AttributeEntry, answer: Answer) -> list[int]:
    """Class indices that count towards an answer's threshold; none where the attribute does not know it."""
    one = judged(entry).get(answer)
    return [] if one is None else [entry.classes.index(name) for name in one.counted]


def measured(
    entry: AttributeEntry, said: Floats, labels: Labels, thresholds: Mapping[Answer, float]
) -> tuple[int, dict[Answer, Counts]]:
    """Crops with a right answer that got none, and per answer how often it was given and rightly."""
    given = _given(entry, said, thresholds)
    counts = {}
    for number, answer in enumerate(judged(entry)):
        deserve = np.isin(labels, members(entry, answer))
        mine = given == number
        counts[answer] = Counts(int(mine.sum()), int((mine & deserve).sum()), int(deserve.sum()))
    return int((np.isin(labels, _judgeable(entry)) & (given < 0)).sum()), counts


def answered(entry: AttributeEntry, said: Floats, thresholds: Mapping[Answer, float]) -> tuple[Answer | None, ...]:
    """What is answered of each crop; None where nothing is."""
    answers = list(judged(entry))
    return tuple(None if number < 0 else answers[number] for number in _given(entry, said, thresholds))


def _given(entry: AttributeEntry, said: Floats, thresholds: Mapping[Answer, float]) -> npt.NDArray[np.int64]:
    """(n,) number of the answer each crop gets, in the manifest's order; -1 for none."""
    answers = list(judged(entry))
    own = np.stack([said[:, members(entry, answer)].sum(axis=1) for answer in answers], axis=1)
    sums = np.stack([said[:, counted(entry, answer)].sum(axis=1) for answer in answers], axis=1)
    firing = sums >= np.array([thresholds[answer] for answer in answers])
    best = np.where(firing, own, -1.0).argmax(axis=1)
    return np.where(firing.any(axis=1), best, -1)


def _judgeable(entry: AttributeEntry) -> list[int]:
    return [index for answer in judged(entry) for index in members(entry, answer)]


def _at(entry: AttributeEntry, own: Mapping[Answer, float]) -> dict[Answer, float]:
    return {answer: own.get(answer, one.threshold) for answer, one in judged(entry).items()}


def _threshold(entry: AttributeEntry, answer: Answer, unseen: Floats, labels: Labels, promise: Promise) -> float:
    """An accusation keeps the promise; that something is worn may be wrong a little more often."""
    mine = counted(entry, answer)
    innocent = unseen[~np.isin(labels, mine)][:, mine].sum(axis=1)
    if answer is not Answer.WORN:
        return threshold(innocent, promise.alarm_rate)
    strict = threshold(innocent, WORN_ALARM_RATE)
    return judged(entry)[answer].threshold if strict >= NEVER else strict


def _stand(
    entry: AttributeEntry, site: Crops, remembered: Crops, faith: Faith, thresholds: Mapping[Answer, float]
) -> tuple[Standing, Standing]:
    """A head that does not remember a part of the standing set, and the network alone, on that part."""
    held = np.arange(len(remembered)) % HELD_OUT == 0
    head = fit(site, remembered.where(~held), faith)
    tried = remembered.where(held)
    ours = said_by(head, tried, entry.temperature)
    theirs = shares(tried.logits[:, 0], entry.temperature)
    return _standing(entry, ours, tried.labels, thresholds), _standing(entry, theirs, tried.labels, _at(entry, {}))


def _standing(entry: AttributeEntry, said: Floats, labels: Labels, thresholds: Mapping[Answer, float]) -> Standing:
    worn, bare = members(entry, Answer.WORN), members(entry, Answer.NOT_WORN)
    against = said[:, counted(entry, Answer.NOT_WORN)].sum(axis=1)
    worn_share, bare_share = said[:, worn].sum(axis=1), said[:, bare].sum(axis=1)
    wears, is_bare = np.isin(labels, worn), np.isin(labels, bare)
    accused = against >= thresholds[Answer.NOT_WORN]
    recalls = [_share(worn_share >= bare_share, wears), _share(bare_share > worn_share, is_bare)]
    return Standing(_share(accused, wears), sum(recalls) / 2)


def _share(said: npt.NDArray[np.bool_], among: npt.NDArray[np.bool_]) -> float:
    return float(said[among].mean()) if among.any() else 0.0


def _faults(name: str, ours: Standing, base: Standing, tolerance: Tolerance) -> tuple[str, ...]:
    faults = []
    if ours.accused > base.accused + tolerance.accused:
        faults.append(
            f"{name}: of the standing set's heads that wear it, it accuses {ours.accused:.3f}, the base network "
            f"{base.accused:.3f}; at most {tolerance.accused:.3f} more is tolerated"
        )
    if ours.told_apart < base.told_apart - tolerance.told_apart:
        faults.append(
            f"{name}: it tells worn and not worn of the standing set apart at {ours.told_apart:.3f}, the base network "
            f"at {base.told_apart:.3f}; at most {tolerance.told_apart:.3f} less is tolerated"
        )
    return tuple(faults)
