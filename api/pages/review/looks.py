"""The strip of looks: what decided it, one tile a look, oldest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from api.evidence.schemas import evidence_url
from api.pages.parts.strip import judgement_of
from api.pages.parts.viewer import Shot
from api.pages.shell.markup import Html, h
from api.pages.shell.say import said, say
from api.pages.shell.words import answer_word, clock, percent, word
from records.violation_rows import LookRow
from vision.facts import Answer, Box, Judgement

NEAR = 1.7
"""Side of a tile's picture, in longer sides of the head's box."""


def looks_strip(looks: Sequence[LookRow], attribute: str | None, shots: Sequence[Shot], zone: ZoneInfo) -> Html:
    """A tile per look; one whose picture was kept shows the head and leads to that picture."""
    kept = {shot.row.frame: number for number, shot in enumerate(shots)}
    tiles = (_tile(look, attribute, shots, kept, zone) for look in looks)
    head = h("h2", say("依据的观察", "The looks that decided"), h("small", str(len(looks))))
    return h("section", head, h("ol", *tiles, tabindex="0"), class_="strip-of-looks") if looks else Html("")


def _tile(look: LookRow, attribute: str | None, shots: Sequence[Shot], kept: Mapping[int, int], zone: ZoneInfo) -> Html:
    judgement = None if attribute is None else judgement_of(look, attribute)
    number = kept.get(look.frame)
    picture = h("span", class_="blank", aria_hidden="true") if number is None else _near(look, shots[number])
    words = h("span", *_words(judgement), class_=f"told {'' if judgement is None else judgement.answer}")
    at, sharp = clock(look.at, zone)[:8], f"◍ {look.sharpness:.0f}"
    about = h("span", h("time", at), h("span", sharp, class_="sharp"), class_="about")
    if number is None:
        return h("li", picture, words, about)
    return h("li", h("button", picture, words, about, type="button", data_shot=str(number)))


def _words(judgement: Judgement | None) -> Iterator[Html]:
    """The answer, and how sure; or why one could not tell."""
    if judgement is None:
        yield h("span", "–")
    elif judgement.answer is Answer.CANNOT_TELL and judgement.reason is not None:
        yield said(word(judgement.reason))
    else:
        yield said(answer_word(judgement.attribute, judgement.answer))
        yield h("b", percent(judgement.score))


def _near(look: LookRow, shot: Shot) -> Html:
    width, height = shot.size
    picture = h("image", href=evidence_url(shot.row.id), width=str(width), height=str(height))
    view = _square(look.box, shot.size)
    return h("svg", picture, viewBox=view, preserveAspectRatio="xMidYMid slice", aria_hidden="true")


def _square(box: Box, size: tuple[int, int]) -> str:
    side = min(max(box.width, box.height) * NEAR, *size)
    x = min(max((box.x0 + box.x1 - side) / 2, 0.0), size[0] - side)
    y = min(max((box.y0 + box.y1 - side) / 2, 0.0), size[1] - side)
    return f"{x:.1f} {y:.1f} {side:.1f} {side:.1f}"
