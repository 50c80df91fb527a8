"""Makes what is served of pictures, and what is kept of photos that people send."""

from __future__ import annotations

from api.context import Darkroom
from api.evidence.derivative import Derivative, Hide
from records.attachments import Photo
from records.pictures import Polygon
from vision.frames import Image
from vision.mosaic import hide_eyes, hide_head, hide_rest
from vision.photos import JPEG_QUALITY, photo_pixels
from vision.pixels import EVIDENCE_JPEG_QUALITY, black_outside, encode_jpeg, narrowed, read_jpeg

SMALL_JPEG_QUALITY = 80
HIDERS = {Hide.HEAD: hide_head, Hide.EYES: hide_eyes}


def develop(data: bytes) -> Photo | None:
    """What is kept of a photo: a JPEG of its pixels; None where the bytes are no photo that is taken in."""
    image = photo_pixels(data)
    if image is None:
        return None
    height, width = image.shape[:2]
    return Photo(encode_jpeg(image, JPEG_QUALITY), width, height)


def render(data: bytes, wanted: Derivative) -> bytes | None:
    """The JPEG bytes of a derivative; None where the bytes are not the picture it was decided on, or none is left."""
    image = read_jpeg(data)
    encloses_nothing = wanted.cut is not None and len(wanted.cut) < 3
    if image is None or image.shape[1::-1] != wanted.size or encloses_nothing:
        return None
    seen = _cut(image, wanted.cut)  # before any block is made: none of the neighbour's colours gets in
    hide(seen, wanted)
    part = wanted.part
    left = _cut(seen, wanted.cut)[int(part.y0) : int(part.y1), int(part.x0) : int(part.x1)]
    if not left.size:
        return None
    if wanted.width is None:
        return encode_jpeg(left, EVIDENCE_JPEG_QUALITY)
    return encode_jpeg(narrowed(left, wanted.width), SMALL_JPEG_QUALITY)


def _cut(image: Image, outline: Polygon | None) -> Image:
    return image if outline is None else black_outside(image, outline)


def hide(image: Image, wanted: Derivative) -> None:
    """Hide what is to be hidden, in place: eyes first, so that whole heads beside them are hidden for good."""
    if wanted.clear is not None:
        hide_rest(image, wanted.clear)
    for head in sorted(wanted.hidden, key=lambda one: one.hide is Hide.HEAD):
        HIDERS[head.hide](image, head.box)


DARKROOM = Darkroom(render, develop)
