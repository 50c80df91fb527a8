"""The demo's pictures: a few frames of the sample clips, used again and again, each marked 演示数据 in the picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import cv2
import numpy as np

from records.attachments import Photo
from sunkitchen.demo.places import Spot, Stage
from sunkitchen.demo.scenes import (
    CAT,
    CLIPS,
    DARK,
    HEIGHT,
    SCALE,
    WIDTH,
    Flag,
    Seen,
    mirrored,
    track_of,
    truth,
    turned,
)
from sunkitchen.paths import SAMPLE_VIDEOS
from vision.facts import CELL_PX, Box, EvidenceKind, EvidenceRole, Look, Point, ShownHead, Snapshot, Violation
from vision.frames import Image
from vision.pipeline.crops import MARGIN, Crop, cell_of, strip_of
from vision.pipeline.heads import hide_strangers
from vision.pixels import burn, draw_box, draw_polygon, encode_jpeg, narrowed, square_crop
from vision.sources.registry import open_source
from vision.sources.spec import RecordedSpec

LABEL = Path(__file__).with_name("label.png")
QUALITY = 66
LAST_S = 18
"""No flag looks at a clip beyond this second."""
LABELS: dict[Stage, tuple[tuple[float, float], ...]] = {
    Stage.COUNTER: ((0.06, 0.97), (0.54, 0.97)),
    Stage.ROOM: ((0.04, 0.97),),
    Stage.HATCH: ((0.06, 0.69),),
    Stage.KITCHEN: ((0.04, 0.97), (0.65, 0.97)),
    Stage.YARD: ((0.70, 0.985),),
}
"""Where the mark stands: within every zone, for a stall sees no more of a picture than its own."""
MASKS: dict[Stage, tuple[tuple[Point, ...], ...]] = {
    Stage.COUNTER: ((Point(0, 0), Point(1, 0), Point(1, 0.12), Point(0, 0.12)),),
    Stage.HATCH: ((Point(0, 0.72), Point(1, 0.72), Point(1, 1), Point(0, 1)),),
}
"""Privacy areas, as configs/demo.yaml has them."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of a clip at a second, perhaps the other way round; `dark`: as through a covered lens."""

    stage: Stage
    second: int
    mirror: bool = False
    dark: bool = False


@dataclass(frozen=True, slots=True)
class Still:
    """A clip's picture, narrowed, with its privacy areas black, and the heads on it as large as in the clip."""

    image: Image
    heads: Mapping[str, Image]


@cache
def stills(stage: Stage) -> tuple[Still, ...]:
    """One a second."""
    spec = RecordedSpec(camera=stage, path=SAMPLE_VIDEOS / f"{CLIPS[stage]}.mp4")
    source, found = open_source(spec, lambda _health: None), list[Still]()
    for frame in source.frames():
        if frame.pts_s >= len(found):
            found.append(_still(burn(frame.image(), MASKS.get(stage, ())), truth(stage).get(float(len(found)), ())))
        if len(found) > LAST_S:
            break
    source.close()
    return tuple(found)


def _still(image: Image, there: Iterable[Seen]) -> Still:
    boxes = {seen.person: Box(*(side / SCALE for side in seen.box)) for seen in there}
    heads = {person: square_crop(image, box, MARGIN, CELL_PX) for person, box in boxes.items()}
    return Still(narrowed(image, WIDTH), heads)


