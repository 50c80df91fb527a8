"""Recorded video files: mp4, mkv and avi with H.264 or H.265."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import partial
from pathlib import Path

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.stream import VideoStream

from vision.errors import SourceError
from vision.facts import TimeSource
from vision.filming import to_bgr
from vision.ports import SourceCounts
from vision.sources.clock import Clock
from vision.sources.container import open_video, video_stream
from vision.sources.decode import Picture, PictureDecoder
from vision.sources.replay import Replay, Start
from vision.sources.spec import RecordedSpec
from vision.sources.timeline import Timeline
from vision.tape import DecodeOrder, Tape

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""Metadata before this is a recorder that never had its clock set (1904 and 1970 are the usual ones)."""
SHORT_S = 0.5
"""A recording that ends this much before its promised length was cut off."""


def open_recorded(spec: RecordedSpec, clock: Clock) -> Replay:
    """A FrameSource over the file.

    Raises:
        SourceError: the file is missing, empty, cut off before its index, no video, or of an unknown codec.
    """
    tape = Tape(spec.tape_bytes) if spec.tape_bytes else None
    reel = VideoFile(spec.path, keyframes_only=spec.keyframes_only, tape=tape)
    start = _start(spec, reel.created, clock.now())
    return Replay(spec.camera, reel, start, clock, pace=spec.pace, loop=spec.loop, tape=tape)


class VideoFile:
    """A video file as a reel.

    Attributes:
        created: creation time from the metadata, aware UTC; None where there is none.
        duration_s: seconds; None where the file does not say.
        keyframes_only: decode nothing but key frames.

    Raises:
        SourceError: the file cannot be opened.
    """

    def __init__(self, path: Path, *, keyframes_only: bool = False, tape: Tape | None = None) -> None:
        self._path = path
        self._tape = tape
        self.keyframes_only = keyframes_only
        with closing(open_video(path)) as container:
            stream = video_stream(container, path)
            self.created = _created(container, stream)
            self.duration_s = _duration_s(container, stream)

    def pictures(self, counts: SourceCounts) -> Iterator[Picture]:
        """Every whole picture.

        Raises:
            SourceError: no picture can be decoded, or the file ends early; what could be read was given before.
        """
        given = 0
        with closing(open_video(self._path)) as container:
            playing = _Playing(container, video_stream(container, self._path), counts, self._tape)
            for packet in playing.packets():
                playing.decoder.keyframes_only = self.keyframes_only
                for picture in playing.show(packet):
                    given += 1
                    yield picture
        self._expect_whole(given, playing)

    def _expect_whole(self, given: int, playing: _Playing) -> None:
        if not given:
            raise SourceError(
                f"{self._path}: no picture could be decoded; expected a key frame, but came none that is whole. "
                "Export the recording again from the recorder, beginning at a key frame"
            )
        promised_s = self.duration_s or 0.0
        if playing.broke or promised_s - playing.reached_s > SHORT_S + playing.frame_s:
            raise SourceError(
                f"{self._path}: ends early after {playing.reached_s:.1f} s of {promised_s:.1f} s; all that could be "
                "read was used. Copy the file again from the recorder to get the rest"
            )


class _Playing:
    """One pass through an open file.

    Attributes:
        reached_s: how far any stream (sound too) has come, in seconds.
        broke: whether reading ended with an error.
    """

    def __init__(self, container: InputContainer, stream: VideoStream, counts: SourceCounts, tape: Tape | None) -> None:
        rate = stream.average_rate or stream.guessed_rate or Fraction(25)
        self.frame_s = float(1 / rate)
        self.decoder = PictureDecoder(stream.codec_context, counts)
        self.reached_s = 0.0
        self.broke = False
        self._container = container
        self._stream = stream
        self._timeline = Timeline(self.frame_s)
        self._order = DecodeOrder() if container.format.name == "avi" else None
        self._begin_s = float((stream.start_time or 0) * (stream.time_base or 1))
        self._tape = tape
        if tape is not None:
            tape.load(stream, tells_times=self._order is None)

    def packets(self) -> Iterator[Packet[VideoStream]]:
        """The video's packets; of the other streams only the times are noted."""
        packets = self._container.demux()
        try:
            for packet in packets:
                self._note(packet)
                if packet.stream_index == self._stream.index:
                    self._keep(packet)  # type: ignore[arg-type]  # its index says it is video
                    yield packet  # type: ignore[misc]
        except av.error.FFmpegError:
            self.broke = True

    def show(self, packet: Packet[VideoStream]) -> Iterator[Picture]:
        """The pictures this packet completes."""
        if self._order and packet.size:
            if packet.is_keyframe and self.decoder.waiting:
                self._order.restart()
            self._order.sent(packet.dts)
        for frame in self.decoder.feed(packet):
            if frame.rotation and self._tape is not None:
                self._tape.refuse()
            ticks = self._order.shown() if self._order else frame.pts
            at_s = self._timeline.place(self._seconds(ticks))
            yield Picture(partial(to_bgr, frame), at_s, frame.key_frame, ticks)

    def _seconds(self, ticks: int | None) -> float | None:
        return None if ticks is None else float(ticks * (self._stream.time_base or Fraction(1))) - self._begin_s

    def _keep(self, packet: Packet[VideoStream]) -> None:
        at_s = self._seconds(packet.dts if self._order or packet.pts is None else packet.pts)
        if self._tape is not None and packet.size and at_s is not None:
            self._tape.put(packet, at_s)

    def _note(self, packet: Packet[Stream]) -> None:
        time = packet.dts if packet.pts is None else packet.pts
        if packet.size and time is not None:
            end_s = float((time + (packet.duration or 0)) * packet.time_base)
            self.reached_s = max(self.reached_s, end_s - self._begin_s)


def _start(spec: RecordedSpec, created: datetime | None, now: datetime) -> Start:
    if spec.start is not None:
        return Start(spec.start.astimezone(UTC), TimeSource.OPTION)
    if created is not None and EARLIEST <= created <= now + timedelta(days=1):
        return Start(created, TimeSource.METADATA)
    return Start(datetime.fromtimestamp(spec.path.stat().st_mtime, UTC), TimeSource.MTIME)


def _created(container: InputContainer, stream: VideoStream) -> datetime | None:
    text = container.metadata.get("creation_time") or stream.metadata.get("creation_time")
    try:
        created = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return created and (created if created.tzinfo else created.replace(tzinfo=UTC)).astimezone(UTC)


def _duration_s(container: InputContainer, stream: VideoStream) -> float | None:
    """The longest promise: an avi that was cut off knows its frames but measures its length by its bytes."""
    promises = [(container.duration or 0) / av.time_base]
    if stream.duration and stream.time_base:
        promises.append(float(stream.duration * stream.time_base))
    if stream.frames and stream.average_rate:
        promises.append(float(stream.frames / stream.average_rate))
    return max(promises) or None
