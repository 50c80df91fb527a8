"""The table of samplers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType

from vision.ports import Sampler
from vision.sampler.attention import Attention, Pace
from vision.sampler.fixed_rate import FixedRate
from vision.sampler.key_frames import KeyFrames

Asked = Mapping[str, frozenset[str]]
NOTHING: Asked = MappingProxyType({})


class SamplerKind(StrEnum):
    """Names of the samplers, as a configuration writes them."""

    ATTENTION = "attention"
    FIXED_RATE = "fixed_rate"
    KEY_FRAMES = "key_frames"


SAMPLERS: Mapping[SamplerKind, Callable[[float, Asked], Sampler]] = {
    SamplerKind.ATTENTION: lambda looks_per_s, asked: Attention(asked, Pace(attend_per_s=looks_per_s)),
    SamplerKind.FIXED_RATE: lambda looks_per_s, _: FixedRate(looks_per_s),
    SamplerKind.KEY_FRAMES: lambda *_: KeyFrames(),
}
"""Kind to maker; a maker takes looks a second, and what must be worn where. One sampler belongs to one source."""


def make_sampler(kind: SamplerKind, looks_per_s: float = 2.0, asked: Asked = NOTHING) -> Sampler:
    """A fresh sampler for one source; `asked`: zone -> attributes that must be worn in it."""
    return SAMPLERS[kind](looks_per_s, asked)
