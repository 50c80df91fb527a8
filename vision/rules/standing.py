"""One place with at most one violation at a time: opened by proof, repeated within the cool-down, ended by proof."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from vision.facts import Look, Suppressed, Violation, WhyNot
from vision.rules.episode import Episode
from vision.rules.spec import Place, RuleSpec
from vision.rules.tally import Tally, Verdict

Told = Violation | Suppressed


class Standing:
    """Weighs the moments of one zone, or of one camera, for one rule.

    Args:
        zone: where it is told of. merchant: whose matter it is; None where nobody's.
    """

    def __init__(self, spec: RuleSpec, place: Place, zone: str, merchant: str | None) -> None:
        self._spec, self._place, self._zone, self._merchant = spec, place, zone, merchant
        self._episode: Episode | None = None
        self._last: Violation | None = None
        self._active_at: datetime | None = None

    @property
    def open(self) -> Violation | None:
        """The violation that goes on; None while there is none."""
        return None if self._episode is None else self._episode.violation

    def weigh(self, at: datetime, looks: tuple[Look, ...], verdict: Verdict, track: UUID) -> Iterator[Told]:
        """One more moment; what opens with it is told of `track`."""
        yield from self._leave_after_a_gap(at)
        episode = self._current(at, track)
        episode.weigh(at, looks, verdict)
        if episode.is_proven():
            episode.track = track
            yield from self._fire(episode, at)
        elif episode.is_refuted():
            yield from self._end(episode, at)
        elif verdict is Verdict.IN_FAVOUR and self.open is None:
            yield from self._drop_what_cannot_count(episode, at)

    def finish(self) -> Iterator[Told]:
        """Nothing more comes: what is open ends where it was last seen."""
        if self._episode is None:
            return
        episode, self._episode = self._episode, None
        if episode.violation is not None:
            yield from self._end(episode, episode.seen_at)
        elif episode.against_looks:
            yield self._not_told(WhyNot.TOO_SHORT, episode.seen_at, episode.against_looks)

    def _leave_after_a_gap(self, at: datetime) -> Iterator[Told]:
        """Nobody watched for long: what was before is over."""
        limit = timedelta(seconds=self._spec.lost_after_s)
        if self._episode is not None and at - self._episode.seen_at > limit:
            yield from self.finish()

    def _current(self, at: datetime, track: UUID) -> Episode:
        if self._episode is None:
            tally = Tally(self._spec.max_gap_s, self._spec.memory_s, self._spec.opens.window_s)
            self._episode = Episode(self._spec, self._place, self._zone, self._merchant, track, at, at, tally)
        return self._episode

    def _fire(self, episode: Episode, at: datetime) -> Iterator[Told]:
        recent = timedelta(seconds=self._spec.cooldown_s)
        again = self._last is not None and self._active_at is not None and at - self._active_at <= recent
        looks = episode.against_looks
        self._last = episode.open(at, repeat_of=self._last if again else None)
        self._active_at = at
        yield self._last
        if again:
            yield self._not_told(WhyNot.COOLDOWN, at, looks)

    def _end(self, episode: Episode, at: datetime) -> Iterator[Told]:
        ended = episode.end(at)
        if ended is not None:
            self._last, self._active_at = ended, at
            yield ended

    def _drop_what_cannot_count(self, episode: Episode, at: datetime) -> Iterator[Told]:
        """It was against for a while and is plainly over: that was too short."""
        if episode.against_looks and episode.tally.proves(self._spec.closes, Verdict.IN_FAVOUR):
            looks, episode.against_looks = episode.against_looks, 0
            yield self._not_told(WhyNot.TOO_SHORT, at, looks)

    def _not_told(self, why: WhyNot, at: datetime, looks: int) -> Suppressed:
        return Suppressed(self._place.camera, self._zone, self._spec.code, why, at, looks)
