"""What a rule with other numbers would have flagged: its own code over kept looks, beside what was flagged in fact.

    rehearse(config, store, Trial("C1", "NO_HAT", since, until, observed_s=6))

Nothing is written. The rules start a little before `since`, so that a repeat of something earlier is known as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from api.rehearsal.trial import Flag, Rehearsed, Trial
from records import violations
from records.looks.folder import KeptLooks
from records.violation_rows import ViolationFilter
from sunkitchen.config import Config, load_rulebook
from sunkitchen.config.schema import RuleOverride
from sunkitchen.store import Store, kept_looks
from sunkitchen.wiring import Post, posts, requirements_of
from vision.errors import ConfigError
from vision.facts import PICTURE, Answer, Phase, Violation, Zone
from vision.looks import rte_zones_of, zones_of
from vision.pipeline.meters import MAX_GAP_S
from vision.rules import Demand, Place, RuleSpec, build_rules
from vision.rules.head_count import speaks_of
from vision.rules.replay import replay
from vision.sighting import Sighting

MODEL = "rehearsal"
CHANGES = ("observed_s", "share", "least_score", "entry_grace_s", "cooldown_s")


def rehearse(config: Config, store: Store, trial: Trial, looks: KeptLooks | None = None) -> Rehearsed:
    """Try it.

    Args:
        looks: of the box; None: those that lie beside the store.

    Raises:
        ConfigError: no such camera or code, one that looks do not decide, or a number that no rule takes.
        StoreError: the database cannot be used.
    """
    post = _post(config, trial.camera)
    spec, place = _spec(config, trial), _place(config, post)
    kept = looks or kept_looks(config, store)
    rules = build_rules((spec,), place, spec.attributes) if trial.enabled else ()
    seen = Seen(trial, spec)
    lead = timedelta(seconds=spec.cooldown_s + spec.memory_s + spec.entry_grace_s)
    sightings = seen.counting(kept.read(trial.camera, trial.since - lead, trial.until))
    if trial.redrawn:
        sightings = (_redrawn(one, post.zones) for one in sightings)
    told = replay(sightings, lambda: build_rules((spec,), place, spec.attributes) if rules else ())
    would = flags(one for one in told if isinstance(one, Violation))
    span = kept.span(trial.camera)
    return Rehearsed(
        trial=trial,
        would=tuple(flag for flag in would if trial.since <= flag.opened_at < trial.until),
        did=_did(store, trial),
        zones=_zones(spec, place),
        kept_from=None if span is None else span[0],
        watched_s=round(seen.watched_s, 1),
        looks=seen.looks,
        judged=seen.judged,
    )


def flags(told: Iterable[Violation]) -> tuple[Flag, ...]:
    """Violations as their last phase left them, in the order of opening."""
    newest = {one.id: one for one in told}
    return tuple(_flag(one) for one in sorted(newest.values(), key=lambda one: (one.opened_at, one.id)))


@dataclass(slots=True)
class Seen:
    """Counts what goes by of the time that was asked."""

    trial: Trial
    spec: RuleSpec
    watched_s: float = 0.0
    looks: int = 0
    judged: int = 0

    def counting(self, sightings: Iterable[Sighting]) -> Iterator[Sighting]:
        """The same, counted."""
        last_at: datetime | None = None
        for sighting in sightings:
            if sighting.at >= self.trial.since:
                gap_s = 0.0 if last_at is None else (sighting.at - last_at).total_seconds()
                self.watched_s += gap_s if 0 < gap_s <= MAX_GAP_S else 0.0
                self._count(sighting)
                last_at = sighting.at
            yield sighting

    def _count(self, sighting: Sighting) -> None:
        people = [look for look in sighting.looks if look.track.label != PICTURE]
        self.looks += len(people)
        if not self.spec.attribute:
            self.judged += len(people)
            return
        said = (look.of(self.spec.attribute) for look in people if self.spec.concerns(look))
        self.judged += sum(one is not None and one.answer is not Answer.CANNOT_TELL for one in said)


def _redrawn(sighting: Sighting, zones: Sequence[Zone]) -> Sighting:
    size = sighting.width, sighting.height
    looks = tuple(
        replace(
            look,
            zones=zones_of(look.track.box, zones, *size),
            rte_zones=rte_zones_of(look.track.box, zones, *size),
        )
        for look in sighting.looks
    )
    return replace(sighting, looks=looks)


def _post(config: Config, camera: str) -> Post:
    found = next((post for post in posts(config) if post.camera.id == camera), None)
    if found is None:
        names = ", ".join(post.camera.id for post in posts(config))
        raise ConfigError(f"camera {camera[:64]}: is none of this configuration; expected one of {names}")
    return found


def _spec(config: Config, trial: Trial) -> RuleSpec:
    """The rule as it would be; tried as if it were on, whether it is or not."""
    changed = {name: value for name in CHANGES if (value := getattr(trial, name)) is not None}
    now = config.rules.get(trial.code, RuleOverride()).model_dump(exclude_none=True)
    rules = {**config.rules, trial.code: RuleOverride.model_validate({**now, **changed, "enabled": True})}
    book = load_rulebook(rules)
    found = next((spec for spec in book.specs if spec.code == trial.code), None)
    if found is None:
        able = ", ".join(spec.code for spec in book.specs)
        raise ConfigError(f"code {trial.code}: is not decided by looks; expected one of {able}")
    return found


def _place(config: Config, post: Post) -> Place:
    requirements = requirements_of(post.site, load_rulebook(config.rules))
    return Place(post.camera.id, {zone.id: zone for zone in post.zones}, requirements, post.site.zone_info, MODEL)


def _zones(spec: RuleSpec, place: Place) -> tuple[str, ...]:
    if spec.kind == "head_count":
        return tuple(zone.id for zone in place.zones.values() if speaks_of(zone.max_people, zone.closed))
    if not spec.attribute:
        return tuple(place.zones)[:1]
    return tuple(zone for zone in place.zones if place.demands(zone, spec.attribute) is Demand.MUST)


def _did(store: Store, trial: Trial) -> tuple[Flag, ...]:
    wanted = ViolationFilter(camera=trial.camera, code=trial.code, since=trial.since, until=trial.until)
    with store.database.reading() as session:
        found = violations.page(session, wanted, limit=violations.MAX_PAGE).items
    return tuple(
        Flag(row.zone, row.started_at, row.opened_at, row.ended_at, row.counted_s, row.score, row.repeats)
        for row in reversed(found)
    )


def _flag(told: Violation) -> Flag:
    ended_at = told.ended_at if told.phase is Phase.ENDED else None
    return Flag(told.zone, told.started_at, told.opened_at, ended_at, told.counted_s, told.score, told.repeats)
