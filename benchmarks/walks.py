"""Kitchens made of numbers: heads with known identities, seen by an imperfect detector."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

from vision.frames import Detections
from vision.geometry import covered

START = datetime(2026, 3, 2, 10, tzinfo=UTC)
WIDTH, HEIGHT = 1920, 1080
FINE_PER_S = 25
Path = npt.NDArray[np.float64]
"""(steps, 2) px, at FINE_PER_S."""


@dataclass(frozen=True, slots=True)
class SeenFrame:
    """What the detector says of one frame, and who it is.

    Attributes:
        owners: one truth id per detection; None for a false alarm.
    """

    at: datetime
    detections: Detections
    owners: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """Named frames, at one pace."""

    name: str
    frames: tuple[SeenFrame, ...]


@dataclass(frozen=True, slots=True)
class Flaws:
    """How wrong the detector is: jitter and size in heads, misses and false alarms as shares of the looks."""

    jitter: float = 0.08
    growth: float = 0.08
    missed: float = 0.1
    false_alarm: float = 0.02
    hidden_at: float = 0.5


def kitchen(people: int, rate: float, seed: int, seconds: float = 120, flaws: Flaws | None = None) -> Scene:
    """People who walk between stations, stop there, cross and hide each other; looked at `rate` times a second."""
    random = np.random.default_rng(seed)
    paths = [errands(random, int(seconds * FINE_PER_S)) for _ in range(people)]
    steps = np.arange(0, int(seconds * FINE_PER_S), FINE_PER_S / rate).astype(int)
    frames = tuple(_look(np.array([path[i] for path in paths]), i, random, flaws or Flaws()) for i in steps)
    return Scene(f"kitchen, {people} people", frames)


def errands(random: np.random.Generator, steps: int) -> Path:
    """One person's way: 0.6 to 1.4 m/s between random stations, 2 to 30 s at each, swaying a little."""
    place = _station(random)
    legs: list[Path] = []
    while sum(len(leg) for leg in legs) < steps:
        goal = _station(random)
        middle_size = head_size((place[1] + goal[1]) / 2)
        px_per_s = random.uniform(0.6, 1.4) / 0.25 * middle_size
        length = max(int(np.hypot(*(goal - place)) / px_per_s * FINE_PER_S), 2)
        ease = (1 - np.cos(np.linspace(0, np.pi, length))) / 2 * 0.3 + np.linspace(0, 1, length) * 0.7
        legs += [place + ease[:, None] * (goal - place), _sway(random, goal)]
        place = goal
    return np.concatenate(legs)[:steps]


def head_size(y: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Side of a head, px: 40 at the far end of the kitchen (top of the picture), 110 at the near one."""
    return np.asarray(40 + 70 * np.asarray(y, np.float64) / HEIGHT)


def _station(random: np.random.Generator) -> npt.NDArray[np.float64]:
    return random.uniform((150, 120), (WIDTH - 150, HEIGHT - 350))


def _sway(random: np.random.Generator, goal: npt.NDArray[np.float64]) -> Path:
    """Standing at work: the head turns and bends within about half a head."""
    length = int(random.uniform(2, 30) * FINE_PER_S)
    drift = np.cumsum(random.normal(0, 0.03, (length, 2)), axis=0)
    return np.asarray(goal + np.tanh(drift) * 0.5 * head_size(goal[1]))


def _look(places: Path, step: int, random: np.random.Generator, flaws: Flaws) -> SeenFrame:
    sizes = head_size(places[:, 1])
    true = _boxes(places, sizes)
    visible = (covered(true) < flaws.hidden_at) & (random.random(len(true)) >= flaws.missed)
    noisy = places + random.normal(0, flaws.jitter, places.shape) * sizes[:, None]
    sizes = sizes * np.exp(random.normal(0, flaws.growth, len(sizes)))
    owners: list[str | None] = [f"person {i}" for i in np.flatnonzero(visible)]
    noisy, sizes = noisy[visible], sizes[visible]
    if random.random() < flaws.false_alarm:
        spot = _station(random)
        noisy, sizes = np.vstack([noisy, spot]), np.append(sizes, head_size(spot[1]))
        owners.append(None)
    return SeenFrame(START + timedelta(seconds=step / FINE_PER_S), as_detections(_boxes(noisy, sizes)), tuple(owners))


def _boxes(places: Path, sizes: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    half = sizes[:, None] / 2
    return np.concatenate([places - half, places + half], axis=1).astype(np.float32)


def as_detections(boxes: npt.NDArray[np.float32]) -> Detections:
    """(n, 4) xyxy as a detector of heads says them, all equally sure."""
    n = len(boxes)
    return Detections(boxes, np.full(n, 0.9, np.float32), np.zeros(n, np.int64))


def crossings(rate: float, seed: int, times: int = 20) -> Scene:
    """Two people pass each other in a corridor, again and again, half a head apart at the nearest."""
    random = np.random.default_rng(seed)
    frames: list[SeenFrame] = []
    for again in range(times):
        speed = float(random.uniform(2, 5) * head_size(500))
        moments = np.arange(random.uniform(0, 1 / rate), 1600 / speed, 1 / rate)
        first = again * 60.0
        frames += [_passing(first + t, speed * t, f"{again}", random) for t in moments]
    return Scene("crossings", tuple(frames))


def _passing(seconds: float, way: float, name: str, random: np.random.Generator) -> SeenFrame:
    places = np.array([[160 + way, 500.0], [1760 - way, 535.0]])
    seen = _look(places, round(seconds * FINE_PER_S), random, Flaws(false_alarm=0))
    return SeenFrame(seen.at, seen.detections, tuple(f"{name}: {owner}" for owner in seen.owners))


def scenes(rate: float, seeds: Sequence[int]) -> Iterator[Scene]:
    """All made-up scenes at one pace."""
    for seed in seeds:
        yield from (kitchen(people, rate, seed) for people in (2, 5, 10))
        yield crossings(rate, seed)
