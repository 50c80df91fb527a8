"""The strip of looks: what decided it, one tile a look, oldest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from api.pages.parts.strip import judgement_of, look_picture
from api.pages.parts.viewer import Shot
from api.pages.shell.markup import Html, h
from api.pages.shell.say import said, say
from api.pages.shell.words import answer_word, clock, percent, word
from records.violation_rows import Crop, EvidenceRow, LookRow, ViolationDetail
from vision.facts import Answer, Judgement


def looks_strip(detail: ViolationDetail, attribute: str | None, shots: Sequence[Shot], zone: ZoneInfo) -> Html:
    """A tile per look; one whose moment was kept whole leads to that picture."""
    if not detail.looks:
        return Html("")
    kept, crops = {shot.row.frame: number for number, shot in enumerate(shots)}, detail.crops()
    tiles = (_tile(look, attribute, crops.get(look.id), kept.get(look.frame), zone) for look in detail.looks)
    head = h("h2", say("依据的观察", "The looks that decided"), h("small", str(len(detail.looks))))
    return h("section", head, h("ol", *tiles, tabindex="0"), class_="strip-of-looks")


def strips_of(detail: ViolationDetail) -> tuple[EvidenceRow, ...]:
    """The files whose squares the tiles show."""
    shown = {crop.evidence for crop in detail.crops().values()}
    return tuple(row for row in detail.evidence if row.id in shown)


def _tile(look: LookRow, attribute: str | None, crop: Crop | None, number: int | None, zone: ZoneInfo) -> Html:
    judgement = None if attribute is None else judgement_of(look, attribute)
    picture = h("span", class_="blank", aria_hidden="true") if crop is None else look_picture(crop)
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
