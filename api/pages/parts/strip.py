"""The strip of looks: what was seen when, and how sure."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from api.pages.shell.markup import Html, h
from api.pages.shell.words import answer_word, attribute_label, clock, percent, word
from records.violation_rows import LookRow
from vision.facts import Answer, Judgement


def attributes_of(looks: Sequence[LookRow], first: str | None) -> tuple[str, ...]:
    """What was judged, the attribute the code is about first."""
    found = {j.attribute for look in looks for j in look.judgements}
    return tuple(sorted(found, key=lambda name: (name != first, name)))


def strip_table(looks: Sequence[LookRow], attributes: Sequence[str], zone: ZoneInfo) -> Html:
    """One row a look, oldest first."""
    heads = [attribute_label(name) for name in attributes]
    columns = ("时间 Time", *(f"{label.zh} {label.en}" for label in heads), "清晰度 Sharpness", "帧 Frame")
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
        return h("span", said(judgement), class_=looks, title=told.en)
    chip = h("span", told.zh, class_=looks, title=told.en)
    return h("span", chip, h("span", percent(judgement.score), class_="num"), class_="judged")


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
