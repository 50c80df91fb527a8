"""The moments kept as evidence: a large picture, original or annotated, and close-ups to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo

from api.evidence.part import around, served
from api.evidence.schemas import evidence_url
from api.pages.shell.markup import Html, h
from api.pages.shell.say import said, say
from api.pages.shell.words import clock, word
from records.pictures import Picture
from records.violation_rows import EvidenceRow, LookRow, ViolationDetail
from vision.facts import Box, EvidenceKind, EvidenceRole

CLOSE_UP = 2.2  # side of a close-up, in longer sides of the head's box


class Place(NamedTuple):
    """Which moment a picture shows."""

    role: EvidenceRole
    frame: int


@dataclass(frozen=True, slots=True)
class Moment:
    """One kept moment as the visitor may see it.

    Attributes:
        size: width and height of what is served, px.
        head: where on that the head is; None where no look tells, or it lies beyond.
    """

    place: Place
    original: EvidenceRow | None
    annotated: EvidenceRow | None
    size: tuple[int, int]
    head: Box | None

    def picture(self, kind: EvidenceKind) -> EvidenceRow | None:
        """The picture of this kind, or what there is."""
        wanted, other = self.original, self.annotated
        return (wanted or other) if kind is EvidenceKind.ORIGINAL else (other or wanted)


def moments(detail: ViolationDetail) -> tuple[Moment, ...]:
    """All moments of which a picture is still there, oldest first."""
    shown = (e for e in detail.evidence if e.removed is None and e.kind is not EvidenceKind.STRIP)
    places = {Place(e.role, e.frame): e for e in shown}
    return tuple(_moment(detail, place, row) for place, row in places.items())


def _moment(detail: ViolationDetail, place: Place, row: EvidenceRow) -> Moment:
    head = _head(detail.looks, detail, place.frame)
    shown = served(Picture(row.id, row.width, row.height, head, detail.cut))
    return Moment(
        place,
        _find(detail.evidence, place, EvidenceKind.ORIGINAL),
        _find(detail.evidence, place, EvidenceKind.ANNOTATED),
        (shown.width, shown.height),
        shown.head,
    )


def best(found: Sequence[Moment]) -> Moment | None:
    """The clearest moment, else the first."""
    return next((m for m in found if m.place.role is EvidenceRole.CLEAREST), found[0] if found else None)


def large_picture(moment: Moment, kind: EvidenceKind) -> Html:
    """The whole picture; a click opens the file itself."""
    row = moment.picture(kind)
    if row is None:
        return h("div", say("无图", "no picture"), class_="none")
    url = evidence_url(row.id)
    width, height = moment.size
    picture = h("img", src=url, alt=word(row.kind).zh, width=str(width), height=str(height))
    return h("a", picture, href=url, target="_blank", title="打开原文件 open the file")


def close_up(moment: Moment, zone: ZoneInfo) -> Html:
    """The head at that moment, cut out of the original by the browser; the whole picture where no look tells."""
    row = moment.picture(EvidenceKind.ORIGINAL)
    assert row is not None
    (width, height), box = moment.size, moment.head
    picture = h("image", href=evidence_url(row.id), width=str(width), height=str(height))
    view = f"0 0 {width} {height}" if box is None else _view(box, moment.size)
    role = word(moment.place.role)
    caption = h("figcaption", h("b", said(role)), h("time", clock(row.at, zone)))
    return h("figure", h("svg", picture, viewBox=view, preserveAspectRatio="xMidYMid slice"), caption)


def _find(rows: Iterable[EvidenceRow], place: Place, kind: EvidenceKind) -> EvidenceRow | None:
    there = (row for row in rows if Place(row.role, row.frame) == place and row.removed is None)
    return next((row for row in there if row.kind is kind), None)


def _head(looks: Iterable[LookRow], detail: ViolationDetail, frame: int) -> Box | None:
    """The flagged track's box first; a later track of the same violation will do."""
    found = [look for look in looks if look.frame == frame]
    found.sort(key=lambda look: look.track != detail.violation.track)
    return found[0].box if found else None


def _view(box: Box, size: tuple[int, int]) -> str:
    """A square around the head that stays on the picture."""
    side = min(max(box.width, box.height) * CLOSE_UP, *size)
    part = around(box, size, (side, side))
    return f"{part.x0:.1f} {part.y0:.1f} {side:.1f} {side:.1f}"
