"""A card per thing: the picture, what is wrong, what to do, by when, and one large button."""

from __future__ import annotations

from api.cases.reading import CaseView
from api.cases.schemas import OfferOut
from api.context import Label, Names
from api.evidence.schemas import evidence_url
from api.pages.parts.clock import countdown
from api.pages.parts.steps import Desk, photo_field, photo_pick, step_form
from api.pages.parts.thumb import thumb
from api.pages.shell.markup import Html, h, join
from api.pages.shell.say import Tongue, pick, said, say
from api.pages.stall.plain import SHOW, STANDS, day_words, last_day, plain
from api.pages.stall.reading import PRESSING, Mine, offer_of
from cases.deadlines import DueKind
from cases.states import Action

DONE = Label("已改正", "put right")
WHY = Label("例如: 那是顾客, 不是我们的人", "such as: it was a customer, none of us")


def todo_card(view: CaseView, mine: Mine, names: Names, who: str, tongue: Tongue) -> Html:
    """Something to be done now."""
    code = plain(view.case.lead.code, names)
    mend = join(say(f"{code.do.zh}, ", f"{code.do.en}, "), said(SHOW))
    do = h("p", said(STANDS[view.case.state]) if view.case.state in PRESSING else mend, class_="do")
    desk = desk_of(view, mine, who, tongue)
    parts = (_head(view, mine, names), do, _by_when(view), _submit(view, desk), appeal(view, desk))
    return h("article", _picture(view, mine, tongue), h("div", *parts, class_="inside"), class_="todo")


def waiting_card(view: CaseView, mine: Mine, names: Names, who: str, tongue: Tongue) -> Html:
    """Something that waits for others."""
    stands = h("p", said(STANDS[view.case.state]) if view.case.state in STANDS else Html(""), class_="do")
    inside = h("div", _head(view, mine, names), stands, appeal(view, desk_of(view, mine, who, tongue)), class_="inside")
    return h("article", thumb(mine.pictures.get(view.case.id), "small"), inside, class_="waiting")


def past_line(view: CaseView, mine: Mine, names: Names, who: str, tongue: Tongue) -> Html:
    """Something that is over, and how it ended."""
    state = view.case.state
    ended = h("span", said(STANDS[state]), class_=f"ended {state}") if state in STANDS else Html("")
    desk = desk_of(view, mine, who, tongue)
    return h("li", h("div", _head(view, mine, names), ended, class_="line"), appeal(view, desk))


def desk_of(view: CaseView, mine: Mine, who: str, tongue: Tongue) -> Desk:
    """What the forms of a case are filled with."""
    seen, zone = mine.seen.get(view.case.id, ()), mine.places.zone_info(view.case.site.id)
    return Desk(view.case, who, tongue, seen, mine.at, zone, mine.places.merchant(view.case.merchant), {})


def appeal(view: CaseView, desk: Desk) -> Html:
    """Saying that it is not right, while that is possible."""
    offer = offer_of(view, Action.APPEAL)
    if offer is None:
        return Html("")
    until = Html("")
    if view.appeal_until is not None:
        day = last_day(view.appeal_until, desk.zone)
        until = h("p", say(f"{day.zh}以前都可以说。", f"You can say so until {day.en}."), class_="soft")
    about = {"data_kind": "text", "required": "", "placeholder": pick(WHY, desk.tongue)}
    why = h("textarea", name="text", rows="3", maxlength="4000", **about)
    form = step_form(
        OfferOut.of(offer),
        desk,
        until,
        h("label", h("span", say("为什么不对?", "Why is it not right?")), why),
        photo_field(photo_pick(say("加照片 (可不加)", "Add a photo (optional)"), "photos", required=False)),
        h("button", say("提交申诉", "Send the appeal"), type="submit", class_="go"),
    )
    return h("details", h("summary", say("我不同意, 要申诉", "I do not agree: appeal")), form, class_="appeal step")


def _submit(view: CaseView, desk: Desk) -> Html:
    offer = offer_of(view, Action.SUBMIT)
    if offer is None:
        return Html("")
    text = pick(DONE, desk.tongue)
    return step_form(
        OfferOut.of(offer),
        desk,
        photo_field(
            photo_pick(say("拍照", "Take a photo"), "photos", required=True, camera=True),
            photo_pick(say("从相册选", "From the album"), "photos", required=True, first=False),
        ),
        h("label", h("span", say("说一句", "In a word")), _line(text)),
        h("button", say("我已改正, 发给市场", "It is put right: send it"), type="submit", class_="go"),
    )


def _line(text: str) -> Html:
    return h("input", name="text", data_kind="text", required="", maxlength="4000", value=text)


def _head(view: CaseView, mine: Mine, names: Names) -> Html:
    zone = mine.places.zone_info(view.case.site.id)
    when = said(day_words(view.case.lead.opened_at, mine.at, zone))
    wrong = h("h3", said(plain(view.case.lead.code, names).wrong))
    whose = h("span", mine.places.merchant(view.case.merchant)) if mine.several else Html("")
    return h("div", wrong, h("p", when, whose, class_="soft when"))


def _by_when(view: CaseView) -> Html:
    due = next((due for due in view.dues if due.kind is DueKind.RECTIFY), None)
    return Html("") if due is None else h("p", countdown(due.at, view.at), class_="by")


def _picture(view: CaseView, mine: Mine, tongue: Tongue) -> Html:
    """As far as it is the stall's own; a touch opens it large."""
    picture = mine.pictures.get(view.case.id)
    if picture is None:
        return Html("")
    address = evidence_url(picture.id)
    shown = h("img", src=address, alt=pick(Label("摄像头拍到的画面", "what the camera saw"), tongue))
    return h("a", shown, href=address, target="_blank", class_="shot")
