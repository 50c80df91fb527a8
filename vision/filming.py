"""Makes clips: of packets as the camera encoded them, or encoded anew where something has to be painted over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from io import BytesIO
from itertools import chain

import av
import cv2
import numpy as np
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from vision.facts import Point
from vision.frames import Image
from vision.pixels import burn
from vision.tape import Cut, DecodeOrder, Taken

EXACT = {"fflags": "+bitexact"}
"""The same packets make the same file, whoever writes it."""
X264 = {"preset": "ultrafast", "crf": "23", "threads": "1"}
"""A small box encodes a clip beside its watching: speed before size."""
COPIED = frozenset({"h264", "hevc"})
"""What players know how to play in an MP4."""
MS = Fraction(1, 1000)
NEAR_MS = 2
"""How far apart two times of the same picture may lie, for they are rounded: no other picture is so near."""


@dataclass(frozen=True, slots=True)
class Film:
    """An MP4; sizes in px. `begins`: the tick of its beginning, `tick_s`: its seconds, `shown`: ticks of pictures."""

    video: bytes
    width: int
    height: int
    copied: bool
    begins: int
    tick_s: Fraction
    shown: frozenset[int]

    def ms(self, ticks: int) -> int:
        """When a picture of the stream is shown, from the beginning of the film."""
        return round((ticks - self.begins) * self.tick_s * 1000)


def film(cut: Cut, hidden: Sequence[Sequence[Point]]) -> Film | None:
    """A film of packets; with anything hidden (0-1 polygons), or where they cannot be copied, it is encoded anew.

    None where no picture comes out of them.
    """
    try:
        return (None if hidden else _copied(cut)) or _encoded(cut, hidden)
    except av.error.FFmpegError:
        return None


def pictures_at(video: bytes, times_ms: Sequence[int]) -> Iterator[tuple[int, Image]]:
    """The pictures, (h, w, 3) uint8 BGR, of a film at these times, oldest first, each with the number of its time.

    Raises:
        av.error.FFmpegError: it is no film.
    """
    wanted = sorted((at_ms, number) for number, at_ms in enumerate(times_ms))
    with av.open(BytesIO(video), "r") as container:
        for frame in _whole(container):
            at_ms = round(frame.time * 1000)
            while wanted and wanted[0][0] < at_ms - NEAR_MS:
                wanted.pop(0)
            if wanted and abs(wanted[0][0] - at_ms) <= NEAR_MS:
                yield wanted.pop(0)[1], to_bgr(frame)


def encode(pictures: Iterable[tuple[int, Image]], tick_s: Fraction = MS) -> bytes | None:
    """An MP4 of pictures of one size, each with the tick at which it is shown; None where there are none."""
    buffer = BytesIO()
    with av.open(buffer, "w", format="mp4", options=EXACT) as out:
        stream: VideoStream | None = None
        for ticks, image in pictures:
            even = _even(image)
            stream = stream or _h264(out, even, tick_s)
            frame = VideoFrame.from_ndarray(_planes(even), format="yuv420p")
            frame.pts, frame.time_base = ticks, tick_s
            out.mux(stream.encode(frame))
        if stream is None:
            return None
        out.mux(stream.encode(None))
    return buffer.getvalue()


def to_bgr(frame: VideoFrame) -> Image:
    """(h, w, 3) uint8 BGR, upright: phones store portrait video lying down with a note to turn it."""
    image = np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)
    return np.ascontiguousarray(np.rot90(image, frame.rotation // 90)) if frame.rotation else image


def _copied(cut: Cut) -> Film | None:
    """None where an MP4 cannot hold the packets as they are."""
    decoded_at = _decode_times(cut) if cut.spool.codec in COPIED else None
    if decoded_at is None:
        return None
    spool, begins = cut.spool, decoded_at[0]
    buffer = BytesIO()
    with av.open(buffer, "w", format="mp4", options=EXACT) as out:
        stream = out.add_stream_from_template(spool.template)
        stream.time_base = spool.tick_s
        for one, dts in zip(cut.packets, decoded_at, strict=True):
            out.mux(_packet(one, stream, dts - begins, begins))
    video = buffer.getvalue()
    width, height = _size(video)
    shown = frozenset(one.pts for one in cut.packets if one.pts is not None)
    return Film(video, width, height, True, begins, spool.tick_s, shown)


def _decode_times(cut: Cut) -> list[int] | None:
    """When each packet is decoded, made of when they are shown: a live camera tells the first ones nothing. None where
    that is not told either, or twice the same.
    """
    shown = [one.pts for one in cut.packets if one.pts is not None]
    if not cut.spool.tells_times or len(set(shown)) < len(cut.packets):
        return None
    late = max(nth - one for nth, one in zip(sorted(shown), shown, strict=True))
    return [nth - late for nth in sorted(shown)]


def _packet(one: Taken, stream: VideoStream, dts: int, begins: int) -> Packet[Stream]:
    packet = av.Packet(one.data)
    packet.stream, packet.time_base = stream, one.spool.tick_s
    packet.pts, packet.dts = (one.pts or 0) - begins, dts
    packet.duration, packet.is_keyframe = one.duration, one.is_keyframe
    return packet


def _encoded(cut: Cut, hidden: Sequence[Sequence[Point]]) -> Film | None:
    decoded = _rising(_decoded(cut))
    first = next(decoded, None)
    if first is None:
        return None
    begins, tick_s, shown = first[0], cut.spool.tick_s, set[int]()
    height, width = _even(first[1]).shape[:2]

    def painted() -> Iterator[tuple[int, Image]]:
        for ticks, image in chain([first], decoded):
            shown.add(ticks)
            yield ticks - begins, burn(image, hidden)

    video = encode(painted(), tick_s)
    return None if video is None else Film(video, width, height, False, begins, tick_s, frozenset(shown))


def _decoded(cut: Cut) -> Iterator[tuple[int, Image]]:
    """Whole pictures in the order in which they are shown, each with its tick; whoever has none is left out."""
    decoder, order = cut.spool.decoder(), DecodeOrder()
    for one in (*cut.packets, None):
        if one is not None:
            order.sent(one.dts)
        for frame in _tried(partial(decoder.decode, None if one is None else _bare(one))):
            ticks = frame.pts if cut.spool.tells_times else order.shown()
            if ticks is not None and not frame.is_corrupt:
                yield ticks, to_bgr(frame)


def _whole(container: InputContainer) -> Iterator[VideoFrame]:
    """The pictures of a film that are whole: a live camera's packets may be lost on their way."""
    for packet in container.demux(video=0):
        yield from (
            frame for frame in _tried(partial(container.streams.video[0].decode, packet)) if not frame.is_corrupt
        )


