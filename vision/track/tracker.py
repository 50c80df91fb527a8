"""Our tracker: heads and hands are matched by how likely their motion is. No face, no clothes, no re-identification."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

import numpy as np
from scipy.optimize import linear_sum_assignment

from vision.facts import Box, Track
from vision.frames import Detections
from vision.track.motion import Belief, Doubles, Motion, later, newborn, seen

NAMESPACE = uuid5(NAMESPACE_URL, "sunkitchen/track")
NEVER = 1e6
"""A cost no number of births adds up to."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How willingly a head is taken for one seen before.

    Attributes:
        birth: cost of taking it for somebody new; more bridges larger jumps and confuses neighbours.
        absent_s: each so many seconds of absence cost one more; less forgets sooner.
        roam: spread of the places where somebody long unseen may come back, heads.
        growth: spread of the change of size between looks, as a logarithm.
        lost_after_s: a track unseen for so long is dead.
    """

    birth: float = 6.0
    absent_s: float = 10.0
    roam: float = 4.0
    growth: float = 0.4
    lost_after_s: float = 30.0


@dataclass(frozen=True, slots=True)
class _Followed:
    track: Track
    belief: Belief


@dataclass(slots=True)
class HeadTracker:
    """Follows boxes over the frames of one camera; looks may come at any, even uneven, pace.

    Attributes:
        camera: camera id; part of the tracks' ids.
        labels: the detector's.
        motion, patience: how heads move, and how willingly they are matched.
    """

    camera: str
    labels: tuple[str, ...] = ("head",)
    motion: Motion = field(default_factory=Motion)
    patience: Patience = field(default_factory=Patience)
    _alive: list[_Followed] = field(default_factory=list)
    _born: set[UUID] = field(default_factory=set)
    _at: datetime | None = None

    def update(self, detections: Detections, at: datetime) -> Sequence[Track]:
        """One track per detection, in the detections' order.

        Raises:
            ValueError: the time runs backwards.
        """
        if self._at is not None and at < self._at:
            raise ValueError(f"{self.camera}: times must not run backwards, but {at} came after {self._at}")
        self._at = at
        self._born.clear()
        self._alive = [f for f in self._alive if _absence(f, at) < self.patience.lost_after_s]
        expected = [replace(f, belief=later(f.belief, _absence(f, at), self.motion)) for f in self._alive]
        partners = assign(self._costs(expected, detections, at), self.patience.birth)
        now = [self._met(expected, partner, detections, i, at) for i, partner in enumerate(partners)]
        unseen = [f for i, f in enumerate(self._alive) if i not in set(partners)]
        self._alive = unseen + now
        return [f.track for f in now]

    def _costs(self, expected: Sequence[_Followed], detections: Detections, at: datetime) -> Doubles:
        """(detections, tracks) negative log-likelihood that this is that, up to a constant."""
        costs = np.full((len(detections), len(expected)), NEVER)
        places, sizes = middles(detections.boxes), lengths(detections.boxes)
        for column, followed in enumerate(expected):
            size = _length(followed.track.box)
            spread = min(followed.belief.doubt[0, 0] + self.motion.jitter**2, self.patience.roam**2)
            far = ((places - followed.belief.place) ** 2).sum(axis=1) / size**2
            grown = np.log(sizes / size) ** 2 / self.patience.growth**2
            cost = (far / spread + grown) / 2 + np.log(spread) + _absence(followed, at) / self.patience.absent_s
            same = detections.labels == self.labels.index(followed.track.label)
            costs[same, column] = cost[same]
        return costs

    def _met(
        self, expected: Sequence[_Followed], partner: int | None, detections: Detections, row: int, at: datetime
    ) -> _Followed:
        box = Box(*map(float, detections.boxes[row]))
        place = middles(detections.boxes[row : row + 1])[0]
        if partner is None:
            label = self.labels[int(detections.labels[row])]
            return _Followed(Track(self._name(label, box, at), label, box, at, at), newborn(place, self.motion))
        track = replace(expected[partner].track, box=box, last_seen=at)
        return _Followed(track, seen(expected[partner].belief, place, self.motion))

    def _name(self, label: str, box: Box, at: datetime) -> UUID:
        """The same for a replay: made from camera, first sight and place; a twin in the very same place counts on."""
        name = uuid5(NAMESPACE, "|".join([self.camera, label, at.isoformat(), *(f"{side:.1f}" for side in box)]))
        while name in self._born:
            name = uuid5(name, "twin")
        self._born.add(name)
        return name


def assign(costs: Doubles, birth: float) -> list[int | None]:
    """The cheapest way to give each row a column of its own, or none at the price of `birth`."""
    rows, columns = costs.shape
    _, chosen = linear_sum_assignment(np.hstack([costs, np.full((rows, rows), birth)]))
    return [int(c) if c < columns else None for c in chosen]


def middles(boxes: np.ndarray) -> Doubles:
    """(n, 4) xyxy to (n, 2) px."""
    result: Doubles = (boxes[:, :2].astype(np.float64) + boxes[:, 2:]) / 2
    return result


def lengths(boxes: np.ndarray) -> Doubles:
    """(n, 4) xyxy to (n,) px: the side of a square of the same area, at least 1."""
    sides = np.maximum((boxes[:, 2:] - boxes[:, :2]).astype(np.float64), 1.0)
    result: Doubles = np.sqrt(sides.prod(axis=1))
    return result


def _length(box: Box) -> float:
    return float(lengths(np.array([box]))[0])


def _absence(followed: _Followed, at: datetime) -> float:
    return (at - followed.track.last_seen).total_seconds()
