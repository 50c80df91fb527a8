"""The queue beside the picture: who waits, since when, and what was settled today."""

from __future__ import annotations

from api.context import Label, Names
from api.evidence.part import focus
from api.evidence.schemas import thumbnail_url
from api.pages.review.reading import Deeds, Small, Waiting, Waits
from api.pages.shell.markup import Html, h, join
from api.pages.shell.places import Places
from api.pages.shell.say import said, say
from api.pages.shell.words import local
from cases.words import ACTIONS, DUES
from vision.facts import Severity

MORE = 50
MOST = 200


def queue_list(waiting: Waiting, names: Names) -> Html:
    """The list as it is now; `data-at` is the time by the box's clock, which is the one that deadlines go by."""
    rows = (_row(waits, names, waiting.places) for waits in waiting.items)
    return h(
        "div",
        h("ol", *rows),
        _rest(waiting),
        h("div", all_done(waiting.done), class_="over", hidden="" if waiting.items else None),
        class_="waiting",
        data_login=waiting.login,
        data_total=str(waiting.total),
        data_at=waiting.at.isoformat(),
        data_done=str(sum(waiting.done.values())),
    )


def all_done(done: Deeds) -> Html:
    """What stands where nothing waits: that it is so, and what was settled today."""
    counted = [
        h("div", h("b", str(count)), said(Label(*ACTIONS[action])), class_="sum") for action, count in done.items()
    ]
    sums = h("div", *counted, class_="sums-today") if counted else Html("")
    words = say("没有待复核的线索; 新的会自己出现。", "No flag waits. New ones appear by themselves.")
    today = h("h2", say("今天都看完了", "All done for today") if counted else say("没有待复核的", "Nothing waits"))
    return join(h("div", "✓", class_="tick", aria_hidden="true"), today, h("p", words), sums)


def tiny(small: Small) -> Html:
    """The picture of a list."""
    if small.picture is None:
        return h("span", say("无图", "no picture"), class_="thumb none")
    at = f"object-position:{focus(small.picture)}"
    picture = h("img", src=thumbnail_url(small.picture.id), alt="", decoding="async", style=at)
    return h("span", picture, class_="thumb")


def place_name(small: Small, places: Places) -> str:
    """Whose stall, or which place."""
    case = small.case
    return places.merchant(case.merchant) or places.site(case.site.id)


def _row(waits: Waits, names: Names, places: Places) -> Html:
    case = waits.view.case
    tone = Severity.ADV if case.lead.advisory else case.lead.severity
    plus = h("span", f"+{len(waits.same)}", class_="chip plus") if waits.same else Html("")
    what = h(
        "span",
        h("b", said(names.code(case.lead.code))),
        h("span", place_name(waits.small, places), class_="where"),
        h("span", due_clock(waits, places), plus, class_="when"),
        class_="what",
    )
    link = h("a", tiny(waits.small), what, href=f"/review?case={case.id}")
    same = " ".join(map(str, waits.same))
    return h("li", link, class_=f"sev-{tone}", data_case=str(case.id), data_version=str(case.version), data_same=same)


def due_clock(waits: Waits, places: Places) -> Html:
    """The nearest deadline, which the page counts down; when it was captured where nothing presses."""
    view = waits.view
    if not view.dues:
        at = local(view.case.lead.opened_at, places.zone_info(view.case.site.id))
        return h("time", at[5:16], class_="soft")
    due = view.dues[0]
    return h("time", due.at.isoformat(), class_="due", data_due=due.at.isoformat(), title=DUES[due.kind].zh)


def _rest(waiting: Waiting) -> Html:
    """How many are not in the list, and a way to see more of them."""
    shown = sum(1 + len(waits.same) for waits in waiting.items)
    left = waiting.total - shown
    if left <= 0:
        return Html("")
    words = say(f"还有 {left} 条较不急的", f"{left} less urgent ones")
    more = min(waiting.size + MORE, MOST)
    return h("button", words, type="button", class_="btn rest", data_size=str(more), disabled=_full(waiting))


def _full(waiting: Waiting) -> str | None:
    return "" if waiting.size >= MOST else None