def _tried(decode: Callable[[], list[VideoFrame]]) -> list[VideoFrame]:
    try:
        return decode()
    except av.error.FFmpegError:
        return []


def _bare(one: Taken) -> Packet[Stream]:
    packet = av.Packet(one.data)
    packet.pts, packet.dts, packet.time_base = one.pts, one.dts, one.spool.tick_s
    return packet


def _rising(pictures: Iterable[tuple[int, Image]]) -> Iterator[tuple[int, Image]]:
    """Without those that come too late to be shown, and those of another size."""
    last, size = None, None
    for ticks, image in pictures:
        size = size or image.shape
        if (last is None or ticks > last) and image.shape == size:
            last = ticks
            yield ticks, image


def _h264(out: OutputContainer, image: Image, tick_s: Fraction) -> VideoStream:
    stream = out.add_stream("libx264", options=X264)
    stream.height, stream.width = image.shape[:2]
    stream.pix_fmt = "yuv420p"
    stream.codec_context.time_base = tick_s
    stream.codec_context.thread_count = 1
    return stream


def _planes(image: Image) -> Image:
    """As video holds it. OpenCV rounds; FFmpeg darkens everything by three shades on the way."""
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2YUV_I420), np.uint8)


def _even(image: Image) -> Image:
    """Without the last row or column of an odd number: half the colours have no place for it."""
    height, width = image.shape[:2]
    return np.ascontiguousarray(image[: height - height % 2, : width - width % 2])


def _size(video: bytes) -> tuple[int, int]:
    """Width and height, px, of its pictures as they are shown."""
    with av.open(BytesIO(video), "r") as container:
        for frame in _whole(container):
            return (frame.height, frame.width) if frame.rotation % 180 else (frame.width, frame.height)
    raise av.error.InvalidDataError(0, "no picture")
