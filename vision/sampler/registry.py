"""The table of samplers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from vision.ports import Sampler
from vision.sampler.fixed_rate import FixedRate
from vision.sampler.key_frames import KeyFrames


class SamplerKind(StrEnum):
    """Names of the samplers, as a configuration writes them."""

    FIXED_RATE = "fixed_rate"
    KEY_FRAMES = "key_frames"


SAMPLERS: Mapping[SamplerKind, Callable[[float], Sampler]] = {
    SamplerKind.FIXED_RATE: FixedRate,
    SamplerKind.KEY_FRAMES: lambda _: KeyFrames(),
}
"""Kind to maker; a maker takes looks a second. One sampler belongs to one source."""


def make_sampler(kind: SamplerKind, looks_per_s: float = 2.0) -> Sampler:
    """A fresh sampler for one source."""
    return SAMPLERS[kind](looks_per_s)
