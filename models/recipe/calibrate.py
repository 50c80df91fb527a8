"""Temperature and thresholds from held-out answers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TEMPERATURES = np.exp(np.linspace(np.log(0.5), np.log(4), 60))
THRESHOLDS = np.round(np.arange(0.40, 0.991, 0.01), 2)
FLOORS = {"worn": 0.5, "wrong": 0.6, "not_worn": 0.6}
WANTED_PRECISION = {"worn": 0.95, "wrong": 0.9, "not_worn": 0.95}


@dataclass(frozen=True)
class Point:
    """An answer's operating point and what it measured on the held-out heads."""

    threshold: float
    precision: float
    recall: float
    n: int


@dataclass(frozen=True)
class Calibration:
    """One attribute's temperature and an operating point per answer."""

    temperature: float
    points: dict[str, Point]


def softmax(logits: NDArray, temperature: float) -> NDArray:
    """Probabilities (n, classes)."""
    powers = np.exp((logits - logits.max(axis=1, keepdims=True)) / temperature)
    return powers / powers.sum(axis=1, keepdims=True)


def best_temperature(logits: NDArray, labels: NDArray) -> float:
    """The temperature with the least negative log likelihood."""

    def surprise(temperature: float) -> float:
        shares = softmax(logits, temperature)
        return float(-np.log(shares[np.arange(len(labels)), labels] + 1e-9).mean())

    return round(float(min(TEMPERATURES, key=surprise)), 3)


def measure(scores: NDArray, true: NDArray, threshold: float) -> Point:
    """Precision and recall of `scores >= threshold`."""
    said = scores >= threshold
    hits = int((said & true).sum())
    return Point(float(threshold), hits / max(int(said.sum()), 1), hits / max(int(true.sum()), 1), int(true.sum()))


def operating_point(name: str, scores: NDArray, true: NDArray) -> Point:
    """The lowest threshold above the floor that keeps the wanted precision; else the most precise one."""
    points = [measure(scores, true, t) for t in THRESHOLDS if t >= FLOORS[name]]
    usable = [p for p in points if p.recall > 0]
    good = [p for p in usable if p.precision >= WANTED_PRECISION[name]]
    return good[0] if good else max(usable or points, key=lambda p: (p.precision, p.recall))


def calibrate(logits: NDArray, labels: NDArray, answers: dict[str, tuple[int, ...]]) -> Calibration:
    """Temperature and operating points; heads without a label take no part.

    A head that the reader could not tell counts against an answer given on it.
    """
    told = labels >= 0
    logits, labels = logits[told], labels[told]
    temperature = best_temperature(logits, labels)
    shares = softmax(logits, temperature)
    points = {
        name: operating_point(name, shares[:, list(classes)].sum(axis=1), np.isin(labels, classes))
        for name, classes in answers.items()
    }
    return Calibration(temperature, points)
