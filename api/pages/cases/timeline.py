"""Everything that happened to a case, oldest first: who, in which role, when, what, with which photos."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from heapq import merge
from itertools import pairwise
from zoneinfo import ZoneInfo

from api.cases.reading import CaseView
from api.context import Label
from api.pages.cases.standing import level_words, state_chip
from api.pages.parts.opening import opening
from api.pages.shell.markup import Html, h
from api.pages.shell.say import Tongue, pick, said, say
from api.pages.shell.words import local
from cases.filing import Printed
from cases.papers.kinds import paper_kind
from cases.payloads import Payload
from cases.states import DismissReason, ReferralGround, Role
from cases.values import Transition
from cases.words import ACTIONS, FIELDS, GROUNDS, REASONS, ROLES
from records.attachments import Attachment
from records.holds import Word


@dataclass(frozen=True, slots=True)
class Telling:
    """How it is told.

    Attributes:
        zone: of the site. opens: whether originals of photos may be asked for. tongue: of alternative texts.
    """

    zone: ZoneInfo
    opens: bool
    tongue: Tongue


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `by_box`: nobody did it."""

    at: datetime
    what: Html
    who: Html
    inside: tuple[Html, ...] = ()
    by_box: bool = False


def timeline(view: CaseView, words: Sequence[Word], prints: Sequence[Printed], telling: Telling) -> Html:
    """From the capture on. Steps stand in the order of their versions, not of their times: a clock may be set back."""
    beside = sorted((*_captures(view), *_words(words), *_prints(prints), *_unused(view)), key=lambda entry: entry.at)
    entries = merge(_steps(view, telling), beside, key=lambda entry: entry.at)
    return h("ol", *(_shown(entry, telling.zone) for entry in entries), class_="timeline")


def _shown(entry: Entry, zone: ZoneInfo) -> Html:
    head = h("div", entry.what, h("time", local(entry.at, zone)), class_="what")
    return h("li", head, h("div", entry.who, class_="soft"), *entry.inside, class_="by-box" if entry.by_box else None)


def _captures(view: CaseView) -> Iterator[Entry]:
    lead = view.case.lead
    camera = say("摄像头", "the camera")
    yield Entry(lead.opened_at, h("b", say("抓拍", "Captured")), camera, by_box=True)
    for at in lead.captures[1:]:
        if at not in view.case.repeats:
            yield Entry(at, h("b", say("再次抓拍", "Captured again")), camera, by_box=True)


def _steps(view: CaseView, telling: Telling) -> Iterator[Entry]:
    levels = [1, *(step.level for step in view.steps)]
    for step, (before, after) in zip(view.steps, pairwise(levels), strict=True):
        yield _step(step, telling, raised=before != after)


def _step(step: Transition, telling: Telling, *, raised: bool) -> Entry:
    moved = [state_chip(step.became)] if step.became is not step.was else []
    if raised:
        moved.append(h("span", said(level_words(step.level)), class_="chip"))
    brought = [h("div", h("dt", name), h("dd", text)) for name, text in _brought(step.payload, telling.zone)]
    photos = (_photo(step, digest, telling) for digest in files_of(step.payload))
    return Entry(
        at=step.at,
        what=h("b", say(ACTIONS[step.action].zh, ACTIONS[step.action].en.capitalize())),
        who=_by(step),
        inside=(
            h("div", *moved, class_="moved") if moved else Html(""),
            h("dl", *brought) if brought else Html(""),
            h("div", *photos, class_="shots") if files_of(step.payload) else Html(""),
        ),
        by_box=step.role is Role.SYSTEM,
    )


def _by(step: Transition) -> Html:
    role = ROLES[step.role]
    if step.role is Role.SYSTEM:
        return say("系统自动", "by the box itself")
    return say(f"{step.actor} · {role.zh}", f"{step.actor} · {role.en}")


def _words(words: Iterable[Word]) -> Iterator[Entry]:
    for word in words:
        what = say("依法保留", "Legal hold set") if word.held else say("解除保留", "Legal hold lifted")
        yield Entry(word.at, h("b", what), Html(h("span", word.who)), (h("p", word.reason),))


def _prints(prints: Iterable[Printed]) -> Iterator[Entry]:
    for one in prints:
        kind = paper_kind(one.paper)
        name = Label(one.paper, one.paper) if kind is None else Label(*kind.title)
        what = h("b", say(f"打印{name.zh}", f"Printed: {name.en}"))
        yield Entry(one.at, what, h("span", f"{one.by} · {one.number}"))


def _unused(view: CaseView) -> Iterator[Entry]:
    """Photos that were brought and stand in no step."""
    used = {digest for step in view.steps for digest in files_of(step.payload)}
    for one in view.attachments:
        if one.file.sha256 not in used:
            yield _loose(one)


def _loose(one: Attachment) -> Entry:
    what = h("b", say("上传照片", "A photo was brought"))
    return Entry(one.at, what, h("span", one.by), (h("p", one.name, class_="soft"),))


def _photo(step: Transition, digest: str, telling: Telling) -> Html:
    """Coarse, as photos are served; the original for a reason."""
    address = photo_address(step, digest)
    alt = pick(Label("整改照片, 已遮挡", "photo, made coarse"), telling.tongue)
    picture = h("img", src=address, alt=alt, loading="lazy")
    return h("figure", picture, opening(address) if telling.opens else Html(""), class_="photo")


def photo_address(step: Transition, digest: str) -> str:
    """Where what may be seen of a photo is."""
    return f"/api/v1/cases/{step.case}/attachments/{digest}"


def files_of(payload: Payload) -> tuple[str, ...]:
    """SHA-256 of the files that a step brought."""
    return next((value for field in fields(payload) if isinstance(value := getattr(payload, field.name), tuple)), ())


def _brought(payload: Payload, zone: ZoneInfo) -> Iterator[tuple[Html, Html]]:
    for field in fields(payload):
        text = _said(getattr(payload, field.name), zone)
        if text:
            yield say(FIELDS[field.name].zh, FIELDS[field.name].en), text


def _said(value: object, zone: ZoneInfo) -> Html:
    if isinstance(value, bool):
        return say("是", "yes") if value else say("否", "no")
    if isinstance(value, datetime):
        return h("time", local(value, zone))
    if isinstance(value, tuple):
        return say(f"{len(value)} 张", str(len(value))) if value else Html("")
    if isinstance(value, DismissReason):
        return say(*REASONS[value])
    if isinstance(value, ReferralGround):
        return say(*GROUNDS[value])
    return h("span", str(value)) if str(value) else Html("")
