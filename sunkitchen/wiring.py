"""From a configuration to what watches: the only place that knows all parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sunkitchen.config import CameraConfig, Config, Rulebook, SiteConfig
from sunkitchen.networks.eyes import EyesPool
from vision.errors import ConfigError
from vision.facts import HAND, HEAD, Zone
from vision.looks import GATES, Gates
from vision.pipeline import Gatherer, View, Watching, painted_over
from vision.ports import EventSink, FrameSource, Rule, Sampler
from vision.rules import Area, CameraOffline, Demand, Place, Requirements, RuleSpec, build_rules
from vision.sampler import make_sampler
from vision.track.tracker import HeadTracker

MEASURED = frozenset({"hat_colour"})
"""Judged without a network: there is nothing to learn of it at a site before it counts."""


@dataclass(frozen=True, slots=True)
class Post:
    """A camera of the configuration with the site it stands in; `configuration` is the sha256 of its file."""

    site: SiteConfig
    camera: CameraConfig
    configuration: str = ""

    @property
    def zones(self) -> tuple[Zone, ...]:
        """Its zones, with the site's hours where they have none of their own."""
        return tuple(zone.zone(self.site.hours) for zone in self.camera.zones)


def posts(config: Config) -> tuple[Post, ...]:
    """All cameras of a box."""
    return tuple(Post(site, camera, config.sha256) for site in config.sites for camera in site.cameras)


def build_watching(post: Post, source: FrameSource, eyes: EyesPool, rulebook: Rulebook, sink: EventSink) -> Watching:
    """Everything one camera is watched with; `eyes` are those of its site.

    Raises:
        ConfigError: a rule that the loaded models cannot serve.
    """
    musts = musts_of(post, rulebook)
    required = frozenset(zone for zone, attributes in musts.items() if attributes)
    return Watching(
        source=source,
        sampler=build_sampler(post, musts),
        eyes=eyes,
        tracker=HeadTracker(post.camera.id, eyes.labels),
        rules=rules_of(post, eyes, rulebook),
        sink=sink,
        zones=post.zones,
        required=required,
        privacy=post.camera.privacy_masks,
        gates=gates_of(post.camera),
        gatherer=gatherer_of(post.camera, required),
        still_bytes=post.camera.clip_bytes,
        view=view_of(post, rulebook),
    )


def view_of(post: Post, rulebook: Rulebook) -> View | None:
    """Looks at a camera's whole picture; None where no rule asks."""
    if rulebook.view is None:
        return None
    return View(
        post.camera.id, rulebook.view, painted_over(post.camera.privacy_masks, post.zones), turns=post.camera.turns
    )


def gatherer_of(camera: CameraConfig, zones: frozenset[str]) -> Gatherer | None:
    """Keeps heads of the people in these zones; None where the camera is to keep none."""
    if not camera.samples_per_hour:
        return None
    return Gatherer(zones, camera.samples_per_hour, gates_of(camera)[HEAD])


def gates_of(camera: CameraConfig) -> Gates:
    """How large heads and hands must be on this camera to be judged."""
    least_px = {HEAD: camera.min_head_px, HAND: camera.min_hand_px}
    return {label: replace(gate, min_height_px=least_px[label]) for label, gate in GATES.items()}


def requirements_of(site: SiteConfig, rulebook: Rulebook) -> Requirements:
    """What must be worn where on a site: the rulebook's demands, under the site's own.

    Raises:
        ConfigError: the site asks for an attribute the rulebook does not know.
    """
    known = set(rulebook.code_attributes.values())
    mistakes = [
        f"site {site.id}: requires.{kind}.{attribute}: nobody judges that; expected one of {', '.join(sorted(known))}"
        for kind, demands in site.requires.items()
        for attribute in sorted(set(demands) - known)
    ]
    if mistakes:
        raise ConfigError(*mistakes)
    return {kind: {**demands, **site.requires.get(kind, {})} for kind, demands in rulebook.requirements.items()}


