"""Files being made, one after another, in a thread of their own; each is its orderer's alone, and kept for a while."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from uuid import UUID, uuid4

from records.grants import Grants
from vision.errors import SunkitchenError

log = logging.getLogger(__name__)
MOST = 8
"""Files that are made or kept at a time; the oldest that is done goes first."""


class Stage(StrEnum):
    """How far a file is."""

    READING = "reading"
    WRITING = "writing"
    DONE = "done"
    FAILED = "failed"


@dataclass(slots=True)
class Export:
    """A file that somebody ordered. done: rows read, of `total`; whoever holds other grants by now gets it no more."""

    id: UUID
    login: str
    grants: Grants
    name: str
    media_type: str
    total: int
    done: int = 0
    stage: Stage = Stage.READING
    data: bytes = b""
    problem: str | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing is done any more."""
        return self.stage in (Stage.DONE, Stage.FAILED)


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted: by whom, called what, of how many rows; `make` gives the bytes, and says how far it is."""

    login: str
    grants: Grants
    name: str
    media_type: str
    total: int
    make: Callable[[Export], bytes]


class Exports:
    """All of one application. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._found: dict[UUID, Export] = {}
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="export")

    def take(self, order: Order) -> Export | None:
        """Begin one; None while there are too many, or the same person has one being made."""
        with self._lock:
            waiting = [one for one in self._found.values() if not one.is_over]
            if len(waiting) >= MOST or any(one.login == order.login for one in waiting):
                return None
            export = Export(uuid4(), order.login, order.grants, order.name, order.media_type, order.total)
            self._forget_old()
            self._found[export.id] = export
        self._pool.submit(_run, export, order)
        return export

    def find(self, export: UUID, login: str, grants: Grants) -> Export | None:
        """Somebody's own."""
        with self._lock:
            found = self._found.get(export)
        return found if found is not None and (found.login, found.grants) == (login, grants) else None

    def _forget_old(self) -> None:
        over = [key for key, one in self._found.items() if one.is_over]
        for key in over[: max(len(self._found) - MOST + 1, 0)]:
            del self._found[key]


def _run(export: Export, order: Order) -> None:
    try:
        export.data = order.make(export)
        export.stage = Stage.DONE
    except SunkitchenError as error:
        log.error("export %s: %s", export.name, error)
        export.problem, export.stage = "记录读不到 the records cannot be read", Stage.FAILED
    except Exception:
        log.exception("export %s", export.name)
        export.problem, export.stage = "程序错误, 见设备日志 an error in the program; see the log", Stage.FAILED
        raise
