"""Where a violation was, as the registry has it when it is recorded: the registry follows the configuration."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from records import tables
from records.canonical import Json


def place_of(session: Session, violation: tables.Violation) -> Mapping[str, Json]:
    """Site, camera, zone and merchant of a violation as JSON."""
    site = session.get_one(tables.Site, violation.site)
    camera = session.get_one(tables.Camera, violation.camera)
    zone = session.get_one(tables.Zone, violation.zone)
    return {
        "site": {
            "id": site.id,
            "name": site.name,
            "type": site.type,
            "street": site.street,
            "district": site.district,
            "timezone": site.timezone,
        },
        "camera": {
            "id": camera.id,
            "name": camera.name,
            "gb_id": camera.gb_id,
            "enforcement_eligible": camera.enforcement_eligible,
        },
        "zone": {"id": zone.id, "kind": zone.kind},
        "merchant": None if violation.merchant is None else _merchant(session, violation.merchant),
    }


def _merchant(session: Session, merchant: str) -> Json:
    row = session.get_one(tables.Merchant, merchant)
    return {"id": row.id, "name": row.name, "stall": row.stall, "kind": row.kind}
