"""What the schemas of all rooms share."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict

from api.context import Label

HOME = ZoneInfo("Asia/Shanghai")
"""In which days are counted."""


def _no_number(value: object) -> object:
    """Pydantic takes a bare number for seconds or milliseconds, whichever is likelier; nobody knows which was meant."""
    try:
        float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return value
    raise ValueError("expected a time with its zone, as 2026-03-02T10:00:00+08:00, came a number")


def _within_reason(at: datetime) -> datetime:
    """Beyond, a time cannot be told in every zone."""
    if not 1970 <= at.year <= 9000:
        raise ValueError("expected a year from 1970 to 9000")
    return at


Time = Annotated[AwareDatetime, BeforeValidator(_no_number), AfterValidator(_within_reason)]
"""A time that is sent: with its zone."""


def _a_day(value: object) -> object:
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise ValueError("expected a day, as 2026-03-02")
    return value


def _of_our_time(day: date) -> date:
    if not 1970 <= day.year <= 9000:
        raise ValueError("expected a year from 1970 to 9000")
    return day


DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Day = Annotated[date, BeforeValidator(_a_day), AfterValidator(_of_our_time)]
"""A day that is sent, as Ningbo counts it."""


class Out(BaseModel):
    """Base of everything answered: read from records' values, never changed."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class LabelOut(Out):
    """What people call a thing."""

    zh: str
    en: str

    @classmethod
    def of(cls, label: Label) -> LabelOut:
        """From the catalogue."""
        return cls(zh=label.zh, en=label.en)
