"""Small videos, good and bad, written where a test needs them."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np


def write_video(path: Path, seconds: float = 2.0, fps: int = 10) -> Path:
    """A video of noise that nobody walks through."""
    dice = np.random.default_rng(3)
    with av.open(path, "w") as container:
        stream = container.add_stream("libx264", rate=fps, options={"crf": "40", "preset": "ultrafast", "g": "10"})
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for _ in range(round(seconds * fps)):
            image = dice.integers(0, 255, (180, 320, 3), np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="bgr24")))
        container.mux(stream.encode())
    return path


def truncated(path: Path) -> Path:
    """The first half of a good video, as after a power cut: its index is missing."""
    whole = write_video(path.with_name("whole.mp4")).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


def without_keyframe(path: Path) -> Path:
    """A good container whose key frames were all lost."""
    whole = write_video(path.with_name("whole.mp4"))
    with av.open(whole) as container, av.open(path, "w") as holed:
        stream = holed.add_stream_from_template(container.streams.video[0])
        for packet in container.demux(video=0):
            if not packet.is_keyframe and packet.dts is not None:
                packet.stream = stream
                holed.mux(packet)
    return path
