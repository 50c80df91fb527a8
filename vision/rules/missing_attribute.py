"""The kind of rule behind NO_HAT, NO_MASK, HAT_NOT_WHITE and the like: what must be worn is seen missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from vision.facts import Answer, Look, Suppressed, Violation, WhyNot
from vision.rules.episode import Episode
from vision.rules.spec import Area, Demand, Place, RuleSpec
from vision.rules.tally import Tally, Verdict

Told = Violation | Suppressed
ALREADY_THERE_S = 1.0


@dataclass(slots=True)
class Flag:
    """A violation told before, and the episode that last carried it; what comes back too soon is a repeat of it."""

    violation: Violation
    episode: Episode
    active_at: datetime


class MissingAttribute:
    """Looks of one camera in, violations and why-not lines out; keeps one episode per track and zone."""

    def __init__(self, spec: RuleSpec, place: Place) -> None:
        self.spec = spec
        self.place = place
        self._episodes: dict[tuple[UUID, str], Episode] = {}
        self._flags: dict[str, list[Flag]] = {}
        self._began_at: datetime | None = None

    @property
    def code(self) -> str:
        """The violation code it tells."""
        return self.spec.code

    def accusations(self, looks: Sequence[Look]) -> dict[Look, float]:
        """Looks that say something against in a zone that asks for the attribute, with the score of it."""
        scores = {look: self._accusation(look) for look in looks}
        return {look: score for look, score in scores.items() if score is not None}

    def see(self, looks: Sequence[Look], at: datetime) -> Iterator[Told]:
        """All looks of one frame, at the frame's time; none is also news, since tracks age."""
        self._began_at = self._began_at or at
        for look in looks:
            yield from self._see_one(look)
        yield from self._forget_lost(at)

    def finish(self, at: datetime) -> Iterator[Told]:  # noqa: ARG002 - part of the seam
        """The source has ended: what is open ends where it was last seen."""
        for episode in self._episodes.values():
            yield from self._leave(episode)
        self._episodes.clear()

    def _accusation(self, look: Look) -> float | None:
        judgement = look.of(self.spec.attribute)
        if judgement is None or not self.spec.concerns(look):
            return None
        against = self._verdict(look) is Verdict.AGAINST
        return judgement.score if against and self._demanding(self._stands(look)) else None

    def _see_one(self, look: Look) -> Iterator[Told]:
        if not self.spec.concerns(look):
            return
        verdict, stands = self._verdict(look), self._stands(look)
        if not stands and verdict is Verdict.AGAINST:
            yield self._why_not(look, None, WhyNot.OUTSIDE_ZONE)
        for zone in self._demanding(stands):
            yield from self._weigh(look, zone, verdict)

    def _stands(self, look: Look) -> tuple[str, ...]:
        return look.rte_zones if self.spec.area is Area.RTE_ROI else look.zones

    def _demanding(self, zones: Sequence[str]) -> list[str]:
        return [zone for zone in zones if self.place.demands(zone, self.spec.attribute) is Demand.MUST]

    def _verdict(self, look: Look) -> Verdict:
        judgement = look.of(self.spec.attribute)
        if judgement is None:
            return Verdict.UNKNOWN
        if judgement.answer in self.spec.against:
            return Verdict.AGAINST if judgement.score >= self.spec.least_score else Verdict.UNKNOWN
        return Verdict.IN_FAVOUR if judgement.answer in self.spec.in_favour else Verdict.UNKNOWN

    def _weigh(self, look: Look, zone: str, verdict: Verdict) -> Iterator[Told]:
        episode = self._episode(look, zone)
        if verdict is Verdict.AGAINST and (why := self._gate(look, episode)):
            episode.seen_at = look.at
            yield self._why_not(look, zone, why)
            return
        if _cannot_tell(look, self.spec.attribute):
            yield self._why_not(look, zone, WhyNot.CANNOT_TELL)
        episode.weigh(look.at, (look,), verdict)
        if episode.is_proven():
            another_tells = self._is_told_by_another(episode)
            yield from self._spare(episode, look) if another_tells else self._fire(episode, look.at)
        elif episode.is_refuted():
            yield from self._end(episode, look.at)

    def _episode(self, look: Look, zone: str) -> Episode:
        key = (look.track.id, zone)
        if key not in self._episodes:
            tally = Tally(self.spec.max_gap_s, self.spec.memory_s, self.spec.opens.window_s)
            merchant = self.place.zones[zone].merchant
            self._episodes[key] = Episode(self.spec, self.place, zone, merchant, look.track.id, look.at, look.at, tally)
        return self._episodes[key]

    def _gate(self, look: Look, episode: Episode) -> WhyNot | None:
        """Why a look against does not count here and now; None when it counts."""
        if not self.place.is_open(episode.zone, look.at):
            return WhyNot.OUT_OF_SCHEDULE
        began_at = self._began_at or look.at
        was_there = look.track.first_seen - began_at < timedelta(seconds=ALREADY_THERE_S)
        in_grace = look.at - episode.entered_at < timedelta(seconds=self.spec.entry_grace_s)
        return WhyNot.ENTRY_GRACE if in_grace and not was_there else None

    def _is_told_by_another(self, episode: Episode) -> bool:
        """Whether one at a time is told, and another track carries an open violation here."""
        others = (f.episode for f in self._flags.get(episode.zone, []) if f.episode is not episode)
        return self.spec.one_at_a_time and any(other.violation is not None for other in others)

    def _spare(self, episode: Episode, look: Look) -> Iterator[Told]:
        """What would be one more violation only adds to the ledger."""
        looks, episode.against_looks = episode.against_looks, 0
        if looks:
            yield Suppressed(self.place.camera, episode.zone, self.spec.code, WhyNot.COOLDOWN, look.at, looks)

    def _fire(self, episode: Episode, at: datetime) -> Iterator[Told]:
        earlier = self._repeated(episode, at)
        if earlier is None:
            violation = episode.open(at)
            self._flags.setdefault(episode.zone, []).append(Flag(violation, episode, at))
            yield violation
            return
        if earlier.episode is not episode:
            earlier.episode.hand_over()
        looks = episode.against_looks
        earlier.violation = episode.open(at, repeat_of=earlier.violation)
        earlier.episode, earlier.active_at = episode, at
        yield earlier.violation
        yield Suppressed(self.place.camera, episode.zone, self.spec.code, WhyNot.COOLDOWN, at, looks)

    def _repeated(self, episode: Episode, at: datetime) -> Flag | None:
        """The newest flag this one repeats: recent, and not somebody else who was in view at the same time."""
        recent = timedelta(seconds=self.spec.cooldown_s)
        flags = [f for f in self._flags.get(episode.zone, []) if at - self._last_active(f) <= recent]
        self._flags[episode.zone] = flags
        return next((f for f in reversed(flags) if self._may_be_one(f.episode, episode)), None)

    def _may_be_one(self, earlier: Episode, later: Episode) -> bool:
        return later is earlier or self.spec.one_at_a_time or not _together(earlier, later)

    @staticmethod
    def _last_active(flag: Flag) -> datetime:
        return flag.episode.seen_at if flag.episode.violation is not None else flag.active_at

    def _end(self, episode: Episode, at: datetime) -> Iterator[Told]:
        ended = episode.end(at)
        for flag in self._flags.get(episode.zone, []):
            if ended is not None and flag.violation.id == ended.id:
                flag.violation, flag.active_at = ended, at
        if ended is not None:
            yield ended

    def _forget_lost(self, at: datetime) -> Iterator[Told]:
        limit = timedelta(seconds=self.spec.lost_after_s)
        lost = [key for key, episode in self._episodes.items() if at - episode.seen_at > limit]
        for key in lost:
            yield from self._leave(self._episodes.pop(key))

    def _leave(self, episode: Episode) -> Iterator[Told]:
        if episode.violation is not None:
            yield from self._end(episode, episode.seen_at)
        elif episode.against_looks:
            yield Suppressed(
                self.place.camera,
                episode.zone,
                self.spec.code,
                WhyNot.TOO_SHORT,
                episode.seen_at,
                episode.against_looks,
            )

    def _why_not(self, look: Look, zone: str | None, why: WhyNot) -> Suppressed:
        return Suppressed(self.place.camera, zone, self.spec.code, why, look.at, 1)


def _together(earlier: Episode, later: Episode) -> bool:
    """Whether the two were in view at the same time, so that they are two people."""
    return earlier.seen_at >= later.entered_at and earlier.entered_at <= later.seen_at


def _cannot_tell(look: Look, attribute: str) -> bool:
    judgement = look.of(attribute)
    return judgement is not None and judgement.answer is Answer.CANNOT_TELL
