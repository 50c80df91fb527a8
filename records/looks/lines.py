"""Sightings as lines of JSON: one a frame, and before it one for each name and track that was not told before.

    ["b", first, camera, width, height]   what follows begins here, with names and tracks of its own
    ["n", text]                           a name: label, zone, attribute; numbered from 0
    ["t", id, label, first_seen]          a track, numbered from 0; label by its number
    ["s", at, frame, pts_s, [look...]]    a sighting; times in whole microseconds since 1970
    look: [track, x0, y0, x1, y1, sharpness, [zone...], [rte zone...], [[attribute, answer, score, reason or ""]...]]

Boxes and sharpness are rounded to tenths, scores to four digits; everything else comes back as it went.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from vision.facts import Answer, Box, Judgement, Look, Reason, Track
from vision.sighting import Sighting

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Writer:
    """Writes sightings of one camera; begins anew whenever the file does, or the frame's size changes."""

    def __init__(self) -> None:
        self._names: dict[str, int] = {}
        self._tracks: dict[UUID, int] = {}
        self._size: tuple[int, int] | None = None

    def restart(self) -> None:
        """What was told before is in another file."""
        self._size = None

    def lines(self, sighting: Sighting) -> str:
        """Whole lines, the last one the sighting."""
        told: list[list[Any]] = []
        size = sighting.width, sighting.height
        if sighting.first or size != self._size:
            self._names, self._tracks, self._size = {}, {}, size
            told.append(["b", sighting.first, sighting.camera, *size])
        looks = [self._look(look, told) for look in sighting.looks]
        told.append(["s", _micros(sighting.at), sighting.frame, round(sighting.pts_s, 6), looks])
        return "".join(f"{json.dumps(line, ensure_ascii=False, separators=(',', ':'))}\n" for line in told)

    def _look(self, look: Look, told: list[list[Any]]) -> list[Any]:
        judged = [
            [self._name(j.attribute, told), self._name(j.answer, told), round(j.score, 4), self._reason(j, told)]
            for j in look.judgements
        ]
        zones, rte_zones = ([self._name(zone, told) for zone in some] for some in (look.zones, look.rte_zones))
        sides = [round(side, 1) for side in look.track.box]
        return [self._track(look.track, told), *sides, round(look.sharpness, 1), zones, rte_zones, judged]

    def _reason(self, judgement: Judgement, told: list[list[Any]]) -> int | None:
        return None if judgement.reason is None else self._name(judgement.reason, told)

    def _name(self, text: str, told: list[list[Any]]) -> int:
        if text not in self._names:
            self._names[text] = len(self._names)
            told.append(["n", str(text)])
        return self._names[text]

    def _track(self, track: Track, told: list[list[Any]]) -> int:
        if track.id not in self._tracks:
            label = self._name(track.label, told)
            self._tracks[track.id] = len(self._tracks)
            told.append(["t", str(track.id), label, _micros(track.first_seen)])
        return self._tracks[track.id]


@dataclass(slots=True)
class _Known:
    """What the lines before say."""

    first: bool
    camera: str
    width: int
    height: int
    names: list[str] = field(default_factory=list)
    tracks: list[tuple[UUID, str, datetime]] = field(default_factory=list)

    def sighting(self, at: int, frame: int, pts_s: float, looks: Sequence[Sequence[Any]]) -> Sighting:
        """The next one; only the one after a beginning is the first."""
        time = _time(at)
        read = tuple(self._look(look, time, frame, pts_s) for look in looks)
        sighting = Sighting(self.camera, time, frame, pts_s, self.width, self.height, read, self.first)
        self.first = False
        return sighting

    def _look(self, written: Sequence[Any], at: datetime, frame: int, pts_s: float) -> Look:
        number, x0, y0, x1, y1, sharpness, zones, rte_zones, judged = written
        name, label, first_seen = self.tracks[number]
        return Look(
            camera=self.camera,
            track=Track(name, label, Box(x0, y0, x1, y1), first_seen, at),
            at=at,
            frame=frame,
            pts_s=pts_s,
            zones=tuple(self.names[zone] for zone in zones),
            judgements=tuple(self._judgement(*one) for one in judged),
            sharpness=sharpness,
            rte_zones=tuple(self.names[zone] for zone in rte_zones),
        )

    def _judgement(self, attribute: int, answer: int, score: float, reason: int | None) -> Judgement:
        why = None if reason is None else Reason(self.names[reason])
        return Judgement(self.names[attribute], Answer(self.names[answer]), score, why)


def read_lines(lines: Iterable[str]) -> Iterator[Sighting]:
    """What Writer wrote. What a crash cut off, or nobody can read, is passed over, with whatever hangs on it."""
    known: _Known | None = None
    for line in lines:
        try:
            kind, *rest = json.loads(line)
            if kind == "b":
                known = _Known(*rest)
            elif known is not None and kind == "n":
                known.names.append(*rest)
            elif known is not None and kind == "t":
                known.tracks.append((UUID(rest[0]), known.names[rest[1]], _time(rest[2])))
            elif known is not None and kind == "s":
                yield known.sighting(*rest)
        except (ValueError, TypeError, IndexError, KeyError, OverflowError):
            known = None


def _micros(at: datetime) -> int:
    return (at - EPOCH) // MICROSECOND


def _time(micros: int) -> datetime:
    return EPOCH + micros * MICROSECOND
