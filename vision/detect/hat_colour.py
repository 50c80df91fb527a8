"""Whether a covering is white, by thresholds: worn = white, wrong = another colour.

Bright means against what is around, and only where light falls on the person. Coloured means away from the colours that
white takes under sky and lamps, in the upper and the lower half alike, so that a wall behind the hat does not count.
"""

from __future__ import annotations

from collections.abc import Sequence

from vision.detect.covering import Covering, Light, covering_of, light_of
from vision.detect.manifest import ColourEntry, ColourThresholds, LightThresholds
from vision.facts import Answer, Box, Judgement, Reason
from vision.frames import Boxes, Image

ATTRIBUTE = "hat_colour"


class HatColour:
    """Judges the colour of the covering on boxes of one label. Holds nothing but its thresholds."""

    def __init__(self, entry: ColourEntry) -> None:
        self._entry = entry

    @property
    def version(self) -> str:
        """Name and hash of the thresholds, for evidence."""
        return self._entry.version

    @property
    def label(self) -> str:
        """The detector label whose boxes it judges."""
        return self._entry.label

    @property
    def attributes(self) -> tuple[str, ...]:
        """What it judges."""
        return (ATTRIBUTE,)

    def judge(self, image: Image, boxes: Boxes) -> Sequence[tuple[Judgement, ...]]:
        """One tuple per box, with the one judgement."""
        if not len(boxes):
            return []
        light = light_of(image)
        return [(self._judge(image, light, Box(*map(float, box))),) for box in boxes]

    def _judge(self, image: Image, light: Light, box: Box) -> Judgement:
        if box.height < self._entry.min_height_px:
            return _untold(Reason.TOO_SMALL)
        seen = covering_of(image, box)
        return _untold(Reason.CUT_OFF) if seen is None else answer(seen, light, self._entry.thresholds)


def answer(seen: Covering, light: Light, at: ColourThresholds) -> Judgement:
    """White, another colour, or why one cannot tell; the score is how often the answer was measured to be right."""
    if unlit(seen, light, at.light) or seen.stands_out > at.other.stands_out:
        return _untold(Reason.UNCLEAR)
    if seen.least_difference >= at.other.difference:
        return Judgement(ATTRIBUTE, Answer.WRONG, at.other.sure)
    if seen.most_difference <= at.white.difference:
        return Judgement(ATTRIBUTE, Answer.WORN, at.white.sure)
    return _untold(Reason.LOW_SCORE)


def unlit(seen: Covering, light: Light, at: LightThresholds) -> bool:
    """Whether the light tells no colours: night, infrared, a covering burnt out, somebody dark before a window."""
    return (
        light.bright < at.least
        or light.chroma < at.least_chroma
        or seen.middle > at.most
        or seen.own < at.least_own * light.bright
    )


def _untold(reason: Reason) -> Judgement:
    return Judgement(ATTRIBUTE, Answer.CANNOT_TELL, 1.0, reason)
