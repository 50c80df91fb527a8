"""Adds up what was watched, and why what was seen did not become a violation, until it is time to report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from vision.camera_facts import Coverage
from vision.facts import HEAD, Answer, Look, Suppressed
from vision.ports import EventSink, SourceCounts

MAX_GAP_S = 5.0
REPORT_EVERY = timedelta(seconds=10)


def hour_of(at: datetime) -> datetime:
    """Start of the hour."""
    return at.replace(minute=0, second=0, microsecond=0)


class CoverageMeter:
    """Coverage of one camera, hour by hour."""

    def __init__(self, camera: str, counts: SourceCounts) -> None:
        self._camera = camera
        self._counts = counts
        self._dropped = self._corrupt = 0
        self._now: Coverage | None = None
        self._last_at: datetime | None = None

    def add(self, at: datetime, looks: Sequence[Look], required: frozenset[str], blind: bool) -> Coverage | None:
        """Count one frame; answers with the hour before it when that is over. Blind seconds were not watched."""
        over = self.take() if self._now is not None and hour_of(at) != self._now.hour else None
        now = self._now or Coverage(self._camera, hour_of(at))
        gap_s = 0.0 if self._last_at is None else (at - self._last_at).total_seconds()
        seen_s = gap_s if 0 < gap_s <= MAX_GAP_S and not blind else 0.0
        answers = [judgement.answer for look in looks for judgement in look.judgements]
        heads = [look for look in looks if look.track.label == HEAD]
        staffed = any(zone in required for look in heads for zone in look.zones)
        self._now = replace(
            now,
            watched_s=now.watched_s + seen_s,
            staffed_s=now.staffed_s + (seen_s if staffed else 0.0),
            frames=now.frames + 1,
            head_looks=now.head_looks + len(heads),
            judged=now.judged + len(answers),
            abstained=now.abstained + answers.count(Answer.CANNOT_TELL),
        )
        self._last_at = at
        return over

    def take(self) -> Coverage | None:
        """What was added up, to report; starts from nothing again."""
        now, self._now = self._now, None
        if now is None:
            return None
        dropped, corrupt = self._counts.dropped, self._counts.corrupt
        told = replace(now, dropped=dropped - self._dropped, corrupt=corrupt - self._corrupt)
        self._dropped, self._corrupt = dropped, corrupt
        return told


class WhyNotMeter:
    """The why-not lines of one camera, added up between two reports."""

    def __init__(self) -> None:
        self._looks: Counter[Suppressed] = Counter()

    def add(self, line: Suppressed) -> None:
        """Count one line under its hour."""
        self._looks[replace(line, at=hour_of(line.at), looks=0)] += line.looks

    def take(self) -> list[Suppressed]:
        """What was added up, to report; starts from nothing again."""
        lines = [replace(line, looks=looks) for line, looks in self._looks.items()]
        self._looks.clear()
        return lines


class Reporter:
    """Hands both meters' sums to the sink every few seconds of video."""

    def __init__(self, camera: str, counts: SourceCounts, sink: EventSink) -> None:
        self.coverage = CoverageMeter(camera, counts)
        self.why_not = WhyNotMeter()
        self._sink = sink
        self._reported_at: datetime | None = None

    def frame(self, at: datetime, looks: Sequence[Look], required: frozenset[str], blind: bool = False) -> None:
        """Count one frame and report when it is time; blind: its picture shows too little to watch by."""
        over = self.coverage.add(at, looks, required, blind)
        if over is not None:
            self._sink.coverage(over)
        self._reported_at = self._reported_at or at
        if at - self._reported_at >= REPORT_EVERY:
            self.report()
            self._reported_at = at

    def report(self) -> None:
        """Hand over what was added up."""
        coverage = self.coverage.take()
        if coverage is not None:
            self._sink.coverage(coverage)
        lines = self.why_not.take()
        if lines:
            self._sink.suppressed(lines)
