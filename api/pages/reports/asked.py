"""What the address of the page asks for, and what may be chosen there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from sqlalchemy.orm import Session

from api.access.may import reach
from api.context import Label
from api.pages.shell.places import Places
from api.reports.endpoints import RIGHTS
from cases.reports.catalogue import KINDS, Circle, Kind
from cases.reports.period import DAY, Period, Span, day_of, usual
from records.grants import Grants
from records.registry import SiteEntry
from records.roles import Level
from records.scopes import Reach, Scope, covers

CIRCLES = {
    Circle.STALL: Label("摊位", "Stalls"),
    Circle.SITE: Label("市场与食堂", "Sites"),
    Circle.AUTHORITY: Label("监管", "Authority"),
    Circle.DEVICES: Label("设备", "Devices"),
}


def kinds_for(grants: Grants) -> tuple[Kind, ...]:
    """The reports that somebody with these grants may make."""
    return tuple(kind for kind in KINDS if reach(grants, RIGHTS[kind.circle]))


@dataclass(frozen=True, slots=True)
class Asked:
    """A report, its days and over what (empty: all one may see)."""

    kind: Kind
    period: Period
    scope: str = ""

    @classmethod
    def parse(cls, query: Mapping[str, str], mine: tuple[Kind, ...], now: datetime) -> Self:
        """From the address; what cannot be read counts as left out: the first report, its usual days."""
        kind = next((one for one in mine if one.name == query.get("name")), mine[0])
        days = _days(query.get("from", ""), query.get("to", ""))
        return cls(kind, days or usual(kind.span, now), query.get("scope", ""))


@dataclass(frozen=True, slots=True)
class Preset:
    """Days that have a name."""

    name: Label
    period: Period


def presets(now: datetime) -> tuple[Preset, ...]:
    """Those people ask for most; what is not over yet ends today."""
    today = day_of(now)
    monday, first = today - today.weekday() * DAY, today.replace(day=1)
    quarter = first.replace(month=(first.month - 1) // 3 * 3 + 1)
    named = (
        ("今天", "today", Period(today, today)),
        ("昨天", "yesterday", Period(today - DAY, today - DAY)),
        ("本周", "this week", Period(monday, today)),
        ("上周", "last week", usual(Span.WEEK, now)),
        ("本月", "this month", Period(first, today)),
        ("上月", "last month", usual(Span.MONTH, now)),
        ("本季", "this quarter", Period(quarter, today)),
        ("上季", "last quarter", usual(Span.QUARTER, now)),
    )
    return tuple(Preset(Label(zh, en), period) for zh, en, period in named)


def scopes(session: Session, kind: Kind, grants: Grants, places: Places) -> dict[str, str]:
    """Over what it may be made, besides all one may see: places and their names."""
    within = reach(grants, RIGHTS[kind.circle])
    found: dict[str, str] = {}
    for site in places.sites:
        found |= _above(site) | {str(Scope(Level.SITE, site.id)): site.name}
        if kind.circle is Circle.STALL:
            stalls = {str(Scope(Level.MERCHANT, m.id)): f"{m.stall} {m.name}".strip() for m in site.merchants}
            found |= stalls
    return {scope: name for scope, name in found.items() if _may(session, within, scope)}


def _above(site: SiteEntry) -> dict[str, str]:
    if not site.district:
        return {}
    street = {str(Scope(Level.STREET, site.street, site.district)): f"{site.district} {site.street}"}
    return {str(Scope(Level.DISTRICT, site.district)): site.district} | (street if site.street else {})


def _may(session: Session, within: Reach, scope: str) -> bool:
    return covers(session, within, Scope.parse(scope))


def _days(first: str, last: str) -> Period | None:
    try:
        return Period(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        return None
