"""What clips are cut from: the camera's packets, or, where a source has none, the pictures that were looked at."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from vision.clip import HeadsAt
from vision.facts import Point, ShownHead
from vision.filming import encode, film
from vision.frames import Frame, Image
from vision.pixels import decode_jpeg, encode_jpeg
from vision.tape import HISTORY_S, Cut, Tape

REMEMBERED_S = 60.0
"""How long a look's heads are known: longer than any clip that the tape's bytes allow is worth."""
SAME_S = 1.0
"""A recording that is played again has the same ticks again, but not within a second."""


@dataclass(frozen=True, slots=True)
class Reel:
    """A finished film; sizes in px, `looks` and `copied` as of vision.clip.Clip."""

    video: bytes
    width: int
    height: int
    copied: bool
    looks: tuple[HeadsAt, ...]


@dataclass(frozen=True, slots=True)
class Shot:
    """What a clip is made of, from when to when by the source's clock, seconds; `make` may take its time.

    It gives None where no picture comes of it.
    """

    begins_s: float
    ends_s: float
    make: Callable[[], Reel | None]


class Roll(Protocol):
    """Remembers the last seconds of a source, bounded in bytes."""

    def saw(self, frame: Frame, image: Image, heads: tuple[ShownHead, ...]) -> None:
        """A frame was looked at: its picture, privacy areas black, and the heads on it."""
        ...

    def want(self, since_s: float | None) -> None:
        """Keep what came since then until further notice; None: nothing in particular."""
        ...

    def shot(self, begins_s: float, around_s: float, ends_s: float) -> Shot | None:
        """What there is between two times, and runs through the one between them; None where nothing is."""
        ...


@dataclass(frozen=True, slots=True)
class Seen:
    """A frame that was looked at: when, by the source's clock and by the stream's, and the heads on it."""

    at_s: float
    ticks: int
    heads: tuple[ShownHead, ...]


class PacketRoll:
    """The packets of a tape, and which of its pictures were looked at.

    Args:
        hidden: 0-1 polygons that are painted over before anything is kept.
    """

    def __init__(self, tape: Tape, hidden: Sequence[Sequence[Point]]) -> None:
        self._tape = tape
        self._hidden = hidden
        self._seen: deque[Seen] = deque()

    def saw(self, frame: Frame, image: Image, heads: tuple[ShownHead, ...]) -> None:  # noqa: ARG002 - packets hold it
        """As of Roll."""
        if frame.ticks is not None:
            self._seen.append(Seen(frame.pts_s, frame.ticks, heads))
        while self._seen and self._seen[0].at_s < frame.pts_s - REMEMBERED_S:
            self._seen.popleft()

    def want(self, since_s: float | None) -> None:
        """As of Roll."""
        self._tape.want(since_s)

    def shot(self, begins_s: float, around_s: float, ends_s: float) -> Shot | None:
        """As of Roll."""
        cut = self._tape.cut(begins_s, around_s, ends_s)
        if cut is None:
            return None
        return Shot(cut.begins_s, cut.ends_s, partial(_of_packets, cut, self._hidden, self._seen_on(cut)))

    def _seen_on(self, cut: Cut) -> tuple[Seen, ...]:
        begins_s, ends_s = cut.begins_s - SAME_S, cut.ends_s + SAME_S
        near = [seen for seen in self._seen if begins_s <= seen.at_s <= ends_s]
        often = Counter(one.pts if cut.spool.tells_times else one.dts for one in cut.packets)
        return tuple(seen for seen in near if often[seen.ticks] == 1)  # a clock that jumped tells nothing


def _of_packets(cut: Cut, hidden: Sequence[Sequence[Point]], seen: Sequence[Seen]) -> Reel | None:
    made = film(cut, hidden)
    if made is None:
        return None
    looks = tuple(HeadsAt(made.ms(one.ticks), one.heads) for one in seen if one.ticks in made.shown)
    return Reel(made.video, made.width, made.height, made.copied, looks)


@dataclass(frozen=True, slots=True)
class Still:
    """A picture that was looked at, as JPEG, when, and the heads on it."""

    at_s: float
    jpeg: bytes
    heads: tuple[ShownHead, ...]


class StillRoll:
    """The pictures that were looked at, at most so many bytes of them; the oldest go first."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._stills: deque[Still] = deque()
        self._bytes = 0
        self._wanted_s: float | None = None

    def saw(self, frame: Frame, image: Image, heads: tuple[ShownHead, ...]) -> None:
        """As of Roll."""
        still = Still(frame.pts_s, encode_jpeg(image), heads)
        self._stills.append(still)
        self._bytes += len(still.jpeg)
        oldest_s = min(frame.pts_s - HISTORY_S, frame.pts_s if self._wanted_s is None else self._wanted_s)
        while self._stills and (self._bytes > self._most_bytes or self._stills[0].at_s < oldest_s):
            self._bytes -= len(self._stills.popleft().jpeg)

    def want(self, since_s: float | None) -> None:
        """As of Roll."""
        self._wanted_s = since_s

    def shot(self, begins_s: float, around_s: float, ends_s: float) -> Shot | None:
        """As of Roll."""
        stills = tuple(one for one in self._stills if begins_s <= one.at_s <= ends_s)
        if not stills or stills[0].at_s > around_s:
            return None
        return Shot(stills[0].at_s, stills[-1].at_s, partial(_of_stills, stills))


def _of_stills(stills: Sequence[Still]) -> Reel | None:
    """Each is shown until the next; one of another size than the first has no place in a film."""
    images = [(one, decode_jpeg(one.jpeg)) for one in stills]
    height, width = (side - side % 2 for side in images[0][1].shape[:2])
    same = [(one, image) for one, image in images if image.shape == images[0][1].shape]
    times = [round((one.at_s - stills[0].at_s) * 1000) for one, _ in same]
    video = encode((at_ms, image) for at_ms, (_, image) in zip(times, same, strict=True))
    looks = tuple(HeadsAt(at_ms, one.heads) for at_ms, (one, _) in zip(times, same, strict=True))
    return None if video is None else Reel(video, width, height, False, looks)
