"""Which reports there are: a visible table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from cases.reports import (
    draw,
    hazards,
    history,
    market,
    monthly,
    online,
    quality,
    red_black,
    stall_daily,
    weekly,
)
from cases.reports.material import Material
from cases.reports.period import Period, Span
from cases.reports.table import Form, Report
from cases.words import Words


class Circle(StrEnum):
    """Whom a report is for: a stall about itself, a site, who supervises sites, who keeps the devices."""

    STALL = "stall"
    SITE = "site"
    AUTHORITY = "authority"
    DEVICES = "devices"


@dataclass(frozen=True, slots=True)
class Kind:
    """A report that can be asked for.

    Attributes:
        name: by which it is. span: of its usual period. make: from material; pure.
    """

    name: str
    title: Words
    span: Span
    circle: Circle
    make: Callable[[Material], Report]

    def noted(self, period: Period, scope: str, form: Form, sha256: str) -> str:
        """What the audit log says was made."""
        return f"{self.name} {period.first}/{period.last} {scope} {form} sha256:{sha256}"


KINDS = (
    Kind(stall_daily.NAME, stall_daily.TITLE, Span.DAY, Circle.STALL, stall_daily.stall_daily),
    Kind(history.NAME, history.TITLE, Span.QUARTER, Circle.STALL, history.stall_history),
    Kind(weekly.NAME, weekly.TITLE, Span.WEEK, Circle.SITE, weekly.weekly),
    Kind(monthly.NAME, monthly.TITLE, Span.MONTH, Circle.SITE, monthly.monthly),
    Kind(market.NAME, market.TITLE, Span.MONTH, Circle.SITE, market.market_monthly),
    Kind(hazards.NAME, hazards.TITLE, Span.QUARTER, Circle.SITE, hazards.quarterly_risks),
    Kind(red_black.NAME, red_black.TITLE, Span.MONTH, Circle.AUTHORITY, red_black.red_black),
    Kind(draw.NAME, draw.TITLE, Span.QUARTER, Circle.AUTHORITY, draw.random_draw),
    Kind(online.NAME, online.TITLE, Span.MONTH, Circle.DEVICES, online.cameras_online),
    Kind(quality.NAME, quality.TITLE, Span.MONTH, Circle.DEVICES, quality.model_quality),
)


def kind_of(name: str) -> Kind | None:
    """The report of a name; None where there is none."""
    return next((kind for kind in KINDS if kind.name == name), None)
