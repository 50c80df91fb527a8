"""Small real videos: each frame's number can be read from its brightness, so order and loss can be checked."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import cv2
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

WIDTH, HEIGHT, FPS, FRAMES, GOP = 160, 120, 25, 50, 10
DARKEST, STEP = 20, 4
OPTIONS = {"preset": "ultrafast", "crf": "4", "x265-params": "log-level=none:pools=1:frame-threads=1"}


def grey(number: int) -> int:
    """The shade of frame `number`."""
    return DARKEST + STEP * number


def number_of(image: np.ndarray) -> int:
    """Which frame this is."""
    return round((float(image.mean()) - DARKEST) / STEP)


def write_film(
    path: Path,
    codec: str = "libx264",
    *,
    gop: int = GOP,
    sound: bool = False,
    created: str = "",
    index_first: bool = False,
) -> Path:
    """A film of 50 frames, 2 s, sound 3 s; its container follows from the name's ending."""
    if path.suffix == ".avi" and codec == "libx265":
        return _write_hevc_avi(path, gop)
    options = {"movflags": "faststart"} if index_first else {}
    with av.open(str(path), "w", options=options) as container:
        container.metadata.update({"creation_time": created} if created else {})
        stream = cast("VideoStream", container.add_stream(codec, rate=FPS))
        sound_stream = container.add_stream("aac", rate=8000) if sound else None
        for packet in encode(stream.codec_context, gop):
            packet.stream = stream
            container.mux(packet)
        if sound_stream:
            _mux_sound(container, sound_stream, 3.0)
    return path


def encode(codec: VideoCodecContext, gop: int) -> Iterator[Packet[VideoStream]]:
    """The film's packets."""
    codec.width, codec.height, codec.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    codec.gop_size, codec.options = gop, dict(OPTIONS)
    for number in range(FRAMES):
        # Straight in video's own colours (brightness 16 to 235), so that nothing is lost on the way.
        planes = np.full((HEIGHT * 3 // 2, WIDTH), 128, np.uint8)
        planes[:HEIGHT] = round(16 + grey(number) * 219 / 255)
        frame = VideoFrame.from_ndarray(planes, format="yuv420p")
        frame.pts, frame.time_base = number, Fraction(1, FPS)
        yield from codec.encode(frame)
    yield from codec.encode()


def write_texture(path: Path, codec: str) -> Path:
    """A film full of detail: each picture takes many packets on the wire."""
    noise = np.random.default_rng(0).integers(0, 255, (HEIGHT * 3 // 2, WIDTH * 4), np.uint8)
    with av.open(str(path), "w") as container:
        stream = cast("VideoStream", container.add_stream(codec, rate=FPS))
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.codec_context.gop_size, stream.codec_context.options = GOP, dict(OPTIONS)
        for number in range(FRAMES):
            view = np.ascontiguousarray(noise[:, 2 * number : 2 * number + WIDTH])
            container.mux(stream.encode(VideoFrame.from_ndarray(view, format="yuv420p")))
        container.mux(stream.encode())
    return path


def write_folder(path: Path) -> Path:
    """A folder of images, 0.png to 49.png."""
    path.mkdir()
    for number in range(FRAMES):
        cv2.imwrite(str(path / f"{number}.png"), np.full((HEIGHT, WIDTH, 3), grey(number), np.uint8))
    return path


def write_sound(path: Path) -> Path:
    """A file with nothing to see."""
    with av.open(str(path), "w") as container:
        _mux_sound(container, container.add_stream("aac", rate=8000), 1.0)
    return path


def without_first_packet(video: Path, path: Path) -> Path:
    """The same film, but what its first packet held is missing."""
    with av.open(str(video)) as whole, av.open(str(path), "w") as container:
        stream = container.add_stream_from_template(whole.streams.video[0])
        for packet in list(whole.demux(video=0))[1:-1]:
            packet.stream = stream
            container.mux(packet)
    return path


def lying(video: Path, path: Path) -> Path:
    """The same film as a phone held upright stores it: on its side, with a note to turn it."""
    with av.open(str(video)) as whole, av.open(str(path), "w") as container:
        stream = container.add_stream_from_template(whole.streams.video[0])
        stream.set_display_rotation(90)
        for packet in list(whole.demux(video=0))[:-1]:
            packet.stream = stream
            container.mux(packet)
    return path


def _mux_sound(container: OutputContainer, stream: AudioStream, seconds: float) -> None:
    for i in range(int(seconds * 8000 / 1024)):
        frame = AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        frame.sample_rate, frame.pts = 8000, i * 1024
        container.mux(stream.encode(frame))
    container.mux(stream.encode())


def _write_hevc_avi(path: Path, gop: int) -> Path:
    """FFmpeg writes no H.265 into avi, but recorders do: write it as H.264, then correct the name."""
    codec = av.CodecContext.create("libx265", "w")
    codec.time_base = Fraction(1, FPS)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for packet in encode(codec, gop):
            packet.stream, packet.time_base = stream, Fraction(1, FPS)
            container.mux(packet)
    path.write_bytes(path.read_bytes().replace(b"H264", b"HEVC"))
    return path
