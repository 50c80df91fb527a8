"""Which evaluation `sunkitchen eval` is asked for, and its result as text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sunkitchen.evaluate import events, labelled, stills
from sunkitchen.evaluate.labelled import REPORT
from sunkitchen.paths import MODELS

__all__ = ["REPORT", "Job", "run"]


@dataclass(frozen=True, slots=True)
class Job:
    """What was asked for; exactly one of data, events and unlabelled is to be given."""

    data: Path | None
    events: Path | None
    unlabelled: Path | None
    config: Path | None
    camera: str | None
    models: Path | None
    report: Path | None

    @property
    def is_one(self) -> bool:
        """Whether exactly one thing is asked for."""
        return [self.data, self.events, self.unlabelled].count(None) == 2


def run(job: Job, *, as_json: bool) -> str:
    """The result, as JSON or in words.

    Raises:
        SunkitchenError: what was given is not what it should be.
    """
    models = job.models or MODELS
    if job.data is not None:
        folder = labelled.evaluate_folder(job.data, job.camera, models, job.report)
        return labelled.as_json(folder) if as_json else labelled.as_words(folder)
    if job.unlabelled is not None:
        seen = stills.evaluate_unlabelled(job.unlabelled, models, job.report)
        return stills.unlabelled_json(seen) if as_json else stills.unlabelled_words(seen)
    assert job.events is not None
    if (job.events / "set.json").is_file():
        tracked = stills.evaluate_tracks(job.events, job.camera, models, job.report)
        return stills.tracks_json(tracked) if as_json else stills.tracks_words(tracked)
    told = events.evaluate_events(job.events, job.config, job.models, job.report)
    return events.as_json(told) if as_json else events.as_words(told)
