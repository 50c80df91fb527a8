"""From what somebody drew to a camera of the configuration, checked by the configuration's own rules."""

from __future__ import annotations

from collections.abc import Iterator

import shapely

from api.cameras.keeper import Draft, PointIn, ZoneSheet
from sunkitchen.config import CameraConfig
from sunkitchen.config.overlay import Placed
from sunkitchen.wiring import Post
from vision.errors import ConfigError

LEAST_AREA = 0.001
"""Of the picture, that a drawn outline covers at least: less is a slip of the hand."""


def drawn(camera: str, draft: Draft, known: CameraConfig | None) -> CameraConfig:
    """The camera as it was drawn; what the page does not ask stays as it was.

    Raises:
        ConfigError: an outline that covers nearly nothing, or no address.
        ValidationError: what else is wrong.
    """
    if draft.url is None and known is None:
        raise ConfigError("source: expected a URL like rtsp://user:password@host:554/path, came none")
    small = [f"{place}: covers nearly nothing; draw it again" for place, one in _outlines(draft) if _is_tiny(one)]
    if small:
        raise ConfigError(*small)
    kept = {} if known is None else {name: getattr(known, name) for name in known.model_fields_set}
    source = {} if draft.url is None else {"source": {"rtsp": draft.url.get_secret_value().strip()}}
    zones = [_zone(zone) for zone in draft.zones]
    said = {"id": camera, "name": draft.name or None, "zones": zones, "privacy_masks": draft.privacy_masks}
    return CameraConfig.model_validate({**kept, **said, **source})


def what_changed(before: Post | None, placed: Placed) -> str:
    """In words, for the audit log; without addresses."""
    after = placed.camera
    if before is None:
        return f"added to {placed.site}: {len(after.zones)} zones, {len(after.privacy_masks)} privacy areas"
    old = {zone.id: zone for zone in before.camera.zones}
    new = {zone.id: zone for zone in after.zones}
    words = [
        *(f"zone {one} added" for one in new if one not in old),
        *(f"zone {one} removed" for one in old if one not in new),
        *(f"zone {one} changed" for one, zone in new.items() if one in old and old[one] != zone),
        *(["address changed"] if before.camera.source != after.source else []),
        *(["privacy areas changed"] if before.camera.privacy_masks != after.privacy_masks else []),
        *(["name changed"] if before.camera.name != after.name else []),
    ]
    return ", ".join(words) or "nothing changed"


def _zone(zone: ZoneSheet) -> dict[str, object]:
    said = zone.model_dump(exclude_defaults=True)
    return {name: value for name, value in said.items() if value not in (None, "", ())}


def _outlines(draft: Draft) -> Iterator[tuple[str, tuple[PointIn, ...]]]:
    for number, zone in enumerate(draft.zones):
        yield f"zones[{number}].polygon", zone.polygon
        if zone.rte_roi:
            yield f"zones[{number}].rte_roi", zone.rte_roi
    for number, outline in enumerate(draft.privacy_masks):
        yield f"privacy_masks[{number}]", outline


def _is_tiny(outline: tuple[PointIn, ...]) -> bool:
    """Outlines that are none at all are the configuration's to refuse."""
    shape = shapely.Polygon(outline) if len(outline) > 2 else None
    return shape is not None and shape.is_valid and shape.area < LEAST_AREA
