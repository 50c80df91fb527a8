"""Looks of the demo's last two hours, so that a rule can be tried on something: made up, as all of it.

Whoever works there wears everything; a few times an hour somebody takes the hat off, for less than the eight seconds
that a violation takes. So nothing was flagged, and something would be if six were enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import NamedTuple
from uuid import UUID, uuid5

from sunkitchen.config import Config
from sunkitchen.store import Store, kept_looks
from sunkitchen.wiring import Post, posts
from vision.facts import HEAD, Answer, Box, Judgement, Look, Track, Zone
from vision.sighting import Sighting

PEOPLE = UUID("7d0f6a52-2b61-5c0e-9d57-0a4c51b7e1aa")
SPAN = timedelta(hours=2)
WIDTH, HEIGHT, HEAD_PX = 1280, 720, 60
CALM_S, CLOSE_S = 4.0, 0.5
"""Between two looks: while nothing happens, and while somebody is being judged."""
BEFORE_S, AFTER_S = 6.0, 8.0
"""How long the hat is seen on before it comes off, and after it is on again."""
BARE_S = (4.0, 5.0, 6.5, 7.0)
EVERY = timedelta(minutes=15)


class Moment(NamedTuple):
    """Of one person: when, since when in view, and whether bare-headed."""

    at: datetime
    since: datetime
    bare: bool


def keep_hours(store: Store, config: Config, now: datetime) -> None:
    """Keep them for each camera of which there is nothing of the last hour, up to now; where it is closed by now, those
    before it closed, too. What cannot be kept is left out, as in a box.
    """
    kept = kept_looks(config, store)
    for post in posts(config):
        log = kept.log()
        if log is None or next(kept.read(post.camera.id, now - timedelta(hours=1), now), None) is not None:
            continue
        for until in sorted({_last_open(post, now), now}):
            for sighting in _sightings(post, until):
                log.saw(sighting)


def _last_open(post: Post, now: datetime) -> datetime:
    """When it was open last: now, or when it closed; the demo's places open and close within a day."""
    hours = post.zones[0].schedule
    if hours is None:
        return now
    opens, closes = (time.fromisoformat(text) for text in hours)
    here = now.astimezone(post.site.zone_info)
    day = here.date() if here.time() >= opens else here.date() - timedelta(days=1)
    return min(now, datetime.combine(day, closes, post.site.zone_info).astimezone(UTC))


def _sightings(post: Post, until: datetime) -> Iterator[Sighting]:
    began, zone = _whole(until - SPAN), post.zones[0]
    for number, moment in enumerate(_moments(post.camera.id, began, until)):
        pts_s = (moment.at - began).total_seconds()
        look = _look(post.camera.id, zone, moment, number, pts_s)
        yield Sighting(post.camera.id, moment.at, number, pts_s, WIDTH, HEIGHT, (look,), number == 0)


def _moments(camera: str, began: datetime, until: datetime) -> Iterator[Moment]:
    dice, at = Random(camera), began
    while at < until:
        calm_until = at + EVERY - timedelta(seconds=dice.randrange(30, 300))
        since = at
        while at < min(calm_until, until):
            yield Moment(at, since, bare=False)
            at += timedelta(seconds=CALM_S)
        came, bare_s = at, dice.choice(BARE_S)
        while at < min(came + timedelta(seconds=BEFORE_S + bare_s + AFTER_S), until):
            seen_s = (at - came).total_seconds()
            yield Moment(at, came, bare=BEFORE_S <= seen_s < BEFORE_S + bare_s)
            at += timedelta(seconds=CLOSE_S)


def _look(camera: str, zone: Zone, moment: Moment, number: int, pts_s: float) -> Look:
    x, y = (sum(side) / len(zone.polygon) for side in zip(*zone.polygon, strict=True))
    left, top = x * WIDTH, y * HEIGHT
    name = uuid5(PEOPLE, f"{camera} {moment.since.isoformat()}")
    track = Track(name, HEAD, Box(left, top, left + HEAD_PX, top + HEAD_PX), moment.since, moment.at)
    sure = 0.82 + 0.01 * (number % 16)
    hat = Judgement("hat", Answer.NOT_WORN if moment.bare else Answer.WORN, sure)
    judged = (hat, Judgement("mask", Answer.WORN, sure))
    return Look(camera, track, moment.at, number, pts_s, (zone.id,), judged, 60.0)


def _whole(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(second=0, microsecond=0)
