"""Where the made-up quarter happens: the demo's own cameras, and stalls that only have a history.

A city's public numbers come from far more stalls than the demo watches live. With three of them nearly every case
would be a third strike within the month; so the history has a whole market's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count

from records.registry import CameraEntry, MerchantEntry, SiteEntry
from sunkitchen.config import Config
from sunkitchen.registering import entries
from vision.facts import Hours, Point, Zone, ZoneKind

MARKET, CANTEEN = "yuehu-market", "demo-primary-canteen"
COUNTERS, ROOMS, HATCHES = 20, 8, 9
"""Cameras with a history only: two stalls before a counter, one in a room or behind a hatch."""
NAMES = ("南塘", "天一", "灵桥", "鼓楼", "甬江", "三江", "西门", "望春", "段塘", "石碶", "高桥", "集士")
TRADES = ("卤味", "烧腊", "凉菜", "豆制品", "糕点")
KINDS = ("licensed_food_sale", "small_food_shop")


class Stage(StrEnum):
    """Which of the sample clips a camera's pictures are taken from."""

    COUNTER = "counter"
    ROOM = "room"
    HATCH = "hatch"
    KITCHEN = "kitchen"
    YARD = "yard"


def _square(left: float, top: float, right: float, bottom: float) -> tuple[Point, ...]:
    return Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom)


LEFT, RIGHT = _square(0.05, 0.30, 0.50, 0.98), _square(0.52, 0.30, 0.97, 0.98)
TOO_HIGH = _square(0.05, 0.12, 0.50, 0.98)
"""Drawn over the customers' heads: one camera of the history has it, and a customer was flagged for it."""
ROOM, HATCH = _square(0.02, 0.05, 0.98, 0.98), _square(0.05, 0.15, 0.95, 0.70)
YARD, AISLE, WHOLE = _square(0.55, 0.40, 0.99, 0.99), _square(0.01, 0.40, 0.54, 0.99), _square(0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Spot:
    """A zone something can be captured in. merchant: whose; None is nobody's. left: half of a counter's picture."""

    site: str
    camera: str
    zone: str
    merchant: str | None
    stage: Stage
    polygon: tuple[Point, ...]
    hours: Hours | None
    left: bool = True


STAGES = {
    "YH-C01-Z1": Stage.COUNTER,
    "YH-C01-Z2": Stage.COUNTER,
    "YH-C02-Z1": Stage.ROOM,
    "XX-C01-Z2": Stage.KITCHEN,
    "XX-C02-Z1": Stage.HATCH,
    "YH-C03-Z1": Stage.YARD,
}


@dataclass(frozen=True, slots=True)
class Places:
    """The registry with the history's stalls and cameras, and the spots of all of them."""

    sites: tuple[SiteEntry, ...]
    spots: tuple[Spot, ...]

    @property
    def cameras(self) -> tuple[CameraEntry, ...]:
        """All of them."""
        return tuple(camera for site in self.sites for camera in site.cameras)

    def of(self, *zones: str) -> tuple[Spot, ...]:
        """The spots of some zones."""
        return tuple(spot for spot in self.spots if spot.zone in zones)


def places_of(config: Config) -> Places:
    """The demo's places with those that only have a history."""
    sites = tuple(_grown(site) for site in entries(config))
    spots = (_spot(site.id, camera, zone) for site in sites for camera in site.cameras for zone in camera.zones)
    return Places(sites, tuple(spot for spot in spots if spot is not None))


def _grown(site: SiteEntry) -> SiteEntry:
    if site.id == CANTEEN:
        storage = Zone("XX-C03-Z1", ZoneKind.STORAGE, WHOLE, "XX-S01", ("22:00", "05:00"))
        return replace(site, cameras=(*site.cameras, CameraEntry("XX-C03", "库房(演示, 未接入)", (storage,))))
    hours = next(zone.schedule for camera in site.cameras for zone in camera.zones)
    merchants, cameras = _history(hours)
    return replace(site, merchants=(*site.merchants, *merchants), cameras=(*site.cameras, *cameras))


def _history(hours: Hours | None) -> tuple[list[MerchantEntry], list[CameraEntry]]:
    numbers = count(4)
    merchants: list[MerchantEntry] = []

    def stall() -> str:
        merchants.append(_merchant(next(numbers)))
        return merchants[-1].id

    yard = Zone("YH-C03-Z1", ZoneKind.WASTE_AREA, YARD), Zone("YH-C03-Z2", ZoneKind.MARKET_AISLE, AISLE)
    cameras = [CameraEntry("YH-C03", "垃圾房与通道(演示, 未接入)", yard)]
    for n in range(COUNTERS + ROOMS + HATCHES):
        camera = f"YH-C{11 + n}"
        cameras.append(CameraEntry(camera, f"熟食区{11 + n}号机(演示, 仅历史)", _zones(camera, n, stall, hours)))
    return merchants, cameras


def _zones(camera: str, number: int, stall: Callable[[], str], hours: Hours | None) -> tuple[Zone, ...]:
    if number < COUNTERS:
        left = TOO_HIGH if number == 0 else LEFT
        shapes = [(ZoneKind.DELI_COUNTER, left), (ZoneKind.DELI_COUNTER, RIGHT)]
    elif number < COUNTERS + ROOMS:
        shapes = [(ZoneKind.DELI_SPECIAL_ROOM, ROOM)]
    else:
        shapes = [(ZoneKind.DELI_COUNTER, HATCH)]
    return tuple(Zone(f"{camera}-Z{z}", kind, shape, stall(), hours) for z, (kind, shape) in enumerate(shapes, start=1))


def _merchant(number: int) -> MerchantEntry:
    name = f"{NAMES[number % len(NAMES)]}{TRADES[number % len(TRADES)]}(演示)"
    return MerchantEntry(f"YH-D{number:02}", name, f"熟食区{number}号", KINDS[number % len(KINDS)])


def _spot(site: str, camera: CameraEntry, zone: Zone) -> Spot | None:
    stage = STAGES.get(zone.id) or _stage(zone)
    if stage is None:
        return None
    left = min(point.x for point in zone.polygon) < 0.5
    return Spot(site, camera.id, zone.id, zone.merchant, stage, zone.polygon, zone.schedule, left)


def _stage(zone: Zone) -> Stage | None:
    if zone.polygon == HATCH:
        return Stage.HATCH
    return {ZoneKind.DELI_COUNTER: Stage.COUNTER, ZoneKind.DELI_SPECIAL_ROOM: Stage.ROOM}.get(zone.kind)
