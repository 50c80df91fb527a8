"""Shares as bars: the share, within what it may be, and the numbers in words."""

from __future__ import annotations

from api.pages.shell.markup import Html, h
from api.pages.shell.words import percent
from vision.wilson import Interval, ratio, wilson


def share_bar(hits: int, n: int, looks: str = "") -> Html:
    """`87 %` with a bar for its Wilson 95 % interval and a mark for itself; a dash where there is nothing."""
    share, bounds = ratio(hits, n), wilson(hits, n)
    if share is None or bounds is None:
        return h("span", "–", class_="soft")
    words = f"{percent(share)} ({percent(bounds[0])}–{percent(bounds[1])}), {hits} / {n}"
    return h(
        "span",
        _band(share, bounds),
        h("b", percent(share)),
        h("small", f"{percent(bounds[0])}–{percent(bounds[1])}"),
        class_=f"share {looks}".strip(),
        title=words,
    )


def _band(share: float, bounds: Interval) -> Html:
    low, high = bounds
    inner = h("i", style=f"left:{low * 100:.1f}%;width:{(high - low) * 100:.1f}%")
    return h("span", inner, h("u", style=f"left:{share * 100:.1f}%"), class_="band", aria_hidden="true")


def part_bar(part: int, whole: int) -> Html:
    """How much of a whole something is, as a plain bar."""
    width = 100 * part / whole if whole else 0.0
    return h("span", h("i", style=f"width:{width:.1f}%"), class_="part", aria_hidden="true")
