"""What is last seen of the demo's cameras that only have a history: a picture each for the live wall."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from records.live import LivePicture
from sunkitchen.config import Config
from sunkitchen.demo.album import Shot, picture
from sunkitchen.demo.places import Places, Spot, Stage, places_of
from sunkitchen.demo.scenes import CLIPS, HEIGHT, truth, turned
from sunkitchen.store import Store
from sunkitchen.window import live_picture
from vision.facts import Box, ShownHead

SECOND = 2
"""Of a sample clip."""
CUSTOMERS = 0.28
"""Whoever's head begins above this share of a counter's picture stands before it."""


def show_last_seen(store: Store, config: Config, at: datetime) -> None:
    """Put them where the wall looks; the pictures of cameras that are watched stay as they are.

    Raises:
        StoreError: they cannot be written.
    """
    watched = {camera.id for site in config.sites for camera in site.cameras}
    for spot in _one_each(places_of(config)):
        if spot.camera not in watched:
            store.live.put(spot.camera, _last(spot, at))


def _one_each(places: Places) -> Iterator[Spot]:
    yield from {spot.camera: spot for spot in reversed(places.spots)}.values()


def _last(spot: Spot, at: datetime) -> LivePicture:
    mirror = int(spot.camera[-2:]) % 2 == 1
    image = picture(Shot(spot.stage, SECOND, mirror and spot.stage in CLIPS))
    seen = truth(spot.stage).get(float(SECOND), ()) if spot.stage in CLIPS else ()
    heads = (turned(head.box, mirror) for head in seen)
    return live_picture(at, image, [ShownHead(box, staff=_behind_the_counter(spot, box)) for box in heads])


def _behind_the_counter(spot: Spot, head: Box) -> bool:
    return spot.stage is not Stage.COUNTER or head.y0 > HEIGHT * CUSTOMERS
