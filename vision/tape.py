"""The encoded packets of a camera's last seconds, so that a clip of something just seen can be cut without encoding.

Times are seconds of the source's own clock, as Frame.pts_s; ticks are those of the stream, as Frame.ticks.
"""

from __future__ import annotations

import heapq
from collections import deque
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from threading import Lock

import av
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

HISTORY_S = 15.0
"""So much is kept at least, where the bytes allow it: five seconds of a clip, and ten that who looks may be behind."""


class Spool:
    """One uninterrupted stretch of a stream, from a connection or an opening on; what its packets are encoded by.

    Attributes:
        template: a stream that outlives the one it was made from; never written to.
        codec: what FFmpeg calls it. tick_s: seconds a tick.
        tells_times: whether the container tells when pictures are shown; where not, what FFmpeg says is a guess.
    """

    def __init__(self, stream: VideoStream, *, tells_times: bool = True) -> None:
        self._holder = av.open(BytesIO(), "w", format="mp4")
        self.template = self._holder.add_stream_from_template(stream)
        self.tells_times = tells_times
        self.codec = stream.codec_context.name
        self.tick_s = stream.time_base or Fraction(1, 90_000)
        self._extradata = stream.codec_context.extradata

    def decoder(self) -> VideoCodecContext:
        """One of its own, on the caller's thread."""
        decoder = av.CodecContext.create(self.codec, "r")
        assert isinstance(decoder, VideoCodecContext)
        decoder.extradata = self._extradata
        decoder.thread_count = 1
        return decoder


class DecodeOrder:
    """Display times for containers that store none (avi): the n-th picture shown gets the n-th smallest decode time."""

    def __init__(self) -> None:
        self._waiting: list[int] = []

    def sent(self, dts: int | None) -> None:
        """A packet went into the decoder."""
        if dts is not None:
            heapq.heappush(self._waiting, dts)

    def restart(self) -> None:
        """The decoder begins anew: what it has not shown by now it never will."""
        self._waiting.clear()

    def shown(self) -> int | None:
        """Tick of the picture that came out."""
        return heapq.heappop(self._waiting) if self._waiting else None


@dataclass(frozen=True, slots=True)
class Taken:
    """An encoded packet, and when it came, seconds."""

    data: bytes
    pts: int | None
    dts: int | None
    duration: int
    is_keyframe: bool
    at_s: float
    spool: Spool


@dataclass(frozen=True, slots=True)
class Cut:
    """Packets of one spool, the first a key frame."""

    spool: Spool
    packets: tuple[Taken, ...]

    @property
    def begins_s(self) -> float:
        """When its first packet came."""
        return self.packets[0].at_s

    @property
    def ends_s(self) -> float:
        """When its last packet came."""
        return self.packets[-1].at_s


class Tape:
    """A ring of packets, bounded in bytes; the oldest go first, always up to the next key frame. Safe between threads.

    Args:
        most_bytes: never more than this is kept; a group of pictures that is larger by itself is not kept at all.

    Attributes:
        offset_s: added to the times of packets: a recording that is played again goes on in time.
    """

    def __init__(self, most_bytes: int) -> None:
        self.offset_s = 0.0
        self._most_bytes = most_bytes
        self._lock = Lock()
        self._packets: deque[Taken] = deque()
        self._bytes = 0
        self._spool: Spool | None = None
        self._wanted_s: float | None = None

    def load(self, stream: VideoStream, *, tells_times: bool = True) -> None:
        """Packets from now on are this stream's; `tells_times` as of Spool."""
        with self._lock:
            self._spool = Spool(stream, tells_times=tells_times)

    def put(self, packet: Packet[VideoStream], at_s: float) -> None:
        """Keep a packet; one that cannot be decoded, for its key frame is not kept, is of no use."""
        data = bytes(packet)
        with self._lock:
            if self._spool is None or not (packet.is_keyframe or self._goes_on()):
                return
            times = packet.pts, packet.dts, packet.duration or 0
            self._packets.append(Taken(data, *times, packet.is_keyframe, self.offset_s + at_s, self._spool))
            self._bytes += len(data)
            self._shorten()

    def refuse(self) -> None:
        """Keep nothing of this stream: its pictures lie on their side, and heads would be elsewhere on a clip."""
        with self._lock:
            self._spool, self._bytes = None, 0
            self._packets.clear()

    def want(self, since_s: float | None) -> None:
        """Keep what came since then until further notice, as far as the bytes allow; None: nothing in particular."""
        with self._lock:
            self._wanted_s = since_s

    def cut(self, begins_s: float, around_s: float, ends_s: float) -> Cut | None:
        """What was kept between two times, of the spool that ran at the time between them; from the last key frame
        before it begins, where that is kept. None where nothing is."""
        with self._lock:
            packets = [one for one in self._packets if one.at_s <= ends_s]
        before = [one for one in packets if one.at_s <= around_s]
        if not before:
            return None
        mine = [one for one in packets if one.spool is before[-1].spool]
        keys = [number for number, one in enumerate(mine) if one.is_keyframe and one.at_s <= begins_s]
        first = keys[-1] if keys else next(number for number, one in enumerate(mine) if one.is_keyframe)
        return Cut(mine[0].spool, tuple(mine[first:]))

    def _goes_on(self) -> bool:
        return bool(self._packets) and self._packets[-1].spool is self._spool

    def _shorten(self) -> None:
        newest_s = self._packets[-1].at_s
        oldest_s = newest_s - HISTORY_S if self._wanted_s is None else min(newest_s - HISTORY_S, self._wanted_s)
        while self._bytes > self._most_bytes or self._spare(oldest_s):
            self._drop_group()
            if not self._packets:
                return

    def _spare(self, oldest_s: float) -> bool:
        """Whether what is needed begins at a later key frame than the first."""
        later = (one for number, one in enumerate(self._packets) if number and one.is_keyframe)
        second = next(later, None)
        return second is not None and second.at_s <= oldest_s

    def _drop_group(self) -> None:
        self._drop()
        while self._packets and not self._packets[0].is_keyframe:
            self._drop()

    def _drop(self) -> None:
        self._bytes -= len(self._packets.popleft().data)
