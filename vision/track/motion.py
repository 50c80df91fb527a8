"""How heads move between looks, whatever the time between them.

A head's velocity wanders and dies away (an Ornstein-Uhlenbeck process): over a short time it keeps going, over a long
one it may have stopped or turned. Lengths of uncertainty are in heads, so that near and far people are alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Motion:
    """What is known of everybody's motion.

    Attributes:
        speed: spread of the speed of people at work, heads/s; more forgives faster walking and confuses neighbours.
        memory_s: how long a velocity lasts; more carries a walker further through a gap.
        jitter: spread of a detected box round the true one, heads.
    """

    speed: float = 3.5
    memory_s: float = 1.5
    jitter: float = 0.2


@dataclass(frozen=True, slots=True)
class Belief:
    """Where one head is thought to be.

    Attributes:
        state: (2, 2) rows place in px and velocity in px/s, columns x and y.
        doubt: (2, 2) covariance of place and velocity, the same for x and y, in heads and seconds.
    """

    state: Doubles
    doubt: Doubles

    @property
    def place(self) -> Doubles:
        """(2,) px."""
        place: Doubles = self.state[0]
        return place


def newborn(place: Doubles, motion: Motion) -> Belief:
    """First sight of a head at (2,) px: it may move any way."""
    return Belief(np.stack([place, np.zeros(2)]), np.diag([motion.jitter**2, motion.speed**2]))


def later(belief: Belief, seconds: float, motion: Motion) -> Belief:
    """The belief after some time without seeing it: carried on, and less sure."""
    tau, kept = motion.memory_s, exp(-seconds / motion.memory_s)
    step = np.array([[1.0, tau * (1 - kept)], [0.0, kept]])
    cross = tau * (1 - kept) ** 2
    spread = tau * tau * (2 * seconds / tau - 3 + 4 * kept - kept * kept)
    noise = motion.speed**2 * np.array([[spread, cross], [cross, 1 - kept * kept]])
    return Belief(step @ belief.state, step @ belief.doubt @ step.T + noise)


def seen(belief: Belief, place: Doubles, motion: Motion) -> Belief:
    """The belief after seeing it at (2,) px: a Kalman update."""
    gain = belief.doubt[:, 0] / (belief.doubt[0, 0] + motion.jitter**2)
    state = belief.state + np.outer(gain, place - belief.place)
    return Belief(state, belief.doubt - np.outer(gain, belief.doubt[0]))
