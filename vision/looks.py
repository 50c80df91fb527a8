"""Joins what the tracker believes and what the classifiers say into looks, and admits where one cannot tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from vision.facts import Answer, Box, Judgement, Look, Reason, Track, Zone
from vision.frames import Boxes, Frame, Image
from vision.geometry import anchor, contains, covered, cut_off
from vision.pixels import sharpness


@dataclass(frozen=True, slots=True)
class Gate:
    """When a head is too poorly seen to be judged at all.

    Attributes:
        min_height_px: of the head box on the full-resolution frame.
        max_covered: share of the box another, nearer box may hide, 0-1.
        min_sharpness: see vision.pixels.sharpness.
    """

    min_height_px: float = 28.0
    max_covered: float = 0.35
    min_sharpness: float = 12.0


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
    gate: Gate,
) -> tuple[Look, ...]:
    """One look per track of a frame.

    Args:
        image: the frame's picture, (h, w, 3) uint8 BGR.
        judgements: per track, in the same order.
    """
    height, width = image.shape[:2]
    shares = covered(as_boxes(tracks))
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
                judgements=tuple(admit(judgement, crop, gate) for judgement in judged),
                sharpness=crop.sharpness,
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
    """Ids of the zones the head stands in."""
    point = anchor(box, width, height)
    return tuple(zone.id for zone in zones if contains(zone.polygon, point))


def as_boxes(tracks: Sequence[Track]) -> Boxes:
    """(n, 4) float32 xyxy of the tracks."""
    return np.array([track.box for track in tracks], np.float32).reshape(-1, 4)
