"""Fits a site's head in seconds on a CPU: what the network knew is kept unless the site's own crops say otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from vision.detect.site_head import Floats, Scale, SiteHead, shares

Labels = npt.NDArray[np.int64]
FOLDS = 5
NEVER = 1.01
"""A threshold that no probability reaches."""


@dataclass(frozen=True, slots=True)
class Crops:
    """Labelled crops as the network sees them.

    Attributes:
        logits: (n, classes) of the network. embedding: (n, d). labels: (n,) class index.
        groups: (n,) crops of one track or moment, which must not stand on both sides of a split.
    """

    logits: Floats
    embedding: Floats
    labels: Labels
    groups: Labels

    def __post_init__(self) -> None:
        lengths = {len(self.logits), len(self.embedding), len(self.labels), len(self.groups)}
        if len(lengths) != 1:
            raise ValueError(f"logits, embedding, labels and groups must be equally long, but came {sorted(lengths)}")

    def __len__(self) -> int:
        return len(self.labels)

    def where(self, rows: npt.NDArray[np.bool_]) -> Crops:
        """Some of the crops."""
        return Crops(self.logits[rows], self.embedding[rows], self.labels[rows], self.groups[rows])


@dataclass(frozen=True, slots=True)
class Faith:
    """How much is believed of whom.

    Attributes:
        site: weight of all the site's crops together. replay: of all remembered base crops together.
        stay: penalty on leaving the network's own judgement; the embeddings' scale is about 1.
        temperature: of the network's logits.
    """

    site: float = 1.0
    replay: float = 0.5
    stay: float = 0.00001
    temperature: float = 1.0


def fit(site: Crops, replay: Crops, faith: Faith) -> SiteHead:
    """The head that fits the site's crops without forgetting the replay; no thresholds yet; deterministic.

    Each class of the site counts alike, however many crops it has, and so does each class of the replay.
    """
    scale = Scale.of(np.concatenate([replay.embedding, site.embedding]))
    embedding = scale.apply(np.concatenate([site.embedding, replay.embedding]))
    logits = np.concatenate([site.logits, replay.logits])
    weights = np.concatenate([faith.site * even(site.labels), faith.replay * even(replay.labels)])
    size, classes = embedding.shape[1], logits.shape[1]
    right = np.eye(classes)[np.concatenate([site.labels, replay.labels])]

    def cost(flat: Floats) -> tuple[float, Floats]:
        table = flat.reshape(size + 1, classes)
        said = shares(logits + embedding @ table[:-1] + table[-1], faith.temperature)
        surprise = -(weights * np.log((said * right).sum(axis=1) + 1e-12)).sum()
        slope = (said - right) * weights[:, None] / faith.temperature
        gradient = np.concatenate([embedding.T @ slope, slope.sum(axis=0, keepdims=True)]) + 2 * faith.stay * table
        return float(surprise + faith.stay * (table**2).sum()), gradient.ravel()

    found = minimize(cost, np.zeros((size + 1) * classes), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    table = found.x.reshape(size + 1, classes)
    return SiteHead(scale, table[:-1], table[-1], {})


def unseen_shares(site: Crops, replay: Crops, faith: Faith) -> Floats:
    """Probabilities (n, classes) of the site's crops, each said by a head that did not see its group."""
    said = np.zeros_like(site.logits)
    parts = np.unique(site.groups, return_inverse=True)[1] % FOLDS
    for part in np.unique(parts):
        rows = parts == part
        head = fit(site.where(~rows), replay, faith)
        said[rows] = shares(head.logits(site.logits[rows], site.embedding[rows]), faith.temperature)
    return said


def conformal_threshold(innocent: Floats, alarm_rate: float, floor: float = 0.5) -> float:
    """The probability from which to accuse, so that at most `alarm_rate` of innocent heads are accused.

    Args:
        innocent: (n,) probabilities of the accusation on crops that do not deserve it, none seen by its judge.
        alarm_rate: 0-1. floor: never below this.

    The promise holds for heads exchangeable with these; too few of them (n + 1 < 1 / alarm_rate) allow no accusation
    below their maximum, and none at all when n is 0. Source: split conformal prediction (Vovk 2005).
    """
    n = len(innocent)
    if not n:
        return NEVER
    rank = min(ceil((n + 1) * (1 - alarm_rate)), n)
    return float(max(np.sort(innocent)[rank - 1] + 1e-6, floor))


def even(labels: Labels) -> Floats:
    """Weights (n,) that add up to 1, each class to the same."""
    if not len(labels):
        return np.zeros(0)
    kinds, index, counts = np.unique(labels, return_inverse=True, return_counts=True)
    result: Floats = 1.0 / (len(kinds) * counts[index])
    return result
