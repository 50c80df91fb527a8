"""Pictures to look into: what was flagged is drawn over them and can be taken away, one can go near, and move about.

The drawing is SVG over the picture as it is served, so nothing that decides is hidden under a line. See viewer.js.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from api.context import Label
from api.evidence.part import window_of
from api.evidence.schemas import evidence_url
from api.pages.parts.moments import CLOSE_UP, Moment
from api.pages.parts.strip import judgement_of
from api.pages.shell.markup import Html, h
from api.pages.shell.say import Tongue, pick, said, say
from api.pages.shell.words import answer_word, clock, percent, word
from records.pictures import Polygon
from records.violation_rows import EvidenceRow, LookRow, ViolationDetail
from vision.facts import Answer, Box, EvidenceKind, EvidenceRole, Judgement, Point

SAME = 0.4
"""Two boxes that share so much of both are one head."""
TOP = 0.1
"""Of the picture's height: what begins above has its words below it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A head on a picture, px of what is served. judgement: what the rule goes by; None on heads it is not about."""

    box: Box
    judgement: Judgement | None = None


@dataclass(frozen=True, slots=True)
class Shot:
    """A kept moment, ready to be looked at.

    Attributes:
        size: of what is served, px. outline: of the zone, on that, px; None where it was not kept.
        marks: the flagged head first.
    """

    row: EvidenceRow
    at: str
    size: tuple[int, int]
    outline: Polygon | None
    marks: tuple[Mark, ...]


def shots_of(
    detail: ViolationDetail, found: Sequence[Moment], attribute: str | None, zone: ZoneInfo
) -> tuple[Shot, ...]:
    """A shot per moment, oldest first; `attribute` is what the code is about."""
    shots = (
        _shot(detail, moment, row, attribute, zone)
        for moment in found
        if (row := moment.picture(EvidenceKind.ORIGINAL)) is not None
    )
    return tuple(sorted(shots, key=lambda shot: (shot.row.at, shot.row.frame)))


def viewer(shots: Sequence[Shot], tongue: Tongue, clip: str | None = None) -> Html:
    """The element; the clearest moment is before the others. `clip`: address of the film, where there is one."""
    first = next((n for n, shot in enumerate(shots) if shot.row.role is EvidenceRole.CLEAREST), 0)
    planes = (_plane(shot, shown=n == first, tongue=tongue) for n, shot in enumerate(shots))
    film = Html("") if clip is None else h("video", data_src=clip, controls="", muted="", loop="", hidden="")
    cuts = (_cut(shot, n, chosen=n == first, tongue=tongue) for n, shot in enumerate(shots))
    return h(
        "picture-viewer",
        h("div", *planes, film, _tools(has_film=clip is not None, tongue=tongue), class_="view"),
        h("div", *cuts, class_="cuts"),
        tabindex="0",
        data_at=str(first),
    )


def _shot(detail: ViolationDetail, moment: Moment, row: EvidenceRow, attribute: str | None, zone: ZoneInfo) -> Shot:
    window = window_of(detail.cut, (row.width, row.height))
    flagged = tuple(_flagged(detail.looks, row.frame, attribute))
    others = () if detail.cut is not None else _others(row, flagged)
    marks = tuple(Mark(_moved(mark.box, window), mark.judgement) for mark in (*flagged, *others))
    outline = _outline(detail.violation.polygon, row, window)
    return Shot(row, clock(row.at, zone), moment.size, outline, marks)


def _flagged(looks: Iterable[LookRow], frame: int, attribute: str | None) -> Iterable[Mark]:
    for look in looks:
        if look.frame == frame:
            yield Mark(look.box, None if attribute is None else judgement_of(look, attribute))


def _others(row: EvidenceRow, flagged: Sequence[Mark]) -> tuple[Mark, ...]:
    """Of people who work there: whoever else is on it is nobody's business."""
    heads = (head.box for head in row.heads or () if head.staff)
    return tuple(Mark(box) for box in heads if all(_shared(box, mark.box) < SAME for mark in flagged))


def _shared(a: Box, b: Box) -> float:
    """Intersection over union."""
    width = max(0.0, min(a.x1, b.x1) - max(a.x0, b.x0))
    common = width * max(0.0, min(a.y1, b.y1) - max(a.y0, b.y0))
    return common / (a.width * a.height + b.width * b.height - common or 1.0)


def _moved(box: Box, window: Box) -> Box:
    return Box(box.x0 - window.x0, box.y0 - window.y0, box.x1 - window.x0, box.y1 - window.y0)


def _outline(polygon: Polygon | None, row: EvidenceRow, window: Box) -> Polygon | None:
    if polygon is None:
        return None
    return tuple(Point(p.x * row.width - window.x0, p.y * row.height - window.y0) for p in polygon)


