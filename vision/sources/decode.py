"""Packets in, whole pictures out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import av
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from vision.frames import Image
from vision.ports import SourceCounts


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture before it is known whose and when it is.

    Attributes:
        render: converts to (h, w, 3) uint8 BGR.
        pts_s: seconds since the start of the recording.
        is_keyframe: decodable without its neighbours.
        ticks: as of Frame.
    """

    render: Callable[[], Image]
    pts_s: float
    is_keyframe: bool
    ticks: int | None = None


class PictureDecoder:
    """Decodes one video stream on the caller's thread.

    A picture predicted from a damaged one is damaged too, and the decoder does not say so: after damage nothing
    is given until the next key frame. Whatever is thrown away is counted as corrupt.

    Args:
        codec: the stream's, not opened yet.
        counts: whose `corrupt` grows.
        lossy: the stream may have holes. H.265 then refuses what it would else guess; not so for files, which some
            recorders write a little wrong but whole.

    Attributes:
        keyframes_only: hand nothing but key frames to the decoder; may be switched at any time.
    """

    def __init__(self, codec: VideoCodecContext, counts: SourceCounts, *, lossy: bool = False) -> None:
        codec.thread_type = "NONE"
        codec.thread_count = 1
        if lossy and codec.name == "hevc":
            codec.options = {"err_detect": "explode"}
        self.keyframes_only = False
        self._codec = codec
        self._counts = counts
        self._needs_key = True
        self._damaged = True
        self._sound = False

    @property
    def waiting(self) -> bool:
        """Whether nothing can be decoded before the next key frame."""
        return self._needs_key

    def feed(self, packet: Packet[VideoStream]) -> list[VideoFrame]:
        """The pictures this packet completes, in display order; an empty packet ends the stream."""
        if not self._usable(packet):
            return []
        frames = self._decode(packet)
        if self.keyframes_only and packet.size:
            frames += self._drain()
        return [frame for frame in frames if self._whole(frame)]

    def _usable(self, packet: Packet[VideoStream]) -> bool:
        if not packet.size:
            return not self._needs_key
        if packet.is_keyframe:
            if self._needs_key:
                self._sound = False
            self._needs_key = self._damaged = False
            return True
        if self._needs_key and self._damaged:
            self._counts.corrupt += 1
        return not (self._needs_key or self.keyframes_only)

    def _decode(self, packet: Packet[VideoStream] | None) -> list[VideoFrame]:
        try:
            return self._codec.decode(packet)
        except av.error.EOFError:
            return []
        except av.error.FFmpegError:
            self._counts.corrupt += 1
            self._needs_key = self._damaged = True
            return []

    def _drain(self) -> list[VideoFrame]:
        """Key frames come out at once instead of waiting for neighbours that are never decoded."""
        frames = self._decode(None)
        self._codec.flush_buffers()
        self._needs_key = True
        return frames

    def _whole(self, frame: VideoFrame) -> bool:
        if not frame.is_corrupt:
            self._sound = True
            return True
        self._counts.corrupt += 1
        # From an entry point without a full key frame, pictures are flagged until they have been refreshed: go on.
        if self._sound:
            self._needs_key = self._damaged = True
        return False
