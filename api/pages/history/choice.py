"""What the history shows, as it stands in the address: every choice can be kept, sent, and gone back from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Self, TypeVar
from urllib.parse import urlencode

from api.pages.shell.places import Places
from cases.past import Step
from cases.reports.period import MOST_DAYS
from cases.values import LEVELS
from records.scopes import Sight
from records.states import ReviewState
from records.tallies import Days
from records.violation_rows import Cursor, ViolationFilter

DAY = timedelta(days=1)
Word = TypeVar("Word", bound=StrEnum)
YES_NO = MappingProxyType({"true": True, "false": False})


class When(StrEnum):
    """Which days; OWN are chosen one by one."""

    TODAY = "today"
    WEEK = "7d"
    MONTH = "30d"
    QUARTER = "quarter"
    LAST_QUARTER = "last_quarter"
    YEAR = "365d"
    OWN = "own"


class View(StrEnum):
    """As what it is shown: sums, a list, or pictures."""

    FIGURES = "figures"
    LIST = "list"
    PICTURES = "pictures"


BACK = MappingProxyType({When.TODAY: 0, When.WEEK: 6, When.MONTH: 29, When.YEAR: 364})
"""How many days before today it begins."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The fields of the form; None is all. Days are local, both included, and only for When.OWN."""

    site: str | None = None
    merchant: str | None = None
    camera: str | None = None
    code: str | None = None
    level: int | None = None
    state: ReviewState | None = None
    repeated: bool | None = None
    advisory: bool | None = None
    when: When = When.QUARTER
    first_day: date | None = None
    last_day: date | None = None
    step: Step | None = None
    view: View = View.FIGURES
    after: Cursor | None = None

    @classmethod
    def parse(cls, query: Mapping[str, str]) -> Self:
        """From the address; what cannot be read counts as left out."""
        first, last = _day(query.get("from")), _day(query.get("to"))
        own = first is not None or last is not None
        return cls(
            site=query.get("site") or None,
            merchant=query.get("merchant") or None,
            camera=query.get("camera") or None,
            code=query.get("code") or None,
            level=_level(query.get("level", "")),
            state=_one_of(ReviewState, query.get("state")),
            repeated=YES_NO.get(query.get("repeated", "")),
            advisory=YES_NO.get(query.get("advisory", "")),
            when=When.OWN if own else _one_of(When, query.get("when")) or When.QUARTER,
            first_day=first,
            last_day=last,
            step=_one_of(Step, query.get("by")),
            view=_one_of(View, query.get("view")) or View.FIGURES,
            after=_cursor(query.get("after")),
        )

    @property
    def query(self) -> dict[str, str]:
        """What parse() reads; what goes without saying is left out."""
        words = {
            "view": None if self.view is View.FIGURES else self.view,
            "when": None if self.when in (When.QUARTER, When.OWN) else self.when,
            "from": None if self.first_day is None else self.first_day.isoformat(),
            "to": None if self.last_day is None else self.last_day.isoformat(),
            "site": self.site,
            "merchant": self.merchant,
            "camera": self.camera,
            "code": self.code,
            "level": None if self.level is None else str(self.level),
            "state": self.state,
            "repeated": _yes_no(self.repeated),
            "advisory": _yes_no(self.advisory),
            "by": self.step,
            "after": None if self.after is None else str(self.after),
        }
        return {name: word for name, word in words.items() if word is not None}

    @property
    def address(self) -> str:
        """Of the page that shows it."""
        query = urlencode(self.query)
        return f"/history?{query}" if query else "/history"

    @property
    def narrowed(self) -> bool:
        """Whether anything but the days is left out."""
        return self.only_days != replace(self, after=None)

    @property
    def only_days(self) -> Self:
        """The same days and view, of everything."""
        kept = {"when", "first_day", "last_day", "step", "view"}
        return type(self)(**{name: getattr(self, name) for name in kept})

    def without(self, *names: str) -> Self:
        """The same without some fields of the address, from the beginning of the list."""
        return type(self).parse({name: word for name, word in self.query.items() if name not in {*names, "after"}})

    def days(self, places: Places, now: datetime) -> Days:
        """Local days of the site, or of the first one; never after today, never more than MOST_DAYS."""
        zone = places.zone_info(self.site)
        today = now.astimezone(zone).date()
        first, last = self._bounds(today)
        last = min(last, today)
        first = min(max(first, last - (MOST_DAYS - 1) * DAY), last)
        return Days(first, last, zone)

    def wanted(self, places: Places, sight: Sight, days: Days) -> ViolationFilter:
        """As the records know it, within what may be seen. A stall's is what was at its site."""
        return ViolationFilter(
            site=self.site or places.site_of(self.merchant),
            camera=self.camera,
            merchant=self.merchant,
            code=self.code,
            advisory=self.advisory,
            state=self.state,
            level=self.level,
            repeated=self.repeated,
            since=days.since,
            until=days.until,
            sight=sight,
        )

    def _bounds(self, today: date) -> tuple[date, date]:
        if self.when is When.OWN:
            last = self.last_day or today
            first = self.first_day or last
            return min(first, last), max(first, last)
        if self.when in BACK:
            return today - BACK[self.when] * DAY, today
        begins = today.replace(day=1, month=(today.month - 1) // 3 * 3 + 1)
        if self.when is When.QUARTER:
            return begins, today
        last = begins - DAY
        return last.replace(day=1, month=last.month - 2), last


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if 1970 <= day.year <= 9000 else None


def _level(text: str) -> int | None:
    return next((level for level in LEVELS if str(level) == text), None)


def _yes_no(value: bool | None) -> str | None:
    return next((text for text, said in YES_NO.items() if said is value), None)


def _one_of(words: type[Word], text: str | None) -> Word | None:
    return next((word for word in words if word == text), None)


def _cursor(text: str | None) -> Cursor | None:
    try:
        return Cursor.parse(text) if text else None
    except ValueError:
        return None
