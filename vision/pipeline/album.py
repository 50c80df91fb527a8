"""Keeps the pictures a violation may need, as JPEG, while somebody is seen without what must be worn."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from vision.facts import Box, EvidenceKind, EvidenceRole, Look, Phase, ShownHead, Snapshot, Violation, Zone
from vision.frames import Image
from vision.pipeline.crops import Crops
from vision.pipeline.heads import hide_strangers
from vision.pixels import decode_jpeg, draw_box, draw_polygon, encode_jpeg
from vision.ports import Rule

ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Page:
    """One kept picture, and the heads on it."""

    frame: int
    at: datetime
    jpeg: bytes
    width: int
    height: int
    heads: tuple[ShownHead, ...]


class Album:
    """The pictures of one camera's recent looks that saw something missing; bounded, the oldest go first."""

    def __init__(self, zones: Sequence[Zone], rules: Sequence[Rule], capacity: int = 64) -> None:
        self._rules = {rule.code: rule for rule in rules}
        self._zones = {zone.id: zone for zone in zones}
        self._capacity = capacity
        self._pages: OrderedDict[int, Page] = OrderedDict()
        self._crops = Crops()

    def keep(self, looks: Sequence[Look], image: Image, heads: tuple[ShownHead, ...]) -> None:
        """Keep the frame's picture if any of its looks may become evidence, and small ones of whom they are of."""
        accused = {look for rule in self._rules.values() for look in rule.accusations(looks)}
        self._crops.keep(looks, accused, image, heads)
        if not accused:
            return
        look = looks[0]
        height, width = image.shape[:2]
        self._pages[look.frame] = Page(look.frame, look.at, encode_jpeg(image), width, height, heads)
        while len(self._pages) > self._capacity:
            self._pages.popitem(last=False)

    def snapshots(self, violation: Violation) -> tuple[Snapshot, ...]:
        """Of a phase: originals (first, clearest, last look against; one for a repeat), an annotated copy, a strip."""
        against = self._against(violation)
        if violation.phase is Phase.ENDED or not against:
            return ()
        clearest = clearest_of(against)
        originals = self._originals(violation, tuple(against), clearest)
        boxes = [look.track.box for look in against if look.frame == clearest.frame]
        strip = self._crops.strip(violation.looks)
        annotated = self._annotated(violation, clearest, boxes, originals[0].role)
        return (*originals, annotated) if strip is None else (*originals, annotated, strip)

    def _against(self, violation: Violation) -> dict[Look, float]:
        """Looks of the strip that speak for the violation and have a picture, oldest first, and how sure each is."""
        rule = self._rules[violation.code]
        kept = [look for look in violation.looks if look.frame in self._pages]
        frames = groupby(sorted(kept, key=_frame), key=_frame)
        return {look: score for _, looks in frames for look, score in rule.accusations(tuple(looks)).items()}

    def _originals(self, violation: Violation, against: Sequence[Look], clearest: Look) -> list[Snapshot]:
        if violation.phase is Phase.REPEATED:
            return [self._snapshot(clearest, EvidenceRole.REPEAT)]
        chosen = {EvidenceRole.CLEAREST: clearest, EvidenceRole.FIRST: against[0], EvidenceRole.LAST: against[-1]}
        return [self._snapshot(look, role) for role, look in chosen.items()]

    def _snapshot(self, look: Look, role: EvidenceRole) -> Snapshot:
        page = self._pages[look.frame]
        return _as_snapshot(page, EvidenceKind.ORIGINAL, role, page.jpeg)

    def _annotated(self, violation: Violation, look: Look, boxes: Sequence[Box], role: EvidenceRole) -> Snapshot:
        page = self._pages[look.frame]
        image = decode_jpeg(page.jpeg)
        hide_strangers(image, page.heads)
        zone = self._zones[violation.zone]
        draw_polygon(image, zone.polygon)
        if zone.rte_roi is not None and violation.zone in look.rte_zones:
            draw_polygon(image, zone.rte_roi)
        for box in boxes:
            draw_box(image, box, f"{violation.code} {violation.score:.2f}")
        return _as_snapshot(page, EvidenceKind.ANNOTATED, role, encode_jpeg(image, quality=85))


def _as_snapshot(page: Page, kind: EvidenceKind, role: EvidenceRole, jpeg: bytes) -> Snapshot:
    return Snapshot(kind, role, page.at, page.frame, jpeg, page.width, page.height, page.heads)


def _frame(look: Look) -> int:
    return look.frame


def clearest_of(against: Mapping[Look, float]) -> Look:
    """The largest and sharpest of the looks that are at least as sure as they are on average.

    Sureness first: a picture shows what is missing only from a side on which it would be seen.
    """
    average = sum(against.values()) / len(against)
    sure = (look for look, score in against.items() if score >= average - ROUNDING)
    return max(sure, key=lambda look: (look.sharpness * look.track.box.area, look.frame))
