"""Cameras as the API tells of them."""

from __future__ import annotations

from datetime import datetime

from api.context import Names
from api.schemas import LabelOut, Out
from records.registry import CameraEntry
from vision.camera_facts import CameraHealth, CameraState
from vision.facts import Zone, ZoneKind


class ZoneOut(Out):
    """A staff area; polygon points are (x, y), 0-1 of the picture; schedule is local opens and closes."""

    id: str
    kind: ZoneKind
    kind_name: LabelOut
    merchant: str | None
    polygon: tuple[tuple[float, float], ...]
    schedule: tuple[str, str] | None

    @classmethod
    def of(cls, zone: Zone, names: Names) -> ZoneOut:
        """From the registry."""
        return cls(
            id=zone.id,
            kind=zone.kind,
            kind_name=LabelOut.of(names.zone(zone.kind)),
            merchant=zone.merchant,
            polygon=tuple((point.x, point.y) for point in zone.polygon),
            schedule=zone.schedule,
        )


class HealthOut(Out):
    """What the camera's reader has been doing since `at` (UTC). Anything but watching: nobody is watching there."""

    state: CameraState
    at: datetime
    detail: str


class HealthHistory(Out):
    """Changes of state, newest first."""

    items: tuple[HealthOut, ...]


class CameraOut(Out):
    """A camera; `health` is null where its reader never reported; its flags are leads unless `enforcement_eligible`."""

    id: str
    name: str
    site: str
    gb_id: str | None
    enforcement_eligible: bool
    zones: tuple[ZoneOut, ...]
    health: HealthOut | None

    @classmethod
    def of(cls, camera: CameraEntry, health: CameraHealth | None, names: Names) -> CameraOut:
        """From the registry and the newest report."""
        return cls(
            id=camera.id,
            name=camera.name,
            site=camera.site,
            gb_id=camera.gb_id,
            enforcement_eligible=camera.enforcement_eligible,
            zones=tuple(ZoneOut.of(zone, names) for zone in camera.zones),
            health=None if health is None else HealthOut.model_validate(health),
        )


class CameraList(Out):
    """All cameras in use, by id."""

    items: tuple[CameraOut, ...]
