"""Clocks that count: by when, and how long that is from now, kept up to date by due.js."""

from __future__ import annotations

from datetime import datetime

from api.context import Label
from api.pages.shell.markup import Html, h
from api.pages.shell.say import said

MINUTE, HOUR, DAY = 60, 3600, 86400


def countdown(at: datetime, now: datetime) -> Html:
    """How long is left, or how late it is."""
    left_s = (at - now).total_seconds()
    return h("b", said(left_words(left_s)), data_due=at.isoformat(), class_="due late" if left_s <= 0 else "due")


def time_here(now: datetime) -> Html:
    """Once on a page with clocks: the box's time, for the browser's may be wrong."""
    return h("span", id="now", data_now=now.isoformat(), hidden="")


def left_words(left_s: float) -> Label:
    """`还剩 4分10秒`, `超时 3小时20分`; the same as due.js says."""
    long = _long(abs(round(left_s)))
    return Label(f"还剩 {long.zh}", f"{long.en} left") if left_s > 0 else Label(f"超时 {long.zh}", f"{long.en} late")


def _long(seconds: int) -> Label:
    """Two parts at most, the largest first."""
    if seconds >= 2 * DAY:
        days, hours = seconds // DAY, seconds % DAY // HOUR
        return Label(f"{days}天{hours}小时", f"{days} d {hours} h")
    if seconds >= HOUR:
        hours, minutes = seconds // HOUR, seconds % HOUR // MINUTE
        return Label(f"{hours}小时{minutes}分", f"{hours} h {minutes} min")
    minutes, rest = seconds // MINUTE, seconds % MINUTE
    return Label(f"{minutes}分{rest}秒", f"{minutes} min {rest} s") if minutes else Label(f"{rest}秒", f"{rest} s")
