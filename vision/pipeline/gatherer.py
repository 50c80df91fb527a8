"""Keeps a head now and then, so that people can later say what is worn at this site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from vision.facts import HEAD, Look, Sample, ShownHead
from vision.frames import Image
from vision.geometry import cut_off
from vision.looks import Gate
from vision.pipeline.heads import hide_strangers
from vision.pixels import encode_jpeg, square_crop

SAMPLES = UUID("0a1c7d52-5e0f-5c3e-8f6b-6f9f0c7f4b1e")
MARGIN = 0.9
"""Wide enough to turn and shift the view without inventing pixels."""
SIDE = 224


class Gatherer:
    """Picks heads of staff, never more than so many an hour; the clearest of those it knows least of.

    Args:
        zones: ids of zones whose people may be kept. per_hour: at most so many samples. gate: smaller or blurred heads
            teach nothing.
    """

    def __init__(self, zones: frozenset[str], per_hour: int, gate: Gate) -> None:
        self._zones = zones
        self._gate = gate
        self._every = timedelta(hours=1) / per_hour
        self._last_at: datetime | None = None
        self._kept: Counter[UUID] = Counter()

    def pick(self, looks: Sequence[Look], image: Image, heads: Sequence[ShownHead]) -> Sample | None:
        """The sample of a frame, (h, w, 3) uint8 BGR, on which no stranger's head is left; mostly none."""
        if not looks or (self._last_at is not None and looks[0].at - self._last_at < self._every):
            return None
        height, width = image.shape[:2]
        fit = [look for look in looks if self._teaches(look) and not cut_off(look.track.box, width, height)]
        if not fit:
            return None
        in_view = {look.track.id for look in looks}
        self._kept = Counter({track: n for track, n in self._kept.items() if track in in_view})
        chosen = min(fit, key=lambda look: (self._kept[look.track.id], -look.sharpness))
        self._kept[chosen.track.id] += 1
        self._last_at = chosen.at
        return sample_of(chosen, image, heads)

    def _teaches(self, look: Look) -> bool:
        return (
            look.track.label == HEAD
            and not self._zones.isdisjoint(look.zones)
            and look.track.box.height >= self._gate.min_height_px
            and look.sharpness >= self._gate.min_sharpness
        )


def sample_of(look: Look, image: Image, heads: Sequence[ShownHead]) -> Sample:
    """The head of a look, cut out of its picture; strangers beside it are hidden."""
    picture = image.copy()
    hide_strangers(picture, heads)
    return Sample(
        id=uuid5(SAMPLES, f"{look.track.id}|{look.at.isoformat()}"),
        camera=look.camera,
        track=look.track.id,
        at=look.at,
        height_px=round(look.track.box.height, 1),
        jpeg=encode_jpeg(square_crop(picture, look.track.box, MARGIN, SIDE)),
        margin=MARGIN,
    )
