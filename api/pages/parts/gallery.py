"""The kept moments of a violation to look at: one large, all to choose from, as drawn or as it was."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from nicegui import ui

from api.pages.parts.moments import Moment, Place, best, close_up, large_picture, moments
from api.pages.parts.why import no_pictures
from api.pages.shell.say import Tongue, pick
from api.pages.shell.words import word
from records.violation_rows import ViolationDetail
from vision.facts import EvidenceKind

KINDS = (EvidenceKind.ANNOTATED, EvidenceKind.ORIGINAL)


class Gallery:
    """Keeps what was chosen when it is built again."""

    def __init__(self, tongue: Tongue) -> None:
        self._tongue = tongue
        self._kind = EvidenceKind.ANNOTATED
        self._place: Place | None = None

    def build(self, detail: ViolationDetail, zone: ZoneInfo) -> None:
        """Build it where NiceGUI is building."""
        found = moments(detail)
        chosen = next((m for m in found if m.place == self._place), best(found))
        if chosen is None:
            ui.html(no_pictures(detail, zone), sanitize=False)
            return
        large = ui.html(large_picture(chosen, self._kind), sanitize=False).classes("large")
        with ui.element("div").classes("choices"):
            cuts = {m.place: _cut(m, zone) for m in found}
            names = {kind: pick(word(kind), self._tongue) for kind in KINDS}
            toggle = ui.toggle(names, value=self._kind).props("no-caps unelevated dense")

        def show(moment: Moment) -> None:
            self._place = moment.place
            large.content = large_picture(moment, self._kind)
            for place, cut in cuts.items():
                cut.classes(**{"add" if place == moment.place else "remove": "on"})

        def turn(kind: EvidenceKind) -> None:
            self._kind = kind
            show(next((m for m in found if m.place == self._place), chosen))

        for moment in found:
            cuts[moment.place].on("click", lambda m=moment: show(m))
        toggle.on_value_change(lambda change: turn(change.value))
        show(chosen)


def _cut(moment: Moment, zone: ZoneInfo) -> ui.element:
    with ui.element("button").props("type=button").classes("cut") as button:
        ui.html(close_up(moment, zone), sanitize=False)
    return button
