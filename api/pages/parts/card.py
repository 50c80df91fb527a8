"""One flagged snapshot in the list."""

from __future__ import annotations

from api.context import Label, Names
from api.evidence.part import focus, served
from api.evidence.schemas import thumbnail_url
from api.pages.shell.markup import Html, h, join
from api.pages.shell.places import Places
from api.pages.shell.say import said, say
from api.pages.shell.words import local, percent, seconds, why_advisory, word
from records.violation_rows import ViolationRow
from vision.facts import Phase, Severity


def card(row: ViolationRow, names: Names, places: Places) -> Html:
    """Picture, what, who, where, when, how long and how sure; leads to the whole explanation."""
    zone = places.zone_info(row.site)
    text = h(
        "div",
        title(names.code(row.code), "div"),
        h("div", places.stall(row), class_="who"),
        h("div", said(names.zone(row.zone_kind)), f" · {row.camera_name}", class_="soft"),
        h("div", said(why_advisory(row.severity)), class_="advised") if row.advisory else Html(""),
        h(
            "div",
            h("time", local(row.opened_at, zone)),
            h(
                "span",
                say(
                    f"{seconds(row.counted_s)} · {percent(row.score)}", f"{row.counted_s:.1f} s · {percent(row.score)}"
                ),
                title="观察到的秒数与平均把握 seconds seen, score",
            ),
            class_="foot",
        ),
        class_="text",
    )
    tone = Severity.ADV if row.advisory else row.severity
    return h("a", _picture(row), text, href=f"/violations/{row.id}", class_=f"card sev-{tone}")


def title(name: Label, tag: str) -> Html:
    """A name, in the language that is read."""
    return h(tag, said(name), class_="title")


def weight_chip(row: ViolationRow) -> Html:
    """How urgent it is; what only advises says so instead."""
    severity = Severity.ADV if row.advisory else row.severity
    words = said(word(severity))
    return h("span", words if row.advisory else join(Html(f"{severity} "), words), class_=f"chip sev sev-{severity}")


def phase_chip(row: ViolationRow) -> Html:
    """Whether it still goes on, and how often it came back."""
    times = say(f" · 再现 {row.repeats} 次", f" · back {row.repeats}×") if row.repeats else Html("")
    state = "over" if row.phase is Phase.ENDED else "open"
    return h("span", said(word(row.phase)), times, class_=f"chip phase {state}")


def _picture(row: ViolationRow) -> Html:
    shown = (
        h("span", say("无图", "no picture"), class_="none")
        if row.picture is None
        else h(
            "img",
            src=thumbnail_url(row.picture.id),
            alt="",
            loading="lazy",
            decoding="async",
            style=f"object-position:{focus(served(row.picture))}",
        )
    )
    return h("div", shown, weight_chip(row), phase_chip(row), class_="picture")
