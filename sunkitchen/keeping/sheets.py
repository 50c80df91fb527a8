"""What pages are told of how cameras are set up. No secret is in it."""

from __future__ import annotations

from collections.abc import Sequence

from api.cameras.keeper import Choices, KindChoice, PlaceChoice, PointIn, Sheet, ZoneSheet
from sunkitchen.config import Config, Rulebook, SiteConfig, ZoneConfig
from sunkitchen.config.schema import SourceConfig
from sunkitchen.wiring import Post, requirements_of
from vision.facts import Point
from vision.sources.urls import redact

BARRED = (
    ("toilet", "卫生间", "toilet"),
    ("changing_room", "更衣室", "changing room"),
    ("dorm", "宿舍", "dormitory"),
    ("nursing_room", "哺乳室", "nursing room"),
)
ASKED = ("hat", "mask", "glove", "hat_colour")
"""What a zone may ask for that a camera can tell."""


def choices(config: Config, rulebook: Rulebook) -> Choices:
    """Sites with their merchants, kinds of zone with what they ask for, and where no camera may look."""
    asked = {site.id: requirements_of(site, rulebook) for site in config.sites}
    kinds = tuple(
        KindChoice(
            id=kind,
            zh=name.zh,
            en=name.en,
            requires={site: {one: asked[site].get(kind, {}).get(one, "none") for one in ASKED} for site in asked},
        )
        for kind, name in rulebook.zone_names.items()
    )
    barred = tuple(KindChoice(id=kind, zh=zh, en=en, requires={}, barred=True) for kind, zh, en in BARRED)
    return Choices(places=tuple(map(_place, config.sites)), kinds=(*kinds, *barred), attributes=ASKED)


def blank(config: Config, version: str) -> Sheet:
    """A camera that is not there yet."""
    return Sheet(
        id="",
        site=config.sites[0].id,
        name="",
        source="",
        zones=(),
        privacy_masks=(),
        by_page=True,
        in_force=False,
        why="",
        version=version,
    )


def sheet_of(post: Post, *, by_page: bool, waits: str | None, version: str) -> Sheet:
    """A camera; `waits`: why it is not watched so yet."""
    camera = post.camera
    return Sheet(
        id=camera.id,
        site=post.site.id,
        name=camera.name or "",
        source=_where(camera.source),
        zones=tuple(map(_zone, camera.zones)),
        privacy_masks=tuple(map(_points, camera.privacy_masks)),
        by_page=by_page,
        in_force=waits is None,
        why=waits or "",
        version=version,
    )


def _place(site: SiteConfig) -> PlaceChoice:
    merchants = tuple((one.id, " · ".join(filter(None, (one.name, one.stall)))) for one in site.merchants)
    return PlaceChoice(id=site.id, name=site.name, hours=site.hours, merchants=merchants)


def _where(source: SourceConfig) -> str:
    if source.rtsp is not None:
        return redact(source.rtsp.get_secret_value())
    if source.rtsp_env is not None:
        return f"${source.rtsp_env}"
    path = source.file or source.folder
    return "" if path is None else path.name


def _zone(zone: ZoneConfig) -> ZoneSheet:
    return ZoneSheet(
        id=zone.id,
        kind=zone.kind,
        merchant=zone.merchant,
        polygon=_points(zone.polygon),
        rte_roi=None if zone.rte_roi is None else _points(zone.rte_roi),
        schedule=zone.schedule,
        max_people=zone.max_people,
        closed=zone.closed,
        requires=dict(zone.requires),
    )


def _points(outline: Sequence[Point]) -> tuple[PointIn, ...]:
    return tuple((point.x, point.y) for point in outline)
