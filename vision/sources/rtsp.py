"""Live cameras: RTSP over TCP, one reader thread each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from threading import Event, Lock, Thread, current_thread

from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from vision.camera_facts import CameraState
from vision.errors import SourceError, SourceLost, SourceRefused, SourceSilent
from vision.facts import TimeSource
from vision.filming import to_bgr
from vision.frames import Frame
from vision.ports import HealthListener, SourceCounts
from vision.sources.backoff import Backoff
from vision.sources.clock import Clock, ReceiptTime
from vision.sources.decode import PictureDecoder
from vision.sources.health import Health
from vision.sources.mailbox import Mailbox
from vision.sources.session import connect, packets, video_of
from vision.sources.spec import RtspSpec
from vision.tape import Tape

CLOSE_S = 1.5
"""How long close() waits for the reader. One that is stuck in a silent connection ends by itself at its timeout."""
LONGEST_KEY_GAP_S = 60.0
"""Cameras that save bandwidth send a key frame once a minute; a watch on key frames alone must bear with that."""


class RtspSource:
    """A FrameSource over a live camera: gives the newest frame, reconnects by itself, ends only when closed.

    Frames carry the time of their receipt; their index counts decoded frames, so a gap shows what was dropped.

    Attributes:
        camera: camera id.
        counts: what it has done so far.
        keyframes_only: decode nothing but key frames; may be switched while watching.
        tape: the packets of its last seconds; None where nobody asked for them.
    """

    time_source = TimeSource.LIVE
    begins_at = None
    duration_s = None

    def __init__(self, spec: RtspSpec, listener: HealthListener | None, clock: Clock) -> None:
        self.camera = spec.camera
        self.counts = SourceCounts()
        self.keyframes_only = spec.keyframes_only
        self.tape = Tape(spec.tape_bytes) if spec.tape_bytes else None
        self._spec = spec
        self._clock = clock
        self._health = Health(spec.camera, listener, clock)
        self._backoff = Backoff(spec.backoff_min_s, spec.backoff_max_s)
        self._receipt = ReceiptTime(clock)
        self._began_at = clock.now()
        self._mailbox = Mailbox()
        self._closed = Event()
        self._starting = Lock()
        self._reader = Thread(target=self._read, name=f"reader {spec.camera}", daemon=True)

    def frames(self) -> Iterator[Frame]:
        """The newest frame, each time; ends after close().

        Raises:
            SourceError: the reader died of a mistake in the program.
        """
        with self._starting:
            if self._reader.ident is None and not self._closed.is_set():
                self._reader.start()
        while (frame := self._mailbox.take()) is not None:
            yield frame
        if not self._closed.is_set():
            raise SourceError(f"camera {self.camera}: its reader stopped by a mistake in the program; see the log")

    def close(self) -> None:
        """Stop. Returns within two seconds even where the camera is silent."""
        with self._starting:
            self._closed.set()
        self._mailbox.close()
        if self._reader.ident is not None and self._reader is not current_thread():
            self._reader.join(CLOSE_S)

    def _read(self) -> None:
        self._health.report(CameraState.CONNECTING, self._spec.where)
        try:
            while not self._closed.is_set():
                self._clock.wait(self._closed, self._attempt())
        finally:
            self._mailbox.close()

    def _attempt(self) -> float:
        """One session, until it breaks; the seconds to wait before the next."""
        try:
            with closing(connect(self._spec)) as session:
                self.counts.connects += 1
                self._watch(session)
        except SourceRefused as error:
            self._tell(CameraState.REFUSED, error)
            return self._spec.refused_retry_s
        except SourceSilent as error:
            self._tell(CameraState.CONNECTED_WITHOUT_MEDIA, error)
        except SourceLost as error:
            self._tell(CameraState.LOST, error)
        return self._backoff.next_s()

    def _tell(self, state: CameraState, error: SourceError) -> None:
        if not self._closed.is_set():
            self._health.report(state, str(error))

    def _watch(self, session: InputContainer) -> None:
        stream = video_of(session, self._spec)
        decoder = PictureDecoder(stream.codec_context, self.counts, lossy=True)
        if self.tape is not None:
            self.tape.load(stream)
        begun = seen = self._clock.monotonic()
        for packet in packets(session, stream, self._spec):
            if self._closed.is_set():
                return
            now = self._clock.monotonic()
            self._keep(packet)
            decoder.keyframes_only = self.keyframes_only
            for picture in decoder.feed(packet):
                seen = now
                self._give(picture)
            self._judge(watched_s=now - begun, blind_s=now - seen)

    def _keep(self, packet: Packet[VideoStream]) -> None:
        if self.tape is not None and packet.size:
            self.tape.put(packet, (self._receipt.stamp() - self._began_at).total_seconds())

    def _judge(self, watched_s: float, blind_s: float) -> None:
        if blind_s > max(self._spec.stall_timeout_s, LONGEST_KEY_GAP_S if self.keyframes_only else 0.0):
            self._health.report(
                CameraState.CONNECTED_WITHOUT_MEDIA,
                f"{self._spec.where}: data comes, but for {blind_s:.0f} s no picture that is whole; "
                "check the camera's encoder and the network",
            )
        elif watched_s >= self._spec.healthy_s:
            self._backoff.reset()

    def _give(self, picture: VideoFrame) -> None:
        self._health.report(CameraState.WATCHING, self._spec.where)
        if picture.rotation and self.tape is not None:
            self.tape.refuse()
        at = self._receipt.stamp()
        pts_s = (at - self._began_at).total_seconds()
        index = self.counts.decoded
        self.counts.decoded += 1
        frame = Frame(self.camera, partial(to_bgr, picture), at, pts_s, index, picture.key_frame, picture.pts)
        self.counts.dropped += self._mailbox.put(frame)


def open_rtsp(spec: RtspSpec, listener: HealthListener | None, clock: Clock) -> RtspSource:
    """A FrameSource over the camera; it connects when its frames are asked for."""
    return RtspSource(spec, listener, clock)
