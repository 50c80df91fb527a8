"""Names and time zones of the places, read once per page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from records import registry
from records.registry import CameraEntry, SiteEntry
from records.scopes import Reach
from records.violation_rows import ViolationRow

HOME = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Places:
    """The sites in use."""

    sites: tuple[SiteEntry, ...]

    @classmethod
    def read(cls, session: Session, within: Reach) -> Self:
        """From the registry, as far as the reach goes."""
        return cls(registry.sites(session, within))

    def zone_info(self, site: str | None) -> ZoneInfo:
        """Time zone of a site; where it is unknown or none is meant, of the first one."""
        chosen = [s for s in self.sites if s.id == site] or self.sites
        return ZoneInfo(chosen[0].timezone) if chosen else HOME

    def cameras(self, site: str | None) -> tuple[CameraEntry, ...]:
        """Cameras of a site, or of all."""
        return tuple(c for s in self.sites if site in (None, s.id) for c in s.cameras)

    def stall(self, row: ViolationRow) -> str:
        """Merchant with the place of the stall; the site's name where nobody owns the zone."""
        stalls = {m.id: m.stall for s in self.sites for m in s.merchants}
        if row.merchant is None:
            return row.site_name
        return " · ".join(part for part in (row.merchant_name, stalls.get(row.merchant)) if part)

    def site(self, site: str) -> str:
        """Name of a site; its id where nobody named it."""
        return next((s.name for s in self.sites if s.id == site), site)

    def camera(self, camera: str) -> str:
        """Name of a camera; its id where nobody named it."""
        return next((c.name for c in self.cameras(None) if c.id == camera), camera)

    def merchant(self, merchant: str | None) -> str:
        """Name of a merchant; empty for nobody."""
        return next((m.name for s in self.sites for m in s.merchants if m.id == merchant), merchant or "")

    def stall_of(self, merchant: str | None) -> str:
        """Where a merchant's stall is found; empty where nobody said."""
        return next((m.stall for s in self.sites for m in s.merchants if m.id == merchant), "")

    def site_of(self, merchant: str | None) -> str | None:
        """Where a merchant is; None for nobody, and for one that is not in use."""
        return next((s.id for s in self.sites for m in s.merchants if m.id == merchant), None)

    def merchant_kind(self, merchant: str | None) -> str:
        """As what a merchant is licensed or registered; empty where nobody said."""
        return next((m.kind for s in self.sites for m in s.merchants if m.id == merchant), "")


def midnight(day: date, zone: ZoneInfo, days_later: int = 0) -> datetime:
    """Start of a local day."""
    return datetime.combine(day + timedelta(days=days_later), time(), zone)
