"""Makes the records know the sites, merchants, cameras and zones of a configuration."""

from __future__ import annotations

from records import registry
from records.registry import CameraEntry, MerchantEntry, SiteEntry
from sunkitchen.config import Config, SiteConfig
from sunkitchen.store import Store
from sunkitchen.wiring import Post


def sync_registry(store: Store, config: Config) -> None:
    """Make the records know the configuration's sites and cameras."""
    with store.database.writing() as session:
        registry.sync(session, entries(config))


def entries(config: Config) -> tuple[SiteEntry, ...]:
    """What the records remember of the configuration."""
    return tuple(_site(site) for site in config.sites)


def _site(site: SiteConfig) -> SiteEntry:
    merchants = tuple(MerchantEntry(m.id, m.name, m.stall or "", m.kind) for m in site.merchants)
    cameras = tuple(_camera(Post(site, camera)) for camera in site.cameras)
    return SiteEntry(
        site.id, site.name, site.type, site.street or "", site.district or "", site.timezone, merchants, cameras
    )


def _camera(post: Post) -> CameraEntry:
    camera = post.camera
    return CameraEntry(camera.id, camera.name or camera.id, post.zones, camera.gb_id, camera.enforcement_eligible)
