"""What the visitor may do with a case now, as forms. They send to the interface, which alone decides; see steps.js."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from api.cases.payloads import longest
from api.cases.schemas import NeedOut, OfferOut
from api.context import Label
from api.pages.shell.markup import Html, h, join
from api.pages.shell.say import Tongue, pick, say
from api.schemas import LabelOut
from cases.states import Action
from cases.values import Case

SCRIPTS = ("photos.js", "drafts.js", "steps.js")
"""What a page with such forms loads, in this order."""
SHORT = 200
"""Texts of up to so many characters get one line."""
NO_STEP = say("目前没有您可办理的步骤。", "There is no step for you to take now.")
KEPT = say("已恢复您上次没有提交的内容。", "What you had not sent yet is here again.")
STEADY = frozenset({Action.DISMISS, Action.MERGE, Action.FAIL_RECHECK, Action.RETURN, Action.REJECT})
"""Steps that turn something down: they are not what a hurried thumb should meet first."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What forms are filled with.

    Attributes:
        case: before the visitor. who: their login. tongue: for where no markup may stand.
        seen: SHA-256 of the pictures that are shown. now: the time. zone: of the site.
        stall: what it is called. others: cases it could be merged into, by id.
    """

    case: Case
    who: str
    tongue: Tongue
    seen: Sequence[str]
    now: datetime
    zone: ZoneInfo
    stall: str
    others: Mapping[str, str]

    @property
    def address(self) -> str:
        """Under which steps are sent."""
        return f"/api/v1/cases/{self.case.id}"

    def word(self, label: LabelOut) -> str:
        """For where no markup may stand."""
        return pick(Label(label.zh, label.en), self.tongue)


def step_forms(offers: Sequence[OfferOut], desk: Desk) -> Html:
    """A form per step that is open, what stands against the others, and what was written for steps that are over."""
    leftover = h("div", class_="leftover", data_who=desk.who, data_under=f"{desk.address}/")
    if not offers:
        return join(h("p", NO_STEP, class_="soft"), leftover)
    return join(leftover, *(_step(offer, desk) for offer in offers))


def step_form(offer: OfferOut, desk: Desk, *inside: Html) -> Html:
    """The form of a step, with these fields."""
    return h(
        "form",
        h("p", KEPT, class_="kept soft", hidden=""),
        *inside,
        h("div", role="alert", class_="bad"),
        method="post",
        action=f"{desk.address}/{offer.action}",
        class_="step",
        data_version=str(desk.case.version),
        data_seen=" ".join(desk.seen),
        data_files=f"{desk.address}/attachments",
        data_who=desk.who,
        data_name=desk.word(offer.name),
    )


def photo_field(*picks: Html) -> Html:
    """Where photos are chosen, looked at, and shown on their way. `picks`: from photo_pick, and a hint."""
    sending = h("div", h("div", h("i"), class_="progress"), h("p", role="status"), class_="sending", hidden="")
    return h("div", h("div", *picks, class_="picks"), h("ul", class_="shots"), sending, class_="photos")


def photo_pick(words: Html, name: str, *, required: bool, first: bool = True, camera: bool = False) -> Html:
    """A button that opens the camera, or what the phone or computer has. `first`: it stands for the field."""
    field = h(
        "input",
        type="file",
        multiple=None if camera else "",
        accept="image/jpeg,image/png,image/*",
        capture="environment" if camera else None,
        name=name if first else None,
        data_kind="files" if first else None,
        data_required="" if first and required else None,
    )
    return h("label", words, field, class_="pick")


def _step(offer: OfferOut, desk: Desk) -> Html:
    name = h("b", say(offer.name.zh, offer.name.en))
    if offer.against:
        bars = (h("p", say(f"{bar.when.zh}: {bar.mend.zh}", f"{bar.when.en}: {bar.mend.en}")) for bar in offer.against)
        return h("div", name, *bars, class_="step barred")
    looks = "go quiet" if offer.action in STEADY else "go"
    send = h("button", say(offer.name.zh, offer.name.en), type="submit", class_=looks)
    form = step_form(offer, desk, *(_field(need, offer.action, desk) for need in offer.needs), send)
    return form if not offer.needs else h("details", h("summary", name), form, class_="step")


def _field(need: NeedOut, action: Action, desk: Desk) -> Html:
    optional = Html("") if need.required else h("span", say("可不填", "optional"), class_="optional")
    label = h("span", say(need.name.zh, need.name.en), optional)
    if need.kind == "files":
        return h("div", label, _files(need), class_="field")
    return h("label", label, FIELDS[need.kind](need, action, desk))


def _files(need: NeedOut) -> Html:
    words = say("选择照片", "Choose photos")
    hint = h("span", say("JPEG 或 PNG, 发送前可预览", "JPEG or PNG, shown before it is sent"), class_="soft")
    return photo_field(photo_pick(words, need.field, required=need.required), hint)


def _text(need: NeedOut, action: Action, desk: Desk) -> Html:
    most = longest(action, need.field)
    about = _about(need) | {"maxlength": str(most)}
    if most > SHORT:
        return h("textarea", rows="3", **about)
    return h("input", value=desk.stall if need.field == "stall" else None, **about)


def _time(need: NeedOut, _action: Action, desk: Desk) -> Html:
    local = desk.now.astimezone(desk.zone)
    about = _about(need) | {"value": f"{local:%Y-%m-%dT%H:%M}", "data_offset": local.isoformat()[-6:]}
    return h("input", type="datetime-local", **about)


def _date(need: NeedOut, _action: Action, desk: Desk) -> Html:
    return h("input", type="date", value=f"{desk.now.astimezone(desk.zone):%Y-%m-%d}", **_about(need))


def _flag(need: NeedOut, _action: Action, desk: Desk) -> Html:
    yes, no = LabelOut(zh="是", en="yes"), LabelOut(zh="否", en="no")
    return _select(need, desk, {"true": desk.word(yes), "false": desk.word(no)})


def _case(need: NeedOut, _action: Action, desk: Desk) -> Html:
    return _select(need, desk, desk.others)


def _choice(need: NeedOut, _action: Action, desk: Desk) -> Html:
    return _select(need, desk, {choice.value: desk.word(choice.name) for choice in need.choices})


def _select(need: NeedOut, desk: Desk, entries: Mapping[str, str]) -> Html:
    options = (h("option", text, value=value) for value, text in entries.items())
    none = desk.word(LabelOut(zh="请选择", en="choose"))
    return h("select", h("option", none, value=""), *options, **_about(need))


def _about(need: NeedOut) -> dict[str, str | None]:
    return {"name": need.field, "data_kind": need.kind, "required": "" if need.required else None}


FIELDS: Mapping[str, Callable[[NeedOut, Action, Desk], Html]] = MappingProxyType(
    {"text": _text, "time": _time, "date": _date, "flag": _flag, "case": _case, "choice": _choice}
)
"""By the kinds of api.cases.schemas.NeedOut; files have a place of their own."""
