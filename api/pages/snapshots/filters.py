"""What the list shows, as it stands in the URL, and the form that writes it there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Self

from api.context import Names
from api.pages.shell.markup import Html, h, join
from api.pages.shell.places import Places, midnight
from records.scopes import Sight
from records.violation_rows import ViolationFilter

SUBMIT = "this.form.requestSubmit()"
COUNTING = MappingProxyType({"true": True, "false": False})
COUNTING_WORDS = MappingProxyType({"false": "计入 counted", "true": "仅提示 advisory"})
DROP_EMPTY = "for(const field of this.elements)if(!field.value)field.disabled=true"


@dataclass(frozen=True, slots=True)
class Choice:
    """The fields of the form; None is all. Days are local and both included."""

    site: str | None = None
    camera: str | None = None
    code: str | None = None
    advisory: bool | None = None
    first_day: date | None = None
    last_day: date | None = None

    @classmethod
    def parse(cls, query: Mapping[str, str]) -> Self:
        """From the URL; what cannot be read counts as left out."""
        return cls(
            site=query.get("site") or None,
            camera=query.get("camera") or None,
            code=query.get("code") or None,
            advisory=COUNTING.get(query.get("advisory", "")),
            first_day=_day(query.get("from")),
            last_day=_day(query.get("to")),
        )

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return self != Choice()

    def wanted(self, places: Places, sight: Sight) -> ViolationFilter:
        """As the records know it, within what may be seen."""
        zone = places.zone_info(self.site)
        return ViolationFilter(
            sight=sight,
            site=self.site,
            camera=self.camera,
            code=self.code,
            advisory=self.advisory,
            since=None if self.first_day is None else midnight(self.first_day, zone),
            until=None if self.last_day is None else midnight(self.last_day, zone, days_later=1),
        )


def filter_form(choice: Choice, places: Places, names: Names) -> Html:
    """A plain form: every choice is an address one can keep, send and go back from."""
    sites = _select("site", "场所 Site", choice.site, ((s.id, s.name) for s in places.sites))
    cameras = _select("camera", "摄像头 Camera", choice.camera, ((c.id, c.name) for c in places.cameras(choice.site)))
    codes = _select("code", "类型 Type", choice.code, ((code, name.zh) for code, name in names.codes.items()))
    counting = _select("advisory", "统计 Counted", _key(choice.advisory), COUNTING_WORDS.items())
    days = join(_date("from", "从 From", choice.first_day), _date("to", "到 To", choice.last_day))
    clear = h("a", "清除 Clear", href="/snapshots", class_="clear") if choice.narrowed else Html("")
    return h(
        "form",
        *(sites, cameras, codes, counting, days, clear),
        method="get",
        action="/snapshots",
        class_="filters",
        onsubmit=DROP_EMPTY,
    )


def _select(name: str, label: str, chosen: str | None, entries: Iterable[tuple[str, str]]) -> Html:
    known = dict(entries)
    if chosen is not None:
        known.setdefault(chosen, chosen)
    options = (h("option", text, value=key, selected="" if key == chosen else None) for key, text in known.items())
    everything = h("option", "全部 All", value="")
    return h("label", h("span", label), h("select", everything, *options, name=name, onchange=SUBMIT))


def _key(advisory: bool | None) -> str | None:
    return next((key for key, value in COUNTING.items() if value is advisory), None)


def _date(name: str, label: str, chosen: date | None) -> Html:
    value = None if chosen is None else chosen.isoformat()
    return h("label", h("span", label), h("input", type="date", name=name, value=value, onchange=SUBMIT))


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if 1970 <= day.year <= 9000 else None
