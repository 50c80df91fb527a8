"""The list: a row for each violation, newest first; older ones are another address."""

from __future__ import annotations

from dataclasses import replace

from api.context import Label, Names
from api.evidence.part import focus, served
from api.evidence.schemas import thumbnail_url
from api.pages.history.choice import Choice
from api.pages.history.form import LEVEL_WORDS
from api.pages.shell.markup import Html, h, join
from api.pages.shell.places import Places
from api.pages.shell.say import said, say
from api.pages.shell.words import percent, word
from records.tallies import Standing, standing_of
from records.violation_rows import Page, ViolationRow
from vision.facts import Phase, Severity

HEADS = (
    Label("画面", "picture"), Label("时间", "when"), Label("事项", "what"), Label("摊位", "who"),
    Label("状态", "state"), Label("层级", "level"), Label("再现", "repeats"), Label("观察", "observed"),
)  # fmt: skip


def listing(page: Page, choice: Choice, names: Names, places: Places) -> Html:
    """A page of the list, and the way to the older ones."""
    head = h("thead", h("tr", *(h("th", said(one), scope="col") for one in HEADS)))
    rows = h("tbody", *(_row(row, names, places) for row in page.items))
    table = h("div", h("table", head, rows, class_="found"), class_="panel list-of")
    return join(table, _older(page, choice))


def _older(page: Page, choice: Choice) -> Html:
    newest = h("a", say("回到最新", "Newest"), href=replace(choice, after=None).address, class_="btn")
    older = "" if page.next is None else replace(choice, after=page.next).address
    links = (
        newest if choice.after is not None else Html(""),
        h("a", say("更早的", "Older"), href=older, class_="btn older", rel="next") if older else Html(""),
    )
    end = h("span", say("到此为止", "That was all"), class_="soft") if not older else Html("")
    return h("nav", *links, end, class_="pages", aria_label="翻页 Pages")


def _row(row: ViolationRow, names: Names, places: Places) -> Html:
    href = f"/violations/{row.id}"
    tone = Severity.ADV if row.advisory else row.severity
    what = h("a", said(names.code(row.code)), href=href, class_="what")
    return h(
        "tr",
        h("td", h("a", _thumbnail(row), href=href, tabindex="-1", aria_hidden="true"), class_="thumb"),
        h("td", h("time", _when(row, places), datetime=row.opened_at.isoformat()), class_="at"),
        h("td", h("i", class_=f"dot sev-{tone}"), what, h("small", f"{row.severity}"), class_="kind-of"),
        h("td", h("b", places.stall(row)), h("small", row.camera_name), class_="who-of"),
        h("td", state_of(row), class_="state-of"),
        h("td", *_level(row), class_="level-of"),
        h("td", str(row.repeats) if row.repeats else "", class_="n repeats-of"),
        h("td", _observed(row), class_="n seen-of"),
        class_=f"sev-{tone}",
    )


def state_of(row: ViolationRow) -> Html:
    """Where it stands; what only advises says so besides."""
    standing = standing_of(row.state, advisory=row.advisory)
    looks = f"chip stands {standing}"
    advised = h("span", say("仅提示", "advisory"), class_="chip stands advisory") if row.advisory else Html("")
    going = Html("") if row.phase is Phase.ENDED else h("span", said(word(row.phase)), class_="chip open")
    return join(h("span", said(word(row.state)), class_=looks), advised, going)


def _level(row: ViolationRow) -> tuple[Html, ...]:
    if standing_of(row.state, advisory=row.advisory) is Standing.ADVISORY:
        return (h("span", "—", class_="soft"),)
    label = LEVEL_WORDS.get(row.level, Label(str(row.level), str(row.level)))
    return (h("span", said(label), class_=f"chip level-{row.level}"),)


def _observed(row: ViolationRow) -> Html:
    if not row.assessable_s:
        return Html("")
    return say(f"{row.counted_s:.1f} 秒 · {percent(row.score)}", f"{row.counted_s:.1f} s · {percent(row.score)}")


def _when(row: ViolationRow, places: Places) -> str:
    return f"{row.opened_at.astimezone(places.zone_info(row.site)):%Y-%m-%d %H:%M:%S}"


def _thumbnail(row: ViolationRow) -> Html:
    if row.picture is None:
        return h("span", say("无图", "none"), class_="none")
    style = f"object-position:{focus(served(row.picture))}"
    return h("img", src=thumbnail_url(row.picture.id), alt="", loading="lazy", decoding="async", style=style)
