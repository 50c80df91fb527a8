"""What the demo's cameras watched in the quarter: hours with staff, looks that could not tell, and one covered lens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from sqlalchemy import insert
from sqlalchemy.orm import Session

from records import tables
from records.registry import CameraEntry, SiteEntry
from sunkitchen.demo.places import CANTEEN, Places
from sunkitchen.demo.plots import DAYS, NINGBO, OBSTRUCTED, OBSTRUCTED_DAY, OBSTRUCTED_FROM, TAKEN_DOWN
from vision.camera_facts import CameraHealth, CameraState, Coverage
from vision.facts import Hours, Suppressed, WhyNot

RUN = "demo story"
HOUR = timedelta(hours=1)
COVERED_CAMERA = "XX-C01"
GREASY_CAMERA, GREASY_DAYS = "YH-C20", 7
"""A lens that nobody wiped: in its last days it tells less than usual."""
USUAL, GREASY = (0.2, 0.45), (0.5, 0.7)
"""Shares of judgements that cannot tell."""
ALSO = ((WhyNot.TOO_SHORT, 0.06), (WhyNot.ENTRY_GRACE, 0.04), (WhyNot.OUTSIDE_ZONE, 0.09), (WhyNot.COOLDOWN, 0.01))
"""What else did not count, as shares of what could not be told."""
LIVE = frozenset({"YH-C01", "YH-C02", "XX-C01", "XX-C02"})
"""Cameras that tell of themselves when the demo runs."""


def add_watching(session: Session, places: Places, end: date, seed: int) -> None:
    """Write what was watched, and what was seen and did not count, hour by hour."""
    told = [one for site in places.sites for camera in site.cameras for one in _coverage(site, camera, end, seed)]
    session.execute(insert(tables.Coverage), [_coverage_row(one) for one in told])
    session.execute(insert(tables.Suppression), [_suppression_row(one) for one in _suppressed(places, told)])


def changes_of_state(places: Places, end: date) -> Iterator[CameraHealth]:
    """When each camera began to be watched, what happened to the covered one, and that history ends."""
    first, last = _local(end - timedelta(days=DAYS), time()), _local(end, time()) - timedelta(minutes=1)
    for camera in (one for one in places.cameras if one.id not in LIVE):
        yield CameraHealth(camera.id, CameraState.WATCHING, first, "演示数据 a made-up quarter")
        yield CameraHealth(camera.id, CameraState.ENDED, last, "演示数据到此为止, 未接入实时画面 the story ends here")
    begins, back = _covered(end)
    down = begins + OBSTRUCTED
    yield CameraHealth(COVERED_CAMERA, CameraState.LOST, down, "演示数据: 取下清洁 taken down to be cleaned")
    yield CameraHealth(COVERED_CAMERA, CameraState.WATCHING, back, "演示数据: 复位 back in its place")
    yield CameraHealth(COVERED_CAMERA, CameraState.ENDED, last, "演示数据 the story ends here")


def _coverage(site: SiteEntry, camera: CameraEntry, end: date, seed: int) -> Iterator[Coverage]:
    dice = Random(f"{seed} {camera.id}")
    hours = next((zone.schedule for zone in camera.zones if zone.schedule), ("05:30", "18:30"))
    for day in range(DAYS):
        on = end - timedelta(days=DAYS - day)
        staffed = 0.0 if site.id == CANTEEN and on.weekday() >= 5 else dice.uniform(0.45, 0.8)
        for begins, seconds in _hours(on, hours):
            watched = max(0.0, seconds - _blind(camera, end, begins) - dice.uniform(0, 40))
            blind = GREASY if camera.id == GREASY_CAMERA and day >= DAYS - GREASY_DAYS else USUAL
            yield _watched(camera, begins, watched, watched * staffed, dice.uniform(*blind), dice)


def _watched(
    camera: CameraEntry, hour: datetime, watched_s: float, staffed_s: float, blind: float, dice: Random
) -> Coverage:
    looks = int(staffed_s * 2)
    return Coverage(
        camera=camera.id,
        hour=hour,
        watched_s=round(watched_s, 1),
        staffed_s=round(staffed_s, 1),
        frames=int(watched_s * 2),
        dropped=dice.randint(0, 20),
        head_looks=looks,
        judged=2 * looks,
        abstained=int(2 * looks * blind),
    )


def _hours(on: date, hours: Hours) -> Iterator[tuple[datetime, float]]:
    """UTC hours of a day's opening, and how many seconds of each; a night's hours are the evening's."""
    opens, closes = (_local(on, time.fromisoformat(text)) for text in hours)
    closes += timedelta(days=1) if closes <= opens else timedelta(0)
    hour = opens.replace(minute=0)
    while hour < closes:
        yield hour, (min(hour + HOUR, closes) - max(hour, opens)).total_seconds()
        hour += HOUR


def _blind(camera: CameraEntry, end: date, hour: datetime) -> float:
    """Seconds of an hour in which the covered camera saw nothing."""
    if camera.id != COVERED_CAMERA:
        return 0.0
    begins, back = _covered(end)
    return max(0.0, (min(hour + HOUR, back) - max(hour, begins)).total_seconds())


def _covered(end: date) -> tuple[datetime, datetime]:
    """When the lens was covered, and when the camera hung clean in its place again."""
    begins = _local(end - timedelta(days=DAYS - OBSTRUCTED_DAY), OBSTRUCTED_FROM)
    return begins, begins + OBSTRUCTED + TAKEN_DOWN


def _suppressed(places: Places, told: list[Coverage]) -> Iterator[Suppressed]:
    """A line a day of each camera is enough for a story."""
    zones = {camera.id: camera.zones[0].id for camera in places.cameras}
    days: Counter[tuple[str, date]] = Counter()
    for one in told:
        days[one.camera, one.hour.astimezone(NINGBO).date()] += one.abstained // 2
    for (camera, on), looks in days.items():
        for why, share in ((WhyNot.CANNOT_TELL, 1.0), *ALSO) if looks else ():
            yield Suppressed(camera, zones[camera], "NO_MASK", why, _local(on, time(12)), round(looks * share))


def _coverage_row(one: Coverage) -> dict[str, object]:
    return {name: getattr(one, name) for name in Coverage.__dataclass_fields__} | {"run": RUN}


def _suppression_row(one: Suppressed) -> dict[str, object]:
    return {
        "camera": one.camera,
        "zone": one.zone or "",
        "code": one.code,
        "why": one.why,
        "hour": one.at,
        "run": RUN,
        "looks": one.looks,
    }


def _local(on: date, at: time) -> datetime:
    return datetime.combine(on, at, NINGBO).astimezone(UTC)
