"""Tells of a camera's changes of state, once each."""

from __future__ import annotations

import logging

from vision.camera_facts import CameraHealth, CameraState
from vision.errors import SunkitchenError
from vision.ports import HealthListener
from vision.sources.clock import Clock

log = logging.getLogger(__name__)


class Health:
    """Remembers the state last told.

    Args:
        camera: camera id.
        listener: is told of every change; None for nobody.
        clock: for the time of the change.
    """

    def __init__(self, camera: str, listener: HealthListener | None, clock: Clock) -> None:
        self._camera = camera
        self._listener = listener
        self._clock = clock
        self._state: CameraState | None = None

    def report(self, state: CameraState, detail: str = "") -> None:
        """Tell, unless this is the state already. A listener that fails does not stop the camera."""
        if state is self._state:
            return
        self._state = state
        log.info("camera %s: %s %s", self._camera, state, detail)
        try:
            if self._listener:
                self._listener(CameraHealth(self._camera, state, self._clock.now(), detail))
        except SunkitchenError as error:
            log.error("camera %s: its state %s could not be kept: %s", self._camera, state, error)
