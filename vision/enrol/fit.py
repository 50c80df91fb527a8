"""Fits a site's head in seconds on a CPU: what the network knew is kept unless the site's own crops say otherwise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from vision.detect.site_head import Floats, Scale, SiteHead, shares

Labels = npt.NDArray[np.int64]
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Crops:
    """Labelled crops as the network sees them, each in one or more views (vision.enrol.views), the plain one first.

    Attributes:
        logits: (n, views, classes) of the network. embedding: (n, views, d). labels: (n,) class index.
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
        if self.logits.ndim != 3 or self.embedding.ndim != 3 or self.logits.shape[1] != self.embedding.shape[1]:
            raise ValueError(
                "logits (n, views, classes) and embedding (n, views, d) must fit, "
                f"but came {self.logits.shape} and {self.embedding.shape}"
            )

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def views(self) -> int:
        """Views of a crop."""
        return int(self.logits.shape[1])

    def where(self, rows: npt.NDArray[np.bool_]) -> Crops:
        """Some of the crops."""
        return Crops(self.logits[rows], self.embedding[rows], self.labels[rows], self.groups[rows])

    def flat(self) -> tuple[Floats, Floats, Labels, Floats]:
        """Logits, embedding, labels and weights of all views; each class counts alike, however many crops it has."""
        weights = np.repeat(even(self.labels) / self.views, self.views)
        logits = self.logits.reshape(-1, self.logits.shape[2])
        embedding = self.embedding.reshape(-1, self.embedding.shape[2])
        return logits, embedding, np.repeat(self.labels, self.views), weights


@dataclass(frozen=True, slots=True)
class Faith:
    """How much is believed of whom.

    Attributes:
        site: weight of all the site's crops together. replay: of all remembered base crops together.
        stay: penalty on leaving the network's own judgement; the embeddings' scale is about 1.
        temperature: of the network's logits.
    """

    site: float = 1.0
    replay: float = 0.1
    stay: float = 0.00005
    temperature: float = 1.0


def fit(site: Crops, replay: Crops, faith: Faith) -> SiteHead:
    """The head that fits the site's crops without forgetting the replay; no thresholds yet; deterministic."""
    ours, theirs = site.flat(), replay.flat()
    scale = Scale.of(theirs[1] if len(replay) else ours[1])
    logits = np.concatenate([ours[0], theirs[0]])
    embedding = scale.apply(np.concatenate([ours[1], theirs[1]]))
    weights = np.concatenate([faith.site * ours[3], faith.replay * theirs[3]])
    size, classes = embedding.shape[1], logits.shape[1]
    right = np.eye(classes)[np.concatenate([ours[2], theirs[2]])]

    def cost(flat: Floats) -> tuple[float, Floats]:
        table = flat.reshape(size + 1, classes)
        said = shares(logits + embedding @ table[:-1] + table[-1], faith.temperature)
        surprise = -(weights * np.log((said * right).sum(axis=1) + 1e-12)).sum()
        slope = (said - right) * weights[:, None] / faith.temperature
        gradient = np.concatenate([embedding.T @ slope, slope.sum(axis=0, keepdims=True)]) + 2 * faith.stay * table
        return float(surprise + faith.stay * (table**2).sum()), gradient.ravel()

    found = minimize(cost, np.zeros((size + 1) * classes), jac=True, method="L-BFGS-B", options={"maxiter": 150})
    table = found.x.reshape(size + 1, classes)
    return SiteHead(scale, table[:-1], table[-1], {})


def said_by(head: SiteHead, crops: Crops, temperature: float) -> Floats:
    """Probabilities (n, classes) of the crops' plain views."""
    return shares(head.logits(crops.logits[:, 0], crops.embedding[:, 0]), temperature)


def unseen_shares(site: Crops, replay: Crops, faith: Faith) -> Floats:
    """Probabilities (n, classes) of the site's crops, each said by a head that did not see its group."""
    said = np.zeros_like(site.logits[:, 0])
    parts = np.unique(site.groups, return_inverse=True)[1] % FOLDS
    for part in np.unique(parts):
        rows = parts == part
        said[rows] = said_by(fit(site.where(~rows), replay, faith), site.where(rows), faith.temperature)
    return said


def even(labels: Labels) -> Floats:
    """Weights (n,) that add up to 1, each class to the same."""
    if not len(labels):
        return np.zeros(0)
    kinds, index, counts = np.unique(labels, return_inverse=True, return_counts=True)
    result: Floats = 1.0 / (len(kinds) * counts[index])
    return result
