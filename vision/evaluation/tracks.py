"""Tracks over a sequence of labelled stills: one person is one case, judged by the vote over all looks at them.

The stills are seconds to minutes apart, so that observed seconds mean nothing on them: a vote counts looks, with the
rules' own share (M of K) and their own least number of looks. The frames are handed to the tracker at `fps`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby
from uuid import UUID

import numpy as np

from vision.errors import DataError
from vision.evaluation import finding, judging
from vision.evaluation.evaluate import Networks, as_boxes, judge
from vision.evaluation.folder import UNSURE, Labelled, LabelledFolder, Rights
from vision.evaluation.judging import Case, Judging
from vision.facts import HEAD, Answer, Look
from vision.frames import Detections, Frame, Image
from vision.looks import take_looks
from vision.ports import Tracker
from vision.wilson import Rate, rate_of

BEGINS = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Vote:
    """When the looks at one person say an answer: at least so many, and this share (0-1) of those that could tell."""

    min_looks: int
    share: float

    def carries(self, said: int, told: int) -> bool:
        """Whether `said` of `told` looks are enough."""
        return said >= self.min_looks and said >= self.share * told


Votes = Mapping[str, Mapping[Answer, Vote]]
"""Attribute, then answer."""


@dataclass(frozen=True, slots=True)
class Tracked:
    """What came of a sequence.

    Attributes:
        tracks: followed heads. labelled: of them, those of which a label says something.
        pure: looks that agree with the majority of their track's labels, of all looks with a right answer: how well
            the tracker keeps people apart on stills.
        attributes: what the votes say, a case per track.
    """

    images: int
    tracks: int
    labelled: int
    pure: Rate
    attributes: dict[str, Judging]
    cases: tuple[Case, ...]


@dataclass(slots=True)
class _Life:
    """One track: its looks, and what the labels say of them."""

    pictures: list[Labelled] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    rights: list[Rights] = field(default_factory=list)


def follow(
    folder: LabelledFolder,
    cameras: Mapping[str, str],
    networks: Networks,
    tracker: Callable[[str], Tracker],
    votes: Votes,
    fps: float,
    progress: Callable[[int, int], None],
) -> Tracked:
    """Link, look and vote.

    Args:
        cameras: picture to camera; each has its own tracker and time.
        tracker: makes one for a camera.

    Raises:
        DataError: crops, which have no sequence.
    """
    if folder.crops:
        raise DataError(f"{folder.path}: expected pictures in the order of time, found crops; use --data for them")
    lives: dict[UUID, _Life] = {}
    done = 0
    ordered = sorted(folder.pictures, key=lambda picture: cameras.get(picture.path.name, ""))
    for camera, pictures in groupby(ordered, key=lambda picture: cameras.get(picture.path.name, "")):
        following = tracker(camera)
        for index, picture in enumerate(pictures):
            _see(picture, camera, index, fps, networks, following, lives)
            done += 1
            progress(done, len(folder.pictures))
    return _summed(folder, list(lives.values()), votes)


def _see(
    picture: Labelled,
    camera: str,
    index: int,
    fps: float,
    networks: Networks,
    tracker: Tracker,
    lives: dict[UUID, _Life],
) -> None:
    """One picture: find, follow, look, and write down what the labels say of whom was found."""
    image = picture.image()
    frame = Frame(camera, lambda: image, BEGINS + timedelta(seconds=index / fps), index / fps, index, is_keyframe=True)
    found = _heads(networks, image)
    looks = _looks(frame, image, found, networks, tracker)
    heads = [truth for truth in picture.truths if truth.label == HEAD]
    partners = finding.match(as_boxes(heads), found.boxes)
    for look, partner in zip(looks, partners, strict=True):
        life = lives.setdefault(look.track.id, _Life())
        life.pictures.append(picture)
        life.looks.append(look)
        life.rights.append(heads[partner].rights if partner >= 0 else {})


def _heads(networks: Networks, image: Image) -> Detections:
    seen = networks.detector.detect(image)
    rows = (seen.labels == networks.detector.labels.index(HEAD)) & (seen.scores >= networks.threshold)
    return Detections(seen.boxes[rows], seen.scores[rows], seen.labels[rows])


def _looks(frame: Frame, image: Image, found: Detections, networks: Networks, tracker: Tracker) -> tuple[Look, ...]:
    tracks = tracker.update(found, frame.at)
    said = judge(image, HEAD, found.boxes, networks.classifiers)
    return take_looks(frame, image, tracks, [tuple(one.values()) for one in said], (), networks.gates)


def _summed(folder: LabelledFolder, lives: Sequence[_Life], votes: Votes) -> Tracked:
    names = [name for name in votes if name in folder.attributes]
    cases = [case for life in lives for name in names if (case := _case(life, name, votes[name])) is not None]
    purities = [_purity(life, name) for life in lives for name in names]
    return Tracked(
        images=len(folder.pictures),
        tracks=len(lives),
        labelled=sum(any(life.rights) for life in lives),
        pure=rate_of(sum(agreeing for agreeing, _ in purities), sum(of for _, of in purities)),
        attributes={name: judging.measure(cases, name) for name in names},
        cases=tuple(cases),
    )


def _case(life: _Life, name: str, votes: Mapping[Answer, Vote]) -> Case | None:
    """A track as one case; None where no label speaks of it. Shown is its largest look."""
    words = Counter((rights[name].answer, rights[name].word) for rights in life.rights if name in rights)
    if not words:
        return None
    right, word = _majority(words)
    said, share = vote([j.answer for look in life.looks if (j := look.of(name)) is not None], votes)
    largest = int(np.argmax([look.track.box.area for look in life.looks]))
    return Case(name, right, said, share, word, life.looks[largest].track.box, life.pictures[largest].path)


def _majority(words: Counter[tuple[Answer, str]]) -> tuple[Answer, str]:
    """The right answer of more than half of the labels that could tell, and its commonest word; else nobody can."""
    told = Counter({key: n for key, n in words.items() if key[0] is not Answer.CANNOT_TELL})
    answers: Counter[Answer] = Counter()
    for (answer, _), n in told.items():
        answers[answer] += n
    if not answers or answers.most_common(1)[0][1] * 2 <= answers.total():
        return Answer.CANNOT_TELL, UNSURE
    right = answers.most_common(1)[0][0]
    return right, max((n, word) for (answer, word), n in told.items() if answer is right)[1]


def vote(said: Sequence[Answer], votes: Mapping[Answer, Vote]) -> tuple[Answer, float]:
    """What the looks say together, and the share of those that could tell; cannot-tell where none carries."""
    counts = Counter(answer for answer in said if answer is not Answer.CANNOT_TELL)
    told = counts.total()
    for answer, n in counts.most_common():
        if answer in votes and votes[answer].carries(n, told):
            return answer, n / told
    return Answer.CANNOT_TELL, 0.0


def _purity(life: _Life, name: str) -> tuple[int, int]:
    told = Counter(r[name].answer for r in life.rights if name in r and r[name].answer is not Answer.CANNOT_TELL)
    return max(told.values(), default=0), told.total()
