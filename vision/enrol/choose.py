"""Which kept crops a person should look at: those most unlike each other, of which the network is unsure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def most_telling(
    embeddings: Floats, doubts: Floats, tracks: Sequence[object], count: int, of_a_track: int = 3
) -> list[int]:
    """Indices of at most `count` crops, the most telling first: k-centre greedy, distances weighed by doubt.

    Args:
        embeddings: (n, d). doubts: (n,) 0 (sure) to 1. tracks: (n,) whose crop it is.
        of_a_track: crops of one track at most.
    """
    if not len(embeddings) or count < 1:
        return []
    scaled = (embeddings - embeddings.mean(axis=0)) / (embeddings.std(axis=0) + 1e-6)
    weights = 0.5 + doubts
    chosen = [int(np.argmax(weights))]
    taken = Counter([tracks[chosen[0]]])
    nearest = np.full(len(embeddings), np.inf)
    while len(chosen) < min(count, len(embeddings)):
        nearest = np.minimum(nearest, np.linalg.norm(scaled - scaled[chosen[-1]], axis=1))
        free = np.array([taken[track] < of_a_track for track in tracks])
        free[chosen] = False
        if not free.any():
            break
        chosen.append(int(np.argmax(np.where(free, nearest * weights, -1.0))))
        taken[tracks[chosen[-1]]] += 1
    return chosen
