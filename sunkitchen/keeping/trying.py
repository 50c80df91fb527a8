"""Looks through a camera once, to show whoever sets it up what it sees, or why nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Timer

import numpy as np

from records.live import LivePicture
from sunkitchen.config import CameraConfig
from sunkitchen.networks.eyes import EyesPool
from sunkitchen.opening import open_camera
from sunkitchen.window import live_picture
from vision.camera_facts import CameraHealth, CameraState
from vision.errors import SourceError
from vision.facts import HEAD, Box, ShownHead
from vision.frames import Image
from vision.pipeline import painted_over
from vision.pixels import burn

FIRST_PICTURE_S = 15.0
FAILED = frozenset({CameraState.REFUSED, CameraState.LOST, CameraState.CONNECTED_WITHOUT_MEDIA})


def look_once(camera: CameraConfig, eyes: EyesPool) -> LivePicture:
    """A camera's first picture, privacy areas black, every head on it hidden.

    Raises:
        SourceError, ConfigError: why none came, without secrets.
    """
    image = first_picture(camera)
    hidden = burn(image, painted_over(camera.privacy_masks, tuple(zone.zone(None) for zone in camera.zones)))
    return live_picture(datetime.now(UTC), hidden, heads_on(hidden, eyes))


def first_picture(camera: CameraConfig) -> Image:
    """What a camera shows first, (h, w, 3).

    Raises:
        SourceError: none came; says what its reader said, and does not wait for it to try again.
    """
    said: list[CameraHealth] = []

    def hear(health: CameraHealth) -> None:
        said.append(health)
        if health.state in FAILED:
            source.close()

    source = open_camera(camera, hear)
    timer = Timer(FIRST_PICTURE_S, source.close)
    timer.start()
    try:
        frame = next(source.frames(), None)
    finally:
        timer.cancel()
        source.close()
    if frame is None:
        why = next((health.detail for health in said if health.state in FAILED), None)
        raise SourceError(why or f"no picture within {FIRST_PICTURE_S:.0f} s; check power, network and address")
    return frame.image()


def heads_on(image: Image, eyes: EyesPool) -> tuple[ShownHead, ...]:
    """All that may be heads; nobody knows yet who of them works there, so all are strangers."""
    with eyes.borrow() as pair:
        found = pair.detector.detect(image)
        rows = np.flatnonzero(found.labels == pair.detector.labels.index(HEAD))
    boxes = (*found.boxes[rows], *found.faint)
    return tuple(ShownHead(Box(*map(float, box)), staff=False) for box in boxes)
