"""The kind of rule behind CAM_OFFLINE: a camera's reader says that nothing comes, or that it comes and goes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock

from vision.camera_facts import CameraHealth, CameraState
from vision.facts import camera_track
from vision.rules.spec import Place, RuleSpec
from vision.rules.standing import Standing, Told
from vision.rules.tally import Verdict

JUDGE = "reader@1"
"""No network judged."""


@dataclass(frozen=True, slots=True)
class Flapping:
    """So many losses within so long are as bad as no picture at all."""

    losses: int
    within: timedelta


class CameraOffline:
    """Knows one live camera by its reader's word alone, from the moment the box began to watch.

    Only moments at which it is asked count: while the box itself is down or asleep nobody asks, and nothing is told.
    """

    def __init__(self, spec: RuleSpec, place: Place, flapping: Flapping) -> None:
        self.spec = spec
        self.place = place
        self._flapping = flapping
        self._track = camera_track(place.camera)
        self._standing = Standing(spec, replace(place, model=JUDGE), next(iter(place.zones)), merchant=None)
        self._state = CameraState.CONNECTING
        self._losses: deque[datetime] = deque(maxlen=flapping.losses)
        self._lock = Lock()

    def hear(self, health: CameraHealth) -> None:
        """A change of the camera's state; from the reader's thread."""
        with self._lock:
            if self._state is CameraState.WATCHING and health.state is not CameraState.WATCHING:
                self._losses.append(health.at)
            self._state = health.state

    def ask(self, at: datetime, *, expected: bool = True) -> Iterator[Told]:
        """What is to be told now; asked every few seconds.

        Args:
            expected: whether anybody counts on the camera now; where not, as out of hours, what is open ends.
        """
        if not (expected and self.place.is_open_anywhere(at)):
            yield from self.finish()
            return
        verdict = Verdict.AGAINST if self._is_away(at) else Verdict.IN_FAVOUR
        yield from self._standing.weigh(at, (), verdict, self._track)

    def finish(self) -> Iterator[Told]:
        """Nobody asks any more: what is open ends where it was last asked."""
        yield from self._standing.finish()

    def _is_away(self, at: datetime) -> bool:
        with self._lock:
            within = bool(self._losses) and at - self._losses[0] <= self._flapping.within
            comes_and_goes = within and len(self._losses) == self._flapping.losses
            return comes_and_goes or self._state is not CameraState.WATCHING
