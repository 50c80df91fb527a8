"""The strip of looks: what was seen when, how sure, and a small picture of each. Pages with it load `strip.css`."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from api.evidence.schemas import evidence_url
from api.pages.shell.markup import Html, h
from api.pages.shell.say import said as named
from api.pages.shell.say import say
from api.pages.shell.words import answer_word, attribute_label, clock, percent, word
from records.violation_rows import Crop, LookRow, ViolationDetail
from vision.facts import Answer, Judgement


def attributes_of(looks: Sequence[LookRow], first: str | None) -> tuple[str, ...]:
    """What was judged, the attribute the code is about first."""
    found = {j.attribute for look in looks for j in look.judgements}
    return tuple(sorted(found, key=lambda name: (name != first, name)))


def look_strip(detail: ViolationDetail, attribute: str | None, zone: ZoneInfo) -> Html:
    """The looks of which there is a picture, oldest first, each with its time and what it says of the attribute; empty
    where none has one.
    """
    crops = detail.crops()
    figures = [_figure(look, crops[look.id], attribute, zone) for look in detail.looks if look.id in crops]
    label = "逐次观察的小图 A picture of each look"
    return h("ol", *figures, class_="lookstrip", tabindex="0", aria_label=label) if figures else Html("")


def look_picture(crop: Crop) -> Html:
    """The picture of a look: a square of the strip's one file, as large as `--cell` says (96 px without). It says
    nothing to a screen reader: what was seen stands beside it.
    """
    style = f"background-image:url({evidence_url(crop.evidence)});--at:{crop.number};--of:{crop.cells}"
    return h("span", class_="lookcrop", style=style, aria_hidden="true")


def strip_table(looks: Sequence[LookRow], attributes: Sequence[str], zone: ZoneInfo) -> Html:
    """One row a look, oldest first."""
    heads = [named(attribute_label(name)) for name in attributes]
    columns = (say("时间", "Time"), *heads, say("清晰度", "Sharpness"), say("帧", "Frame"))
    head = h("tr", *(h("th", column) for column in columns))
    rows = (_row(look, attributes, zone) for look in looks)
    return h("div", h("table", h("thead", head), h("tbody", *rows), class_="strip"), tabindex="0", class_="scroll")


def answer_chip(judgement: Judgement | None) -> Html:
    """The answer with its score, or why one cannot tell."""
    if judgement is None:
        return h("span", "–", class_="soft")
    told = answer_word(judgement.attribute, judgement.answer)
    looks = f"chip answer {judgement.answer}"
    if judgement.answer is Answer.CANNOT_TELL:
        why = "" if judgement.reason is None else f" · {word(judgement.reason).en}"
        return h("span", say(said(judgement), f"{told.en}{why}"), class_=looks)
    chip = h("span", named(told), class_=looks)
    return h("span", chip, h("span", percent(judgement.score), class_="num"), class_="judged")


def _figure(look: LookRow, crop: Crop, attribute: str | None, zone: ZoneInfo) -> Html:
    judgement = None if attribute is None else judgement_of(look, attribute)
    answer = "none" if judgement is None else judgement.answer
    chip = () if judgement is None else (answer_chip(judgement),)
    return h("li", look_picture(crop), *chip, h("time", clock(look.at, zone)), class_=f"look {answer}")


def _row(look: LookRow, attributes: Sequence[str], zone: ZoneInfo) -> Html:
    return h(
        "tr",
        h("td", h("time", clock(look.at, zone))),
        *(h("td", answer_chip(judgement_of(look, name))) for name in attributes),
        h("td", f"{look.sharpness:.0f}", class_="num"),
        h("td", str(look.frame), class_="num"),
    )


def judgement_of(look: LookRow, attribute: str) -> Judgement | None:
    """What the look says of the attribute; None where nobody judged it."""
    return next((j for j in look.judgements if j.attribute == attribute), None)


def said(judgement: Judgement) -> str:
    """The answer in words with its score; or why one cannot tell, for a score of not knowing would be misread."""
    told = answer_word(judgement.attribute, judgement.answer).zh
    if judgement.answer is not Answer.CANNOT_TELL:
        return f"{told} {percent(judgement.score)}"
    return told if judgement.reason is None else f"{told} · {word(judgement.reason).zh}"
