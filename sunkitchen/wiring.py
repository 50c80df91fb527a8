"""From a configuration to what watches: the only place that knows all parts."""

from __future__ import annotations

from dataclasses import dataclass

from records.registry import CameraEntry, MerchantEntry, SiteEntry
from sunkitchen.config import CameraConfig, Config, Rulebook, SiteConfig
from sunkitchen.eyes import EyesPool
from vision.facts import Zone
from vision.looks import Gate
from vision.pipeline import Watching
from vision.ports import EventSink, FrameSource, Rule, Sampler
from vision.rules import Demand, Place, build_rules
from vision.sampler.fixed_rate import FixedRate
from vision.sampler.key_frames import KeyFrames
from vision.track.tracker import HeadTracker


@dataclass(frozen=True, slots=True)
class Post:
    """A camera of the configuration with the site it stands in."""

    site: SiteConfig
    camera: CameraConfig

    @property
    def zones(self) -> tuple[Zone, ...]:
        """Its zones, with the site's hours where they have none of their own."""
        return tuple(zone.zone(self.site.hours) for zone in self.camera.zones)


def posts(config: Config) -> tuple[Post, ...]:
    """All cameras of a box."""
    return tuple(Post(site, camera) for site in config.sites for camera in site.cameras)


def build_watching(post: Post, source: FrameSource, eyes: EyesPool, rulebook: Rulebook, sink: EventSink) -> Watching:
    """Everything one camera is watched with.

    Raises:
        ConfigError: a rule that the loaded models cannot serve.
    """
    zones = post.zones
    return Watching(
        source=source,
        sampler=build_sampler(post.camera),
        eyes=eyes,
        tracker=HeadTracker(post.camera.id),
        rules=rules_of(post, eyes, rulebook),
        sink=sink,
        zones=zones,
        required=frozenset(zone.id for zone in zones if _asks(rulebook, zone)),
        privacy=post.camera.privacy_masks,
        gate=Gate(min_height_px=post.camera.min_head_px),
    )


def rules_of(post: Post, eyes: EyesPool, rulebook: Rulebook) -> tuple[Rule, ...]:
    """The rules of one camera.

    Raises:
        ConfigError: a rule that the loaded models cannot serve.
    """
    zones = {zone.id: zone for zone in post.zones}
    place = Place(post.camera.id, zones, rulebook.requirements, post.site.zone_info, eyes.version)
    return build_rules(rulebook.specs, place, eyes.attributes)


def build_sampler(camera: CameraConfig) -> Sampler:
    """Key frames only, or a fixed look rate."""
    return KeyFrames() if camera.key_frames_only else FixedRate(camera.looks_per_s)


def registry(config: Config) -> tuple[SiteEntry, ...]:
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


def _asks(rulebook: Rulebook, zone: Zone) -> bool:
    return Demand.MUST in rulebook.requirements.get(zone.kind, {}).values()
