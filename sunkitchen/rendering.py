"""Makes what is served of pictures, and what is kept of photos that people send."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import av
import numpy as np

from api.context import Darkroom
from api.evidence.derivative import Derivative, Hide, Slide
from records.attachments import Photo
from records.pictures import Polygon
from vision.filming import encode, pictures_at
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
    seen = None if image is None else _seen(image, wanted)
    if seen is None:
        return None
    return encode_jpeg(seen, EVIDENCE_JPEG_QUALITY if wanted.width is None else SMALL_JPEG_QUALITY)


def project(video: bytes, slides: Sequence[Slide]) -> bytes | None:
    """An MP4 of some pictures of a clip, each as it may be seen; None where the bytes are no such clip."""
    try:
        return encode(_projected(video, slides))
    except av.error.FFmpegError:
        return None


def _projected(video: bytes, slides: Sequence[Slide]) -> Iterator[tuple[int, Image]]:
    for number, image in pictures_at(video, [slide.at_ms for slide in slides]):
        slide = slides[number]
        seen = _seen(image, slide.seen)
        if seen is not None:
            yield slide.at_ms - slides[0].at_ms, seen


def _seen(image: Image, wanted: Derivative) -> Image | None:
    """What may be seen; None where it is not the picture that was decided on, or nothing is left."""
    encloses_nothing = wanted.cut is not None and len(wanted.cut) < 3
    if image.shape[1::-1] != wanted.size or encloses_nothing:
        return None
    if wanted.cells:
        return _side_by_side(image, wanted.cells)
    seen = _cut(image, wanted.cut)  # before any block is made: none of the neighbour's colours gets in
    hide(seen, wanted)
    part = wanted.part
    left = _cut(seen, wanted.cut)[int(part.y0) : int(part.y1), int(part.x0) : int(part.x1)]
    if not left.size:
        return None
    return left if wanted.width is None else narrowed(left, wanted.width)


def _side_by_side(image: Image, cells: Sequence[Derivative]) -> Image | None:
    """Each as it may be seen; None where one may not be seen at all."""
    ends = np.cumsum([cell.size[0] for cell in cells])
    seen = [_seen(part, cell) for part, cell in zip(np.split(image, ends[:-1], axis=1), cells, strict=True)]
    left = [part for part in seen if part is not None]
    return np.concatenate(left, axis=1) if len(left) == len(cells) else None


def _cut(image: Image, outline: Polygon | None) -> Image:
    return image if outline is None else black_outside(image, outline)


def hide(image: Image, wanted: Derivative) -> None:
    """Hide what is to be hidden, in place: eyes first, so that whole heads beside them are hidden for good."""
    if wanted.clear is not None:
        hide_rest(image, wanted.clear)
    for head in sorted(wanted.hidden, key=lambda one: one.hide is Hide.HEAD):
        HIDERS[head.hide](image, head.box)


DARKROOM = Darkroom(render, develop, project)
