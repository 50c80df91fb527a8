"""What the visitor may do with a case now, as forms. They send to the interface, which alone decides; see steps.js."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from api.cases.payloads import longest
from api.cases.schemas import NeedOut, OfferOut
from api.pages.shell.markup import Html, h, join
from cases.states import Action
from cases.values import Case

SHORT = 200
"""Texts of up to so many characters get one line."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What forms are filled with.

    Attributes:
        case: before the visitor. seen: SHA-256 of the pictures that are shown. now: the time. zone: of the site.
        stall: what it is called. others: cases it could be merged into, by id.
    """

    case: Case
    seen: Sequence[str]
    now: datetime
    zone: ZoneInfo
    stall: str
    others: Mapping[str, str]


def step_forms(offers: Sequence[OfferOut], desk: Desk) -> Html:
    """A form per step that is open, what stands against the others."""
    if not offers:
        return h("p", "目前没有您可办理的步骤。", h("small", "There is no step for you to take now."), class_="soft")
    return join(*(_step(offer, desk) for offer in offers))


def _step(offer: OfferOut, desk: Desk) -> Html:
    name = h("b", offer.name.zh, h("small", offer.name.en))
    if offer.against:
        bars = (h("p", f"{bar.when.zh}: {bar.mend.zh}", h("small", bar.when.en)) for bar in offer.against)
        return h("div", name, *bars, class_="step barred")
    form = h(
        "form",
        *(_field(need, offer.action, desk) for need in offer.needs),
        h("button", offer.name.zh, h("small", offer.name.en), type="submit", class_="go"),
        h("div", role="alert", class_="bad"),
        method="post",
        action=f"/api/v1/cases/{desk.case.id}/{offer.action}",
        class_="step",
        data_version=str(desk.case.version),
        data_seen=" ".join(desk.seen),
        data_files=f"/api/v1/cases/{desk.case.id}/attachments",
    )
    return form if not offer.needs else h("details", h("summary", name), form, class_="step")


def _field(need: NeedOut, action: Action, desk: Desk) -> Html:
    label = h("span", need.name.zh, h("small", need.name.en + ("" if need.required else ", 可不填 optional")))
    return h("label", label, FIELDS[need.kind](need, action, desk))


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


def _flag(need: NeedOut, _action: Action, _desk: Desk) -> Html:
    return _select(need, {"true": "是 yes", "false": "否 no"})


def _case(need: NeedOut, _action: Action, desk: Desk) -> Html:
    return _select(need, desk.others)


def _files(need: NeedOut, _action: Action, _desk: Desk) -> Html:
    return h("input", type="file", multiple="", accept="image/jpeg,image/png", **_about(need))


def _choice(need: NeedOut, _action: Action, _desk: Desk) -> Html:
    return _select(need, {choice.value: f"{choice.name.zh} {choice.name.en}" for choice in need.choices})


def _select(need: NeedOut, entries: Mapping[str, str]) -> Html:
    options = (h("option", text, value=value) for value, text in entries.items())
    return h("select", h("option", "请选择 choose", value=""), *options, **_about(need))


def _about(need: NeedOut) -> dict[str, str | None]:
    return {"name": need.field, "data_kind": need.kind, "required": "" if need.required else None}


FIELDS: Mapping[str, Callable[[NeedOut, Action, Desk], Html]] = MappingProxyType(
    {
        "text": _text,
        "time": _time,
        "date": _date,
        "flag": _flag,
        "case": _case,
        "files": _files,
        "choice": _choice,
    }
)
"""By the kinds of api.cases.schemas.NeedOut."""
