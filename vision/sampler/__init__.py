"""What decides which frames are looked at. A new sampler is one file here and one row in `registry`."""

from vision.sampler.attention import PACE, Attention, Mode, Pace
from vision.sampler.fixed_rate import FixedRate
from vision.sampler.key_frames import KeyFrames
from vision.sampler.registry import SAMPLERS, SamplerKind, make_sampler

__all__ = ["PACE", "SAMPLERS", "Attention", "FixedRate", "KeyFrames", "Mode", "Pace", "SamplerKind", "make_sampler"]
