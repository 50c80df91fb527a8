"""A small RTSP camera for tests: serves a video file in a loop, over TCP, and misbehaves on request."""

from __future__ import annotations

import asyncio
import random
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Self

from tests.rtsp.clip import Clip, load_clip
from tests.rtsp.rtp import Packetizer
from tests.rtsp.sdp import describe

REASONS = {200: "OK", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 461: "Unsupported Transport"}
PATH = "/live"


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asks."""

    method: str
    url: str
    headers: dict[str, str]


@dataclass(slots=True)
class Switches:
    """What the camera does wrong at present; may be changed from another thread while it is running.

    Attributes:
        loss: share of RTP packets that never leave, 0-1, drawn with a fixed seed.
        stalled: connections stay open, nothing more is sent.
        refuse: answer every DESCRIBE with this status.
        speed: how much faster than real time.
    """

    loss: float = 0.0
    stalled: bool = False
    refuse: int | None = None
    speed: float = 1.0


@dataclass(slots=True)
class Served:
    """What clients have done so far."""

    describes: int = 0
    plays: int = 0
    playing: int = 0
    most_playing: int = 0
    set_up: list[str] = field(default_factory=list)


class RtspServer:
    """Runs in a thread of its own while the context is open.

    Args:
        video: H.264 or H.265 in anything PyAV reads.
        user, password: asks for Basic authentication where a user is given.
        speed: how much faster than real time.
    """

    def __init__(self, video: Path, *, user: str = "", password: str = "", speed: float = 1.0) -> None:
        self.switches = Switches(speed=speed)
        self.served = Served()
        self.port = 0
        self._clip = load_clip(video)
        self._user, self._password = user, password
        self._clients: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._ready = Event()
        self._stopped = asyncio.Event()
        self._thread = Thread(target=self._run, name="rtsp server")

    @property
    def url(self) -> str:
        """Where the stream is, with the right credentials."""
        return self.url_as(self._user, self._password)

    def url_as(self, user: str, password: str, path: str = PATH) -> str:
        """Where the stream is, with other credentials or another path."""
        credentials = f"{user}:{password}@" if user else ""
        return f"rtsp://{credentials}127.0.0.1:{self.port}{path}"

    def drop(self) -> None:
        """Break all connections off, as a pulled cable behind a router does."""
        self._to_all(lambda client: client.transport.abort())

    def hang_up(self) -> None:
        """Close all connections without a word."""
        self._to_all(asyncio.StreamWriter.close)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join()

    def _to_all(self, act: Callable[[asyncio.StreamWriter], None]) -> None:
        for client in tuple(self._clients):
            self._loop.call_soon_threadsafe(act, client)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._meet, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stopped.wait()
        server.close()
        for client in self._clients:
            client.transport.abort()
        await asyncio.gather(*(task for task in asyncio.all_tasks() if task is not asyncio.current_task()))

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._clients.add(writer)
        play: asyncio.Task[None] | None = None
        try:
            while request := await read_request(reader):
                writer.write(self._answer(request).encode())
                await writer.drain()
                if request.method == "PLAY":
                    play = asyncio.create_task(self._play(writer))
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            if play:
                play.cancel()
            self._clients.discard(writer)
            writer.close()

    def _answer(self, request: Request) -> str:
        status, headers, body = self._judge(request)
        cseq = request.headers.get("cseq", "0")
        lines = [f"RTSP/1.0 {status} {REASONS[status]}", f"CSeq: {cseq}", *headers, f"Content-Length: {len(body)}"]
        return "\r\n".join(lines) + "\r\n\r\n" + body

    def _judge(self, request: Request) -> tuple[int, list[str], str]:
        match request.method:
            case "OPTIONS":
                return 200, ["Public: OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN"], ""
            case "DESCRIBE":
                return self._describe(request)
            case "SETUP" if "TCP" not in request.headers.get("transport", ""):
                return 461, [], ""
            case "SETUP":
                self.served.set_up.append(request.url.rsplit("/", 1)[-1])
                return 200, [f"Transport: {request.headers['transport']}", "Session: 1;timeout=60"], ""
            case _:
                return 200, ["Session: 1"], ""

    def _describe(self, request: Request) -> tuple[int, list[str], str]:
        self.served.describes += 1
        if self.switches.refuse:
            return self.switches.refuse, [], ""
        if self._user and request.headers.get("authorization") != self._expected():
            return 401, ['WWW-Authenticate: Basic realm="test camera"'], ""
        if not request.url.endswith(PATH):
            return 404, [], ""
        return 200, ["Content-Type: application/sdp", f"Content-Base: {request.url}/"], describe(self._clip)

    def _expected(self) -> str:
        return "Basic " + b64encode(f"{self._user}:{self._password}".encode()).decode()

    async def _play(self, writer: asyncio.StreamWriter) -> None:
        self.served.plays += 1
        self.served.playing += 1
        self.served.most_playing = max(self.served.playing, self.served.most_playing)
        try:
            await send(self._clip, writer, self.switches)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self.served.playing -= 1


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """The next request; interleaved RTCP is passed over. None at the end."""
    while (first := await reader.read(1)) == b"$":
        head = await reader.readexactly(3)
        await reader.readexactly(int.from_bytes(head[1:]))
    if not first:
        return None
    lines = (first + await reader.readuntil(b"\r\n\r\n")).decode().splitlines()
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    await reader.readexactly(int(headers.get("content-length", "0")))
    method, url, _ = lines[0].split(" ", 2)
    return Request(method, url, headers)


async def send(clip: Clip, writer: asyncio.StreamWriter, switches: Switches) -> None:
    """Send the clip round after round, at its own pace."""
    packetizer = Packetizer(clip.codec)
    chance = random.Random(0)
    clock = asyncio.get_running_loop().time
    due, round_s = clock(), 0.0
    while True:
        last_s = 0.0
        for unit in clip.units:
            due += (unit.sent_s - last_s) / switches.speed
            last_s = unit.sent_s
            await asyncio.sleep(max(0.0, due - clock()))
            packets = [
                p for p in packetizer.packets(unit.nals, round_s + unit.shown_s) if chance.random() >= switches.loss
            ]
            if not switches.stalled:
                writer.write(b"".join(b"$\x00" + len(packet).to_bytes(2) + packet for packet in packets))
                await writer.drain()
        due += (clip.duration_s - last_s) / switches.speed
        round_s += clip.duration_s
