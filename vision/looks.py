"""Joins what the tracker believes and what the classifiers say into looks, and admits where one cannot tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from vision.facts import HAND, HEAD, Answer, Box, Judgement, Look, Point, Reason, Track, Zone
from vision.frames import Boxes, Frame, Image
from vision.geometry import Floats, anchor, contains, covered, cut_off
from vision.pixels import sharpness


@dataclass(frozen=True, slots=True)
class Gate:
    """When a head or a hand is too poorly seen to be judged at all.

    Attributes:
        min_height_px: of the box on the full-resolution frame.
        max_covered: share of the box another, nearer box of its label may hide, 0-1.
        min_sharpness: see vision.pixels.sharpness.
    """

    min_height_px: float = 28.0
    max_covered: float = 0.35
    min_sharpness: float = 12.0


Gates = Mapping[str, Gate]
"""By detector label; a label that is not listed has the plain Gate."""
GATES: Gates = MappingProxyType({HEAD: Gate(), HAND: Gate(min_height_px=24.0)})


@dataclass(frozen=True, slots=True)
class Crop:
    """What the gate knows of one box."""

    box: Box
    covered: float
    sharpness: float
    width: int
    height: int


def take_looks(
    frame: Frame,
    image: Image,
    tracks: Sequence[Track],
    judgements: Sequence[tuple[Judgement, ...]],
    zones: Sequence[Zone],
    gates: Gates,
) -> tuple[Look, ...]:
    """One look per track of a frame.

    Args:
        image: the frame's picture, (h, w, 3) uint8 BGR.
        judgements: per track, in the same order.
    """
    height, width = image.shape[:2]
    shares = hidden(tracks)
    looks = []
    for track, judged, share in zip(tracks, judgements, shares, strict=True):
        crop = Crop(track.box, float(share), sharpness(image, track.box), width, height)
        looks.append(
            Look(
                camera=frame.camera,
                track=track,
                at=frame.at,
                frame=frame.index,
                pts_s=frame.pts_s,
                zones=zones_of(track.box, zones, width, height),
                judgements=tuple(admit(judgement, crop, gates.get(track.label, Gate())) for judgement in judged),
                sharpness=crop.sharpness,
                rte_zones=rte_zones_of(track.box, zones, width, height),
            )
        )
    return tuple(looks)


def admit(judgement: Judgement, crop: Crop, gate: Gate) -> Judgement:
    """The judgement, or cannot-tell with the reason where the crop does not allow one."""
    reason = unfit(crop, gate)
    if reason is None or judgement.answer is Answer.CANNOT_TELL:
        return judgement
    return replace(judgement, answer=Answer.CANNOT_TELL, reason=reason)


def unfit(crop: Crop, gate: Gate) -> Reason | None:
    """Why a crop cannot be judged; None when it can."""
    if crop.box.height < gate.min_height_px:
        return Reason.TOO_SMALL
    if cut_off(crop.box, crop.width, crop.height):
        return Reason.CUT_OFF
    if crop.covered > gate.max_covered:
        return Reason.OCCLUDED
    return Reason.BLURRED if crop.sharpness < gate.min_sharpness else None


def zones_of(box: Box, zones: Sequence[Zone], width: int, height: int) -> tuple[str, ...]:
    """Ids of the zones it stands in."""
    return _holding({zone.id: zone.polygon for zone in zones}, anchor(box, width, height))


def rte_zones_of(box: Box, zones: Sequence[Zone], width: int, height: int) -> tuple[str, ...]:
    """Ids of the zones over whose ready-to-eat food it is."""
    drawn = {zone.id: zone.rte_roi for zone in zones if zone.rte_roi is not None}
    return _holding(drawn, anchor(box, width, height)) if drawn else ()


def _holding(polygons: Mapping[str, Sequence[Point]], point: Point) -> tuple[str, ...]:
    return tuple(name for name, polygon in polygons.items() if contains(polygon, point))


def hidden(tracks: Sequence[Track]) -> Floats:
    """(n,) share of each track's box that another of its label hides, 0-1; hands lie before heads and on each other."""
    shares = np.zeros(len(tracks), np.float32)
    labels = np.array([track.label for track in tracks])
    boxes = as_boxes(tracks)
    for label in set(labels.tolist()):
        shares[labels == label] = covered(boxes[labels == label])
    return shares


def as_boxes(tracks: Sequence[Track]) -> Boxes:
    """(n, 4) float32 xyxy of the tracks."""
    return np.array([track.box for track in tracks], np.float32).reshape(-1, 4)
