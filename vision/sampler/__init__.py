"""What decides which frames are looked at. A new sampler is one file here and one row in `registry`."""

from vision.sampler.fixed_rate import FixedRate
from vision.sampler.key_frames import KeyFrames
from vision.sampler.registry import SAMPLERS, SamplerKind, make_sampler

__all__ = ["SAMPLERS", "FixedRate", "KeyFrames", "SamplerKind", "make_sampler"]
