"""Sites, merchants, cameras and zones: written from the configuration, read by everybody."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from records import tables
from records.scopes import EVERYWHERE, Reach, camera_in, merchant_in, site_in, zone_in
from vision.facts import Point, Zone


@dataclass(frozen=True, slots=True)
class MerchantEntry:
    """A stall or the canteen's operator; `stall` is where to find it."""

    id: str
    name: str
    stall: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class CameraEntry:
    """A camera and its zones.

    Attributes:
        gb_id: GB/T 28181 id of 20 digits.
        enforcement_eligible: reviewed by the agency; everything else is a lead only.
        site: filled on reading.
    """

    id: str
    name: str
    zones: tuple[Zone, ...] = ()
    gb_id: str | None = None
    enforcement_eligible: bool = False
    site: str = ""


@dataclass(frozen=True, slots=True)
class SiteEntry:
    """A market or a canteen with what belongs to it; timezone is an IANA name."""

    id: str
    name: str
    type: str
    street: str = ""
    district: str = ""
    timezone: str = "Asia/Shanghai"
    merchants: tuple[MerchantEntry, ...] = ()
    cameras: tuple[CameraEntry, ...] = ()


def sync(session: Session, sites: Sequence[SiteEntry]) -> None:
    """Make the registry say what the configuration says; what vanished from it is retired, never deleted."""
    for table in (tables.Site, tables.Merchant, tables.Camera, tables.Zone):
        session.execute(update(table).values(retired=True))
    add(session, sites)


def add(session: Session, sites: Sequence[SiteEntry]) -> None:
    """Add what there is besides, or bring it up to date; nothing is retired."""
    for site in sites:
        _merge_site(session, site)
        for camera in site.cameras:
            _merge_camera(session, camera, site.id)


def renew(session: Session, site: SiteEntry, camera: CameraEntry) -> None:
    """Make the registry know a camera of a site as it is now; zones it has no longer are retired."""
    session.execute(update(tables.Zone).where(tables.Zone.camera == camera.id).values(retired=True))
    add(session, [replace(site, cameras=(camera,))])


def retire(session: Session, camera: str) -> None:
    """A camera is used no longer; what it told stays."""
    session.execute(update(tables.Zone).where(tables.Zone.camera == camera).values(retired=True))
    session.execute(update(tables.Camera).where(tables.Camera.id == camera).values(retired=True))


def sites(session: Session, within: Reach = EVERYWHERE) -> tuple[SiteEntry, ...]:
    """Sites in use with their merchants and cameras, as far as they are within the reach, by id."""
    rows = session.scalars(select(tables.Site).where(~tables.Site.retired, site_in(within)).order_by(tables.Site.id))
    return tuple(_site(session, row, within) for row in rows)


def cameras(session: Session, site: str | None = None, within: Reach = EVERYWHERE) -> tuple[CameraEntry, ...]:
    """Cameras in use, of one site or of all, with those of their zones that are within the reach, by id."""
    wanted = select(tables.Camera).where(~tables.Camera.retired, camera_in(within)).order_by(tables.Camera.id)
    if site is not None:
        wanted = wanted.where(tables.Camera.site == site)
    rows = session.scalars(wanted).all()
    zones = _zones(session, [row.id for row in rows], within)
    return tuple(_camera(row, zones[row.id]) for row in rows)


def camera(session: Session, camera_id: str, within: Reach = EVERYWHERE) -> CameraEntry | None:
    """One camera, retired ones too; None where there never was one within the reach."""
    row = session.scalars(select(tables.Camera).where(tables.Camera.id == camera_id, camera_in(within))).one_or_none()
    return None if row is None else _camera(row, _zones(session, [row.id], within)[row.id])


def cameras_of_zones(session: Session, within: Reach = EVERYWHERE) -> dict[str, str]:
    """By zone within the reach its camera, retired ones too."""
    z = tables.Zone
    found = session.execute(select(z.id, z.camera).where(zone_in(within)))
    return {row[0]: row[1] for row in found}


def merchants(session: Session, site: str | None = None, within: Reach = EVERYWHERE) -> tuple[MerchantEntry, ...]:
    """Merchants in use, of one site or of all, within the reach, by id."""
    wanted = select(tables.Merchant).where(~tables.Merchant.retired, merchant_in(within)).order_by(tables.Merchant.id)
    if site is not None:
        wanted = wanted.where(tables.Merchant.site == site)
    return tuple(MerchantEntry(row.id, row.name, row.stall, row.kind) for row in session.scalars(wanted))


def _merge_site(session: Session, site: SiteEntry) -> None:
    session.merge(
        tables.Site(
            id=site.id,
            name=site.name,
            type=site.type,
            street=site.street,
            district=site.district,
            timezone=site.timezone,
            retired=False,
        )
    )
    session.flush()
    for m in site.merchants:
        session.merge(tables.Merchant(id=m.id, site=site.id, name=m.name, stall=m.stall, kind=m.kind, retired=False))
    session.flush()


def _merge_camera(session: Session, camera: CameraEntry, site: str) -> None:
    session.merge(
        tables.Camera(
            id=camera.id,
            site=site,
            name=camera.name,
            gb_id=camera.gb_id,
            enforcement_eligible=camera.enforcement_eligible,
            retired=False,
        )
    )
    session.flush()
    for zone in camera.zones:
        session.merge(_zone_row(zone, camera.id))
    session.flush()


def _zone_row(zone: Zone, camera: str) -> tables.Zone:
    opens, closes = zone.schedule or (None, None)
    return tables.Zone(
        id=zone.id,
        camera=camera,
        merchant=zone.merchant,
        kind=zone.kind,
        polygon=[[point.x, point.y] for point in zone.polygon],
        opens=opens,
        closes=closes,
        retired=False,
    )


def _site(session: Session, row: tables.Site, within: Reach) -> SiteEntry:
    return SiteEntry(
        id=row.id,
        name=row.name,
        type=row.type,
        street=row.street,
        district=row.district,
        timezone=row.timezone,
        merchants=merchants(session, row.id, within),
        cameras=cameras(session, row.id, within),
    )


def _zones(session: Session, cameras: Collection[str], within: Reach) -> dict[str, tuple[Zone, ...]]:
    """In use, by camera: one question for all of them."""
    z = tables.Zone
    wanted = select(z).where(z.camera.in_(cameras), ~z.retired, zone_in(within)).order_by(z.id)
    found: dict[str, list[Zone]] = {camera: [] for camera in cameras}
    for row in session.scalars(wanted):
        found[row.camera].append(_zone(row))
    return {camera: tuple(zones) for camera, zones in found.items()}


def _camera(row: tables.Camera, zones: tuple[Zone, ...]) -> CameraEntry:
    return CameraEntry(
        id=row.id,
        name=row.name,
        zones=zones,
        gb_id=row.gb_id,
        enforcement_eligible=row.enforcement_eligible,
        site=row.site,
    )


def _zone(row: tables.Zone) -> Zone:
    polygon = tuple(Point(x, y) for x, y in row.polygon)
    schedule = (row.opens, row.closes) if row.opens is not None and row.closes is not None else None
    return Zone(id=row.id, kind=row.kind, polygon=polygon, merchant=row.merchant, schedule=schedule)
