"""What can be said of a flag: one key each, and where a reason is asked for, a digit. Written from the offers."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from api.cases.payloads import longest
from api.context import Label, Names
from api.pages.review.queue import tiny
from api.pages.review.reading import Item, Small
from api.pages.shell.markup import Html, h, join
from api.pages.shell.say import said, say
from api.pages.shell.words import local
from cases.offers import Offer
from cases.states import Action, DismissReason
from cases.words import DUES, FIELDS, REASONS, STATES

SPOKEN = Label("已当场口头提醒, 请按规定穿戴。", "Spoken to on the spot: wear what is required.")
KEYS = {Action.CONFIRM: "Y", Action.ADVISE: "Y", Action.DISMISS: "N", Action.MERGE: "M"}
LOOKS = {Action.CONFIRM: "btn yes", Action.ADVISE: "btn yes", Action.DISMISS: "btn no", Action.MERGE: "btn"}
NAMES = {
    Action.CONFIRM: Label("确认违规", "Confirm"),
    Action.ADVISE: Label("提醒后办结", "Advise and close"),
    Action.DISMISS: Label("排除", "Dismiss"),
    Action.MERGE: Label("并入另一案", "Merge"),
}


def verdict(item: Item) -> Html:
    """The clock and the buttons; what stands against a step is said in its place."""
    offers = {offer.action: offer for offer in item.view.offers}
    wanted = (Action.CONFIRM, Action.ADVISE, Action.DISMISS, Action.MERGE)
    buttons = (_button(offers[action], item) for action in wanted if action in offers)
    barred = (_barred(offers[action]) for action in (Action.CONFIRM,) if action in offers and offers[action].against)
    return h("section", _due(item), h("div", *buttons, class_="verdicts"), *barred, _same(item), class_="panel verdict")


def choices(item: Item, names: Names, zone: ZoneInfo) -> Html:
    """What opens under a key: reasons, a statement, other cases."""
    open_ = {offer.action for offer in item.view.offers if offer.is_open}
    made = {Action.DISMISS: _reasons(), Action.ADVISE: _statement(), Action.MERGE: _cases(item, names, zone)}
    return join(*(panel for action, panel in made.items() if action in open_))


def _button(offer: Offer, item: Item) -> Html:
    if offer.action in (Action.CONFIRM, Action.ADVISE) and offer.against:
        return Html("")
    barred = bool(offer.against) or (offer.action is Action.MERGE and not item.others)
    return h(
        "button",
        h("kbd", KEYS[offer.action]),
        said(NAMES[offer.action]),
        type="button",
        class_=LOOKS[offer.action],
        data_do=offer.action,
        disabled="" if barred else None,
    )


def _barred(offer: Offer) -> Html:
    """Why there is no confirming; advice has its own button, and says so itself."""
    when = [h("p", say(f"{bar.when.zh}: {bar.mend.zh}", f"{bar.when.en}: {bar.mend.en}")) for bar in offer.against]
    return h("div", *when, class_="warn against")


def _due(item: Item) -> Html:
    view = item.view
    if not view.dues:
        return Html("")
    due = view.dues[0]
    name = DUES[due.kind]
    clock = h("time", due.at.isoformat(), class_="due", data_due=due.at.isoformat())
    return h("p", say(name.zh, name.en.capitalize()), clock, class_="deadline")


def _same(item: Item) -> Html:
    """Others of the kind, to be settled with this one."""
    if not item.same:
        return Html("")
    zone = item.places.zone_info(item.view.case.site.id)
    every = h(
        "button",
        say(f"还有 {len(item.same)} 条同类", f"{len(item.same)} more of the kind"),
        h("kbd", "X"),
        type="button",
        class_="btn every",
        aria_pressed="false",
    )
    boxes = (_box(small, zone) for small in item.same)
    return h("div", every, h("div", *boxes, class_="alike"), class_="same")


def _box(small: Small, zone: ZoneInfo) -> Html:
    """A tick with its picture: what is ticked was seen."""
    case, at = small.case, local(small.case.lead.opened_at, zone)[11:]
    tick = h(
        "input",
        type="checkbox",
        value=str(case.id),
        data_version=str(case.version),
        data_seen=small.sha256,
        aria_label=at,
    )
    return h("label", tick, tiny(small), h("time", at))


def _reasons() -> Html:
    rows = (_choice(str(number), say(*REASONS[reason]), reason) for number, reason in enumerate(DismissReason, start=1))
    most = str(longest(Action.DISMISS, "note"))
    words = FIELDS["note"]
    note = h("label", say(words.zh, words.en.capitalize()), h("input", name="note", maxlength=most, autocomplete="off"))
    return _panel(Action.DISMISS, Label("为什么排除?", "Why not?"), h("div", *rows, class_="digits"), note)


def _statement() -> Html:
    most = str(longest(Action.ADVISE, "text"))
    words = FIELDS["text"]
    field = h("textarea", SPOKEN.zh, name="text", rows="3", maxlength=most, required="")
    send = h("button", said(NAMES[Action.ADVISE]), h("kbd", "Enter"), type="button", class_="btn yes", data_value="")
    label = h("label", say(words.zh, words.en.capitalize()), field)
    return _panel(Action.ADVISE, Label("提醒了什么?", "What was said?"), label, send)


def _cases(item: Item, names: Names, zone: ZoneInfo) -> Html:
    rows = (_other(number, small, names, zone) for number, small in enumerate(item.others, start=1))
    return _panel(Action.MERGE, Label("并入哪个案件?", "Into which case?"), h("div", *rows, class_="digits"))


def _other(number: int, small: Small, names: Names, zone: ZoneInfo) -> Html:
    case = small.case
    code, state = names.code(case.lead.code), STATES[case.state]
    at = local(case.lead.opened_at, zone)[5:16]
    words = join(tiny(small), h("span", said(code), h("span", say(state.zh, state.en), f" · {at}", class_="soft")))
    return _choice(str(number), words, str(case.id))


def _choice(digit: str, words: Html, value: str) -> Html:
    return h("button", h("kbd", digit), words, type="button", data_digit=digit, data_value=value)


def _panel(action: Action, heading: Label, *content: Html) -> Html:
    close = h("button", "×", type="button", class_="close", aria_label="关闭 Close")
    head = h("h2", said(heading), close)
    return h("section", head, *content, class_="panel choose", data_for=action, hidden="")
