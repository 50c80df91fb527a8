"""How long to wait before asking a camera again."""

from __future__ import annotations

import random
from collections.abc import Callable


class Backoff:
    """Doubling pauses, each drawn from its upper half so that many cameras behind one switch do not ask at once.

    Args:
        min_s, max_s: no pause is outside of these, in seconds.
        draw: a number between two others.
    """

    def __init__(self, min_s: float, max_s: float, draw: Callable[[float, float], float] = random.uniform) -> None:
        self._min_s = min_s
        self._max_s = max_s
        self._draw = draw
        self._ceiling_s = 0.0
        self.reset()

    def next_s(self) -> float:
        """The next pause, in seconds."""
        ceiling_s = self._ceiling_s
        self._ceiling_s = min(2 * ceiling_s, self._max_s)
        return self._draw(max(ceiling_s / 2, self._min_s), ceiling_s)

    def reset(self) -> None:
        """The camera was well for long enough: begin with the shortest pause again."""
        self._ceiling_s = min(2 * self._min_s, self._max_s)
