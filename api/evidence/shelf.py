"""Keeps in memory what took long to make, for a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock


class Shelf:
    """What was made last, by name; bounded in bytes. One thing is made at a time, and nothing twice at once.

    In memory and never on disk: what is deleted must not go on living in a copy.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._door = Lock()

    def get(self, name: str, make: Callable[[], bytes | None]) -> bytes | None:
        """What has this name; made now where it is not there. None where it cannot be made, which is not kept."""
        with self._door:
            found = self._kept.get(name) or make()
            if found is not None:
                self._kept[name] = found
                self._kept.move_to_end(name)
                self._shorten()
        return found

    def _shorten(self) -> None:
        while sum(map(len, self._kept.values())) > self._most_bytes:
            self._kept.popitem(last=False)
