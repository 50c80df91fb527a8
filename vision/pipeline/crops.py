"""Keeps a small picture of every look at somebody under accusation, for the strip of what decided."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np

from vision.facts import (
    CELL_PX,
    PICTURE,
    Box,
    Cell,
    EvidenceKind,
    EvidenceRole,
    Look,
    ShownHead,
    Snapshot,
)
from vision.frames import Image
from vision.mosaic import HEAD_MARGIN
from vision.pipeline.heads import hide_strangers
from vision.pixels import encode_jpeg, square_crop

MARGIN = 0.5
"""Round a head or hand, on each side, as a share of its longer side: enough to see whose it is and what it does."""
MOST = 24
"""Looks on a strip."""
KEPT = timedelta(seconds=120)
"""How long a look may still decide something."""
QUALITY = 80


@dataclass(frozen=True, slots=True)
class Crop:
    """A look's picture, (CELL_PX, CELL_PX, 3) uint8 BGR with strangers hidden, and what is known of it."""

    image: Image
    at: datetime
    cell: Cell


class Crops:
    """The small pictures of one camera's recent looks, from the first accusation of a track on; the oldest go first.

    Args:
        capacity: at most so many, 27 KB each.
    """

    def __init__(self, capacity: int = 400) -> None:
        self._capacity = capacity
        self._accused_at: dict[UUID, datetime] = {}
        self._crops: OrderedDict[tuple[int, UUID], Crop] = OrderedDict()

    def keep(self, looks: Sequence[Look], accused: Iterable[Look], image: Image, heads: Sequence[ShownHead]) -> None:
        """Keep the looks of a frame, (h, w, 3) uint8 BGR, at whoever is or was lately accused. Of a look at the whole
        picture nothing is kept: it is evidence itself.
        """
        self._accused_at |= {look.track.id: look.at for look in accused if look.track.label != PICTURE}
        for look in looks:
            if look.track.id in self._accused_at:
                self._crops[look.frame, look.track.id] = crop_of(look, image, heads)
        if looks:
            self._forget(looks[0].at - KEPT)

    def strip(self, looks: Sequence[Look]) -> Snapshot | None:
        """The looks that decided, as one picture, oldest first; None where nothing of them is kept."""
        kept = [self._crops[key] for look in looks if (key := (look.frame, look.track.id)) in self._crops]
        return strip_of(kept) if kept else None

    def _forget(self, before: datetime) -> None:
        self._accused_at = {track: at for track, at in self._accused_at.items() if at >= before}
        while self._crops and (len(self._crops) > self._capacity or next(iter(self._crops.values())).at < before):
            self._crops.popitem(last=False)


def crop_of(look: Look, image: Image, heads: Sequence[ShownHead]) -> Crop:
    """The look's box with some margin, cut out of its frame."""
    cell = cell_of(look, (image.shape[1], image.shape[0]), heads)
    cut = square_crop(image, look.track.box, MARGIN, CELL_PX)
    hide_strangers(cut, cell.heads)
    return Crop(cut, look.at, cell)


def cell_of(look: Look, size: tuple[int, int], heads: Sequence[ShownHead]) -> Cell:
    """What the picture of a look shows, of a frame of this width and height, px, with these heads on it."""
    window = _square(look.track.box)
    known = tuple(_moved(head, window) for head in heads if _touches(head.box, window))
    part = Box(window.x0 / size[0], window.y0 / size[1], window.x1 / size[0], window.y1 / size[1])
    return Cell(look.frame, look.track.id, _rounded(part, 5), known)


def strip_of(crops: Sequence[Crop], quality: int = QUALITY) -> Snapshot:
    """At most MOST of them, evenly, with the first and the last one, side by side."""
    shown = _thinned(crops)
    sheet = np.concatenate([crop.image for crop in shown], axis=1)
    last = shown[-1]
    return Snapshot(
        kind=EvidenceKind.STRIP,
        role=EvidenceRole.LOOKS,
        at=last.at,
        frame=last.cell.frame,
        jpeg=encode_jpeg(sheet, quality),
        width=sheet.shape[1],
        height=sheet.shape[0],
        cells=tuple(crop.cell for crop in shown),
    )


def _thinned(crops: Sequence[Crop]) -> Sequence[Crop]:
    if len(crops) <= MOST:
        return crops
    step = (len(crops) - 1) / (MOST - 1)
    return [crops[round(number * step)] for number in range(MOST)]


def _square(box: Box) -> Box:
    """What square_crop shows of the frame, px."""
    half = max(box.width, box.height, 1.0) * (0.5 + MARGIN)
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return Box(x - half, y - half, x + half, y + half)


def _touches(box: Box, window: Box) -> bool:
    """Whether any of a head, with what is hidden round it, is seen."""
    x, y = HEAD_MARGIN * box.width, HEAD_MARGIN * box.height
    beside = box.x1 + x <= window.x0 or box.x0 - x >= window.x1
    return not (beside or box.y1 + y <= window.y0 or box.y0 - y >= window.y1)


def _moved(head: ShownHead, window: Box) -> ShownHead:
    scale = CELL_PX / window.width
    (x0, y0, x1, y1), left, top = head.box, window.x0, window.y0
    box = Box((x0 - left) * scale, (y0 - top) * scale, (x1 - left) * scale, (y1 - top) * scale)
    return ShownHead(_rounded(box, 1), head.staff)


def _rounded(box: Box, digits: int) -> Box:
    return Box(*(round(side, digits) for side in box))
