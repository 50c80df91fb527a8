"""Which heads a picture shows, those that only may be heads included, and strangers taken off it."""

from __future__ import annotations

from collections.abc import Sequence

from vision.facts import HEAD, Box, Look, ShownHead, Zone
from vision.frames import Boxes, Image
from vision.looks import zones_of
from vision.mosaic import hide_head


def shown_heads(
    looks: Sequence[Look], faint: Boxes, size: tuple[int, int], staff: Sequence[Zone]
) -> tuple[ShownHead, ...]:
    """All that may be heads on a picture.

    Args:
        looks: of its frame. faint: (m, 4) xyxy px, as of Detections. size: its width and height, px.
        staff: zones whose people work there; everybody else is a stranger.
    """
    at_work = {zone.id for zone in staff}
    judged = (
        ShownHead(_tenths(look.track.box), not at_work.isdisjoint(look.zones))
        for look in looks
        if look.track.label == HEAD
    )
    weak = (Box(*map(float, box)) for box in faint)
    return (*judged, *(ShownHead(_tenths(box), bool(zones_of(box, staff, *size))) for box in weak))


def hide_strangers(image: Image, heads: Sequence[ShownHead]) -> None:
    """Hide every head, in place, that is not in a staff area: no picture we make shows one."""
    for head in heads:
        if not head.staff:
            hide_head(image, head.box)


def _tenths(box: Box) -> Box:
    return Box(*(round(side, 1) for side in box))
