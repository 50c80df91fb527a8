"""How long something lasted, or how long ago it was, in both languages."""

from __future__ import annotations

from api.pages.shell.markup import Html
from api.pages.shell.say import say
from api.pages.shell.words import span

DAY_S = 86_400
HOUR_S = 3_600
FRESH_S = 5


def lasted(value_s: float) -> Html:
    """`3小时20分` and `3 h 20 min`."""
    return say(span(value_s), _english(value_s))


def ago(value_s: float) -> Html:
    """`刚刚`, `12秒前`; a clock that runs ahead is no news from the future."""
    if value_s < FRESH_S:
        return say("刚刚", "just now")
    return say(f"{span(value_s)}前", f"{_english(value_s)} ago")


def _english(value_s: float) -> str:
    whole = round(value_s)
    if whole >= 2 * DAY_S:
        return f"{whole // DAY_S} d {whole % DAY_S // HOUR_S} h"
    if whole >= HOUR_S:
        return f"{whole // HOUR_S} h {whole % HOUR_S // 60} min"
    return f"{whole // 60} min {whole % 60} s" if whole >= 60 else f"{whole} s"