def _plane(shot: Shot, *, shown: bool, tongue: Tongue) -> Html:
    """The picture with its layers. What is not shown yet is loaded when the first one stands."""
    (width, height), url = shot.size, evidence_url(shot.row.id)
    whole = {"width": str(width), "height": str(height)}
    picture = h("image", href=url, **whole) if shown else h("image", data_href=url, **whole)
    outline = " ".join(f"{p.x:.1f},{p.y:.1f}" for p in shot.outline or ())
    zone = h("polygon", points=outline) if outline else Html("")
    return h(
        "svg",
        picture,
        h("g", zone, class_="layer zone"),
        h("g", *map(_box, shot.marks), class_="layer boxes"),
        h("g", *(_words(mark, height) for mark in shot.marks), class_="layer why"),
        viewBox=f"0 0 {width} {height}",
        role="img",
        aria_label=f"{pick(word(shot.row.role), tongue)} {shot.at}",
        hidden=None if shown else "",
        data_head=_head(shot),
    )


def _head(shot: Shot) -> str | None:
    """Where to go near: left, top, width and height of a square round the flagged head."""
    box = next((mark.box for mark in shot.marks[:1]), None)
    if box is None:
        return None
    side = min(max(box.width, box.height) * CLOSE_UP, *shot.size)
    x = min(max((box.x0 + box.x1 - side) / 2, 0.0), shot.size[0] - side)
    y = min(max((box.y0 + box.y1 - side) / 2, 0.0), shot.size[1] - side)
    return f"{x:.1f} {y:.1f} {side:.1f} {side:.1f}"


def _tone(mark: Mark) -> str:
    return "other" if mark.judgement is None else str(mark.judgement.answer)


def _box(mark: Mark) -> Html:
    box = mark.box
    return h(
        "rect",
        x=f"{box.x0:.1f}",
        y=f"{box.y0:.1f}",
        width=f"{box.width:.1f}",
        height=f"{box.height:.1f}",
        class_=_tone(mark),
    )


def _words(mark: Mark, height: int) -> Html:
    if mark.judgement is None:
        return Html("")
    told = told_of(mark.judgement)
    below = mark.box.y0 < TOP * height
    y, dy = (mark.box.y1, "1.2em") if below else (mark.box.y0, "-.45em")
    spans = h("tspan", told.zh, class_="zh"), h("tspan", told.en, class_="en")
    return h("text", *spans, x=f"{mark.box.x0:.1f}", y=f"{y:.1f}", dy=dy, class_=_tone(mark))


def told_of(judgement: Judgement) -> Label:
    """What a look said with its score, or why it could not tell."""
    told = answer_word(judgement.attribute, judgement.answer)
    if judgement.answer is not Answer.CANNOT_TELL:
        score = percent(judgement.score)
        return Label(f"{told.zh} {score}", f"{told.en} {score}")
    if judgement.reason is None:
        return told
    reason = word(judgement.reason)
    return Label(f"{told.zh} · {reason.zh}", f"{told.en}: {reason.en}")


def _cut(shot: Shot, number: int, *, chosen: bool, tongue: Tongue) -> Html:
    """A close-up to choose the moment by."""
    width, height = shot.size
    picture = h("image", href=evidence_url(shot.row.id), width=str(width), height=str(height))
    near = _head(shot) or f"0 0 {width} {height}"
    role = word(shot.row.role)
    return h(
        "button",
        h("svg", picture, viewBox=near, preserveAspectRatio="xMidYMid slice", aria_hidden="true"),
        h("span", h("b", said(role)), h("time", shot.at), h("kbd", str(number + 1))),
        type="button",
        class_="cut",
        data_shot=str(number),
        aria_pressed="true" if chosen else "false",
        aria_label=f"{pick(role, tongue)} {shot.at}",
    )


LAYERS = (
    ("boxes", Label("框", "Boxes")),
    ("zone", Label("区域", "Zone")),
    ("why", Label("判断", "Why")),
)
NEARER = (("in", "+", Label("放大", "Nearer")), ("out", "−", Label("缩小", "Farther")))
PLACES = (
    ("head", Label("头部", "Head"), Label("看头部 (Z)", "Go to the head (Z)")),
    ("whole", Label("全图", "Whole"), Label("看全图 (0)", "The whole picture (0)")),
)


def _tools(*, has_film: bool, tongue: Tongue) -> Html:
    layers = (
        h("button", said(name), type="button", data_layer=layer, aria_pressed="true", class_="tool")
        for layer, name in LAYERS
    )
    zooms = (
        h("button", sign, type="button", data_zoom=way, class_="tool", aria_label=pick(name, tongue))
        for way, sign, name in NEARER
    )
    near, whole = (
        h("button", said(name), type="button", data_zoom=way, class_="tool", title=pick(tip, tongue))
        for way, name, tip in PLACES
    )
    film = h("button", say("录像", "Clip"), h("kbd", "V"), type="button", data_film="", class_="tool")
    return h(
        "div",
        h("span", *layers, class_="set"),
        h("span", *zooms, near, whole, class_="set"),
        h("span", film, class_="set") if has_film else Html(""),
        class_="tools",
    )
