"""Boxes and honest answers from the label pass."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from camera import Camera
from mesh import Array, Part
from numpy.typing import NDArray
from people import Person, Pose, head_matrix
from wear import MASK_CLASS, hat_class

Box = tuple[int, int, int, int]
MIN_FACE, MAX_TURN = 0.17, 72.0


class HeadLabel(NamedTuple):
    """One visible head: box in px (x0, y0, x1, y1), answers, how far it looks away from the camera (degrees)."""

    person: int
    box: Box
    hat: str
    mask: str
    facing: float
    seen: float
    face_seen: float


class HandLabel(NamedTuple):
    """One visible hand."""

    person: int
    box: Box
    glove: str


def box_of(where: NDArray[np.bool_]) -> Box | None:
    """The box round the true pixels, or None."""
    ys, xs = np.flatnonzero(where.any(axis=1)), np.flatnonzero(where.any(axis=0))
    if not len(ys):
        return None
    return int(xs[0]), int(ys[0]), int(xs[-1]) + 1, int(ys[-1]) + 1


def head_label(labels: NDArray[np.uint8], person: Person, pose: Pose, camera: Camera) -> HeadLabel | None:
    """The head's box and what can honestly be said of it; None when (nearly) hidden."""
    mine = labels[..., 0] == person.number
    part = labels[..., 1]
    head = mine & ((part == Part.HEAD) | (part == Part.LOWER_FACE))
    box = box_of(_without_specks(head))
    whole = _hull_area(person, pose, camera)
    if box is None or whole <= 0:
        return None
    seen = float(head.sum()) / whole
    face = float((mine & (part == Part.LOWER_FACE)).sum()) / whole
    turned = facing_degrees(person, pose, camera)
    if seen < 0.22 or box[3] - box[1] < 9 or box[2] - box[0] < 7:
        return None
    inside = min(box[0], box[1]) > 0 and box[2] < labels.shape[1] and box[3] < labels.shape[0]
    hat = hat_class(person.outfit.hat.kind) if seen > 0.62 or (seen > 0.5 and inside) else "unsure"
    mask = MASK_CLASS[person.outfit.mask] if face > MIN_FACE and turned < MAX_TURN else "unsure"
    return HeadLabel(person.number, box, hat, mask, turned, seen, face)


def _without_specks(where: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Only the pieces that matter: a few stray pixels seen through a gap do not widen the box."""
    count, piece, stats, _ = cv2.connectedComponentsWithStats(where.astype(np.uint8), connectivity=8)
    if count <= 2:
        return where
    big = stats[:, cv2.CC_STAT_AREA] >= 0.12 * stats[1:, cv2.CC_STAT_AREA].max()
    big[0] = False
    return np.asarray(big[piece], bool)


def _hull_area(person: Person, pose: Pose, camera: Camera) -> float:
    m = head_matrix(person, pose)
    p = person.form.points(person.form.skin).reshape(-1, 3)[::7]
    at = camera.project(p @ m[:3, :3].T + m[:3, 3])
    if not np.isfinite(at).all():
        return 0.0
    return float(cv2.contourArea(cv2.convexHull(at.astype(np.float32))))


def facing_degrees(person: Person, pose: Pose, camera: Camera) -> float:
    """The angle between where the face looks and the camera."""
    m = head_matrix(person, pose)
    to: Array = camera.eye - m[:3, 3]
    cos = float(m[:3, 1] @ to / np.linalg.norm(m[:3, 1]) / np.linalg.norm(to))
    return float(np.degrees(np.arccos(np.clip(cos, -1, 1))))


def hand_labels(labels: NDArray[np.uint8], person: Person) -> list[HandLabel]:
    """Boxes of the hands that can be seen."""
    out = []
    glove = "gloved" if person.outfit.glove.colour else "bare"
    for part in (Part.LEFT_HAND, Part.RIGHT_HAND):
        where = (labels[..., 0] == person.number) & (labels[..., 1] == part)
        box = box_of(_without_specks(where)) if where.sum() > 60 else None
        if box and min(box[2] - box[0], box[3] - box[1]) >= 8:
            out.append(HandLabel(person.number, box, glove))
    return out