def musts_of(post: Post, rulebook: Rulebook) -> dict[str, frozenset[str]]:
    """By zone of a camera, what must be worn in it.

    Raises:
        ConfigError: the site or a zone asks for an attribute the rulebook does not know.
    """
    requirements, known = requirements_of(post.site, rulebook), set(rulebook.code_attributes.values())
    mistakes = [
        f"zone {zone.id}: requires.{attribute}: nobody judges that; expected one of {', '.join(sorted(known))}"
        for zone in post.camera.zones
        for attribute in sorted(set(zone.requires) - known)
    ]
    if mistakes:
        raise ConfigError(*mistakes)
    asked = {zone.id: {**requirements.get(zone.kind, {}), **zone.requires} for zone in post.camera.zones}
    return {
        zone: frozenset(name for name, demand in demands.items() if demand is Demand.MUST)
        for zone, demands in asked.items()
    }


def expect_asked(config: Config, rulebook: Rulebook) -> None:
    """A rule that a box switched on, and that no zone asks for, could never say anything: refuse it.

    Raises:
        ConfigError: names the code and what to ask for, or to draw.
    """
    asked = frozenset(
        (area, attribute)
        for post in posts(config)
        for zone in post.zones
        for area in ([Area.ZONE] if zone.rte_roi is None else [Area.ZONE, Area.RTE_ROI])
        for attribute in musts_of(post, rulebook)[zone.id]
    )
    requested = [spec for spec in rulebook.specs if spec.attribute and spec.code in rulebook.on_request]
    idle = [spec for spec in requested if (spec.area, spec.attribute) not in asked]
    if idle:
        raise ConfigError(*(f"rules.{spec.code}: is enabled, but {_nobody_asks(spec)}" for spec in idle))


def _nobody_asks(spec: RuleSpec) -> str:
    ask = f"ask for it under the site's `requires:` (<zone kind>: {{{spec.attribute}: must}}), or switch the rule off"
    if spec.area is Area.ZONE:
        return f"{spec.attribute} is a must in no zone of the box; {ask}"
    return f"no zone where {spec.attribute} is a must has an {spec.area}; draw one, {ask}"


def not_told(rulebook: Rulebook, eyes: EyesPool) -> tuple[str, ...]:
    """Why codes that are only declared cannot be switched on, each with the class it needs; they would never speak."""
    return tuple(rulebook.declared[code].refusal(code, eyes.labels, eyes.version) for code in rulebook.requested)


def advised_on(site: SiteConfig, rulebook: Rulebook, learnt: frozenset[str]) -> frozenset[str]:
    """Attributes a site is only advised on: what the box has not learnt there, unless its operator lets flags count."""
    if site.advisory == "never":
        return frozenset()
    return rulebook.asked - learnt - MEASURED


def rules_of(post: Post, eyes: EyesPool, rulebook: Rulebook) -> tuple[Rule, ...]:
    """The rules of one camera; `eyes` are those of its site.

    Raises:
        ConfigError: a rule that the loaded models cannot serve.
    """
    place = place_of(post, eyes, rulebook)
    refused = not_told(rulebook, eyes)
    try:
        rules = build_rules(rulebook.specs, place, eyes.attributes)
    except ConfigError as error:
        raise ConfigError(*refused, *error.mistakes) from error
    if refused:
        raise ConfigError(*refused)
    return rules


def offline_rules_of(post: Post, eyes: EyesPool, rulebook: Rulebook) -> tuple[CameraOffline, ...]:
    """What a live camera's reader is listened to with."""
    place = place_of(post, eyes, rulebook)
    return tuple(CameraOffline(spec, place, flapping) for spec, flapping in rulebook.offline)


def place_of(post: Post, eyes: EyesPool, rulebook: Rulebook) -> Place:
    """Where the rules of one camera work."""
    zones = {zone.id: zone for zone in post.zones}
    requirements, advisory = requirements_of(post.site, rulebook), advised_on(post.site, rulebook, eyes.learnt)
    own = {zone.id: zone.requires for zone in post.camera.zones if zone.requires}
    return Place(post.camera.id, zones, requirements, post.site.zone_info, eyes.version, advisory, own)


def build_sampler(post: Post, musts: Mapping[str, frozenset[str]]) -> Sampler:
    """What decides which of a camera's frames are looked at; `musts`: by zone, what must be worn in it."""
    return make_sampler(post.camera.watched_by, post.camera.looks_per_s, musts)
