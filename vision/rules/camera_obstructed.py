"""The kind of rule behind CAM_OBSTRUCTED: looks at the whole picture say that it shows too little to watch by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from vision.facts import PICTURE, Look, Suppressed, WhyNot, camera_track
from vision.rules.spec import Place, RuleSpec
from vision.rules.standing import Standing, Told
from vision.rules.tally import Verdict

JUDGE = "view@1"
"""No network judged."""


class CameraObstructed:
    """Weighs what a camera's own view says, told of the camera in its first zone, and of nobody's stall.

    While every zone is closed nothing is told: lights that are off at night are no obstruction.
    """

    def __init__(self, spec: RuleSpec, place: Place) -> None:
        self.spec = spec
        self.place = place
        self._track = camera_track(place.camera)
        self._zone = next(iter(place.zones))
        self._standing = Standing(spec, replace(place, model=JUDGE), self._zone, merchant=None)

    @property
    def code(self) -> str:
        """The violation code it tells."""
        return self.spec.code

    def accusations(self, looks: Sequence[Look]) -> dict[Look, float]:
        """Looks at the picture that find something wrong with it."""
        return {look: max(j.score for j in look.judgements) for look in _views(looks) if look.judgements}

    def see(self, looks: Sequence[Look], at: datetime) -> Iterator[Told]:
        """The looks of one frame; without one at its picture nothing is weighed."""
        for view in _views(looks):
            if not self.place.is_open_anywhere(at):
                yield from self._rest(view, at)
                continue
            verdict = Verdict.AGAINST if view.judgements else Verdict.IN_FAVOUR
            yield from self._standing.weigh(at, (view,), verdict, self._track)

    def finish(self, at: datetime) -> Iterator[Told]:  # noqa: ARG002 - part of the seam
        """The source has ended: what is open ends where it was last seen."""
        yield from self._standing.finish()

    def _rest(self, view: Look, at: datetime) -> Iterator[Told]:
        yield from self._standing.finish()
        if view.judgements:
            yield Suppressed(self.place.camera, self._zone, self.code, WhyNot.OUT_OF_SCHEDULE, at, 1)


def _views(looks: Sequence[Look]) -> list[Look]:
    return [look for look in looks if look.track.label == PICTURE]
