"""How far somebody was watched who is only to be watched in some hours of the day.

What was watched outside these hours does not make up for what was missed within them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cases.scores import Watched
from cases.working_time import window

Hours = tuple[str, str] | None
"""Local (opens, closes) as "HH:MM"; may pass midnight; None is always."""
Stretch = tuple[datetime, datetime]
"""From a moment up to another one."""

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class Seen(NamedTuple):
    """Seconds that were watched, and of these with staff in view."""

    watched_s: float
    staffed_s: float


NOTHING_SEEN = Seen(0.0, 0.0)


def stretches(hours: Iterable[Hours], zone: ZoneInfo, begin: datetime, until: datetime) -> tuple[Stretch, ...]:
    """The times within begin to until in which at least one of these hours is open, joined, in order."""
    wanted = frozenset(hours)
    if until <= begin or not wanted:
        return ()
    if None in wanted:
        return ((begin, until),)
    first, last = begin.astimezone(zone).date() - DAY, until.astimezone(zone).date()
    days = [first + n * DAY for n in range((last - first).days + 1)]
    found = sorted(window(day, one, zone) for day in days for one in wanted if one is not None)
    return tuple(joined(_cut(found, begin, until)))


def per_hour(stretches: Iterable[Stretch]) -> dict[datetime, float]:
    """Open seconds by the hour (UTC) they fall into."""
    found: defaultdict[datetime, float] = defaultdict(float)
    for begin, end in stretches:
        hour = begin.replace(minute=0, second=0, microsecond=0)
        while hour < end:
            found[hour] += (min(end, hour + HOUR) - max(begin, hour)).total_seconds()
            hour += HOUR
    return found


def watched(seen: Mapping[datetime, Seen], scheduled: Mapping[datetime, float]) -> Watched:
    """What was seen by the hour (UTC), as far as it fell into the scheduled seconds of each."""
    both = [(seen.get(hour, NOTHING_SEEN), most) for hour, most in scheduled.items()]
    return Watched(
        scheduled_s=sum(scheduled.values()),
        watched_s=sum(min(one.watched_s, most) for one, most in both),
        staffed_s=sum(min(one.staffed_s, most) for one, most in both),
    )


def together(parts: Iterable[Watched]) -> Watched:
    """Several cameras as one."""
    known = tuple(parts)
    return Watched(
        sum(one.scheduled_s for one in known), sum(one.watched_s for one in known), sum(one.staffed_s for one in known)
    )


def joined(found: Iterable[Stretch]) -> list[Stretch]:
    """What overlaps or touches as one; in order of beginning."""
    made: list[Stretch] = []
    for begin, end in found:
        if made and begin <= made[-1][1]:
            made[-1] = made[-1][0], max(made[-1][1], end)
        else:
            made.append((begin, end))
    return made


def shared_s(ones: Sequence[Stretch], others: Sequence[Stretch]) -> float:
    """Seconds that two lists have in common; each in order and without overlaps."""
    total, at, beside = 0.0, 0, 0
    while at < len(ones) and beside < len(others):
        begin, end = max(ones[at][0], others[beside][0]), min(ones[at][1], others[beside][1])
        total += max((end - begin).total_seconds(), 0.0)
        if ones[at][1] < others[beside][1]:
            at += 1
        else:
            beside += 1
    return total


def _cut(found: Iterable[Stretch], begin: datetime, until: datetime) -> Iterable[Stretch]:
    cut = ((max(a, begin), min(b, until)) for a, b in found)
    return (one for one in cut if one[0] < one[1])
