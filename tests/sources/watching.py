"""Watches a live camera in a thread of its own and remembers what it was told."""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition, Thread
from types import TracebackType
from typing import Self

from vision.camera_facts import CameraHealth, CameraState
from vision.frames import Frame
from vision.sources import RtspSpec, open_source

PATIENCE_S = 20.0


class Watching:
    """Takes every frame until the context is left.

    Attributes:
        health: every change of state, oldest first.
        frames: every frame taken.
        source: what is watched.
    """

    def __init__(self, spec: RtspSpec) -> None:
        self.health: list[CameraHealth] = []
        self.frames: list[Frame] = []
        self.source = open_source(spec, self._told)
        self._changed = Condition()
        self._thread = Thread(target=self._watch, name="watcher")

    @property
    def states(self) -> list[CameraState]:
        """Every state, oldest first."""
        return [health.state for health in self.health]

    def until(self, happened: Callable[[], bool]) -> None:
        """Wait for something to happen; fails when it does not."""
        with self._changed:
            assert self._changed.wait_for(happened, PATIENCE_S), f"did not happen; states: {self.health}"

    def until_state(self, state: CameraState) -> CameraHealth:
        """Wait for a state to be the present one."""
        self.until(lambda: bool(self.health) and self.health[-1].state is state)
        return self.health[-1]

    def until_losses(self, n: int) -> None:
        """Wait for the n-th loss."""
        self.until(lambda: self.states.count(CameraState.LOST) >= n)

    def until_frames(self, n: int) -> None:
        """Wait for so many more frames."""
        goal = len(self.frames) + n
        self.until(lambda: len(self.frames) >= goal)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.source.close()
        self._thread.join()

    def _told(self, health: CameraHealth) -> None:
        with self._changed:
            self.health.append(health)
            self._changed.notify_all()

    def _watch(self) -> None:
        for frame in self.source.frames():
            with self._changed:
                self.frames.append(frame)
                self._changed.notify_all()