@cache
def picture(shot: Shot) -> Image:
    """The picture itself, (h, w, 3) BGR; never changed."""
    if shot.stage is Stage.YARD:
        night = np.asarray(cv2.resize(_night(shot.second), (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR), np.uint8)
        return _labelled(night, LABELS[shot.stage])
    image = stills(shot.stage)[shot.second].image.copy()
    if shot.mirror:
        image = np.ascontiguousarray(image[:, ::-1])
    if shot.dark:
        image = (cv2.GaussianBlur(image, (0, 0), 18) * 0.25).astype(np.uint8)
    return _labelled(image, LABELS[shot.stage])


@cache
def original(shot: Shot) -> bytes:
    """The picture as JPEG."""
    return encode_jpeg(picture(shot), QUALITY)


@cache
def annotated(shot: Shot, code: str, polygon: tuple[Point, ...], boxes: tuple[Box, ...]) -> bytes:
    """The picture with the zone and the flagged heads drawn."""
    image = picture(shot).copy()
    draw_polygon(image, polygon)
    for box in boxes:
        draw_box(image, box, code)
    return encode_jpeg(image, QUALITY)


@cache
def photo() -> Photo:
    """What a stall hands in: everything worn."""
    return _photo(narrowed(picture(Shot(Stage.COUNTER, 4))[:, WIDTH // 2 :], WIDTH // 2))


@cache
def paper() -> Photo:
    """A page that goes with a referral."""
    image = np.full((260, 184, 3), 244, np.uint8)
    for line in range(14):
        cv2.line(image, (18, 40 + 13 * line), (150 - 9 * (line % 4), 40 + 13 * line), (150, 150, 150), 2)
    return _photo(_labelled(image, [(0.05, 0.97)]))


def _photo(image: Image) -> Photo:
    return Photo(encode_jpeg(image, QUALITY), image.shape[1], image.shape[0])


@cache
def sha256_of(jpeg: bytes) -> str:
    """Of a picture's bytes, in hex."""
    return sha256(jpeg).hexdigest()


def snapshots(flag: Flag, spot: Spot, violation: Violation, begin: int) -> tuple[Snapshot, ...]:
    """First, clearest and last, the clearest with what was flagged drawn on it, and the strip of looks."""
    seconds = int((violation.at - violation.started_at).total_seconds())
    moments = {EvidenceRole.FIRST: 0, EvidenceRole.CLEAREST: seconds // 2, EvidenceRole.LAST: seconds}
    if flag in (CAT, DARK):
        moments = {role: n for n, role in enumerate(moments)}
    kept = [_original(flag, spot, violation, role, begin + second) for role, second in moments.items()]
    kept.append(_annotated(flag, spot, violation, begin + moments[EvidenceRole.CLEAREST]))
    crops = [_crop(flag, spot, violation, look) for look in violation.looks]
    return (*kept, strip_of(crops, QUALITY)) if crops else tuple(kept)


def again(flag: Flag, spot: Spot, violation: Violation, begin: int) -> tuple[Snapshot, ...]:
    """One more, of a repeat."""
    return (_original(flag, spot, violation, EvidenceRole.REPEAT, begin),)


def _crop(flag: Flag, spot: Spot, violation: Violation, look: Look) -> Crop:
    second, mirror = look.frame // 8, mirrored(flag, spot)
    heads = {track_of(violation.id, person): head for person, head in stills(flag.stage)[second].heads.items()}
    cell = cell_of(look, (WIDTH, HEIGHT), _heads(flag, spot, second))
    image = heads[look.track.id][:, :: -1 if mirror else 1].copy()
    hide_strangers(image, cell.heads)
    image[-_small_label().shape[0] :, : _small_label().shape[1]] = _small_label()
    return Crop(image, look.at, cell)


def _original(flag: Flag, spot: Spot, violation: Violation, role: EvidenceRole, second: int) -> Snapshot:
    return _snapshot(flag, spot, violation, role, EvidenceKind.ORIGINAL, second, original(_shot(flag, spot, second)))


def _annotated(flag: Flag, spot: Spot, violation: Violation, second: int) -> Snapshot:
    shot = _shot(flag, spot, second)
    boxes = tuple(_boxes(violation.looks, second))
    jpeg = annotated(shot, flag.code, spot.polygon, boxes)
    return _snapshot(flag, spot, violation, EvidenceRole.CLEAREST, EvidenceKind.ANNOTATED, second, jpeg)


def _snapshot(
    flag: Flag, spot: Spot, violation: Violation, role: EvidenceRole, kind: EvidenceKind, second: int, jpeg: bytes
) -> Snapshot:
    at = next((look.at for look in violation.looks if look.frame == second * 8), violation.at)
    return Snapshot(kind, role, at, second * 8, jpeg, WIDTH, HEIGHT, _heads(flag, spot, second))


def _shot(flag: Flag, spot: Spot, second: int) -> Shot:
    return Shot(flag.stage, second, mirrored(flag, spot), dark=flag is DARK)


def _heads(flag: Flag, spot: Spot, second: int) -> tuple[ShownHead, ...]:
    if flag.stage not in CLIPS:
        return ()
    boxes = (turned(seen.box, mirrored(flag, spot)) for seen in truth(flag.stage).get(float(second), ()))
    return tuple(ShownHead(box, staff=_inside(box, spot.polygon)) for box in boxes)


def _inside(box: Box, polygon: tuple[Point, ...]) -> bool:
    """Whether the middle of a head is in a zone; the demo's zones are upright."""
    x, y = (box.x0 + box.x1) / 2 / WIDTH, (box.y0 + box.y1) / 2 / HEIGHT
    xs, ys = [point.x for point in polygon], [point.y for point in polygon]
    return min(xs) <= x <= max(xs) and min(ys) <= y <= max(ys)


def _boxes(looks: Iterable[Look], second: int) -> Iterable[Box]:
    return (look.track.box for look in looks if look.frame == second * 8)


@cache
def _small_label() -> Image:
    """The mark, for a cell of a strip."""
    return narrowed(_label(), CELL_PX * 3 // 4)


def _label() -> Image:
    label = cv2.imread(str(LABEL), cv2.IMREAD_COLOR)
    assert label is not None, LABEL
    return np.asarray(label, np.uint8)


def _labelled(image: Image, spots: Iterable[tuple[float, float]]) -> Image:
    """Marked at these places, left and bottom, 0-1; in place."""
    label = _label()
    height, width = label.shape[:2]
    for left, bottom in spots:
        x, y = round(left * image.shape[1]), round(bottom * image.shape[0])
        image[y - height : y, x : x + width] = label
    return image


def _night(second: int) -> Image:
    """The yard at night, and a cat on its way."""
    image = np.full((324, 576, 3), 46, np.uint8)
    cv2.rectangle(image, (0, 0), (576, 150), (58, 58, 58), -1)
    for left in (330, 420, 500):
        cv2.rectangle(image, (left, 95), (left + 62, 215), (80, 82, 80), -1)
        cv2.rectangle(image, (left - 3, 88), (left + 65, 98), (96, 98, 96), -1)
    x, y, fur = 350 + 22 * second, 262, (128, 130, 132)
    cv2.ellipse(image, (x, y), (34, 13), 0, 0, 360, fur, -1, cv2.LINE_AA)
    cv2.circle(image, (x + 38, y - 11), 11, fur, -1, cv2.LINE_AA)
    for side in (31, 42):
        ear = np.array([[x + side - 4, y - 18], [x + side + 4, y - 18], [x + side, y - 29]])
        cv2.fillConvexPoly(image, ear, fur, cv2.LINE_AA)
    cv2.ellipse(image, (x - 40, y - 14), (8, 20), 20, 90, 290, fur, 4, cv2.LINE_AA)
    for leg in (-22, -12, 14, 24):
        cv2.line(image, (x + leg, y + 8), (x + leg, y + 25), fur, 5, cv2.LINE_AA)
    for eye in (35, 42):
        cv2.circle(image, (x + eye, y - 13), 1, (235, 245, 235), -1)
    return image
