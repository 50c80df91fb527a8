"""The clerk: does what time calls for, every few seconds, as long as the box runs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Event, Thread
from types import TracebackType
from typing import Self

from api.context import Rounds, utc_now
from cases.desk import Desk
from vision.errors import SunkitchenError

log = logging.getLogger(__name__)
EVERY_S = 20.0
PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to look after in every round, by its name in the log; may raise."""

    name: str
    attend: Callable[[datetime], None]


class Clerk:
    """Goes its rounds in a thread of its own while entered; the first one at once, for the box may have been down.

    Attributes:
        desk: where the steps are taken. rounds: what came of them so far.

    Args:
        duties: to attend to besides the deadlines; one that fails keeps no other from its turn.
    """

    def __init__(
        self,
        desk: Desk,
        now: Callable[[], datetime] = utc_now,
        every_s: float = EVERY_S,
        duties: Sequence[Duty] = (),
    ) -> None:
        self.rounds = Rounds()
        self.desk, self._now, self._every_s = desk, now, every_s
        self._duties = (Duty("deadlines", self._take_steps), *duties)
        self._steps = 0
        self._stopping = Event()
        self._thread = Thread(target=self._work, name="clerk", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Finish the round and go; what is left of it is for the next start."""
        self._stopping.set()
        self._thread.join(PATIENCE_S)

    def _work(self) -> None:
        while not self._stopping.is_set():
            self.rounds = self._round()
            self._stopping.wait(self._every_s)

    def _round(self) -> Rounds:
        """Whatever happens, there is a next round: nothing that was due is lost."""
        at, so_far = self._now(), self.rounds
        failed = sum(not self._attended(duty, at) for duty in self._duties)
        return Rounds(so_far.last_at if failed else at, self._steps, so_far.failures + bool(failed))

    def _attended(self, duty: Duty, at: datetime) -> bool:
        try:
            duty.attend(at)
        except SunkitchenError as error:
            log.error("clerk: %s could not be attended to, trying again in %g s: %s", duty.name, self._every_s, error)
            return False
        except Exception:
            log.exception("clerk: %s: an error in the program, trying again in %g s", duty.name, self._every_s)
            return False
        return True

    def _take_steps(self, at: datetime) -> None:
        steps = self.desk.run(at, everything=self.rounds.last_at is None)
        self._steps += steps
        if steps:
            log.info("clerk: %d steps taken", steps)
