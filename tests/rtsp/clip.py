"""A video file taken apart into what an RTSP camera sends."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import av
from av.bitstream import BitStreamFilterContext

from tests.rtsp.rtp import Codec, split_nals

CODECS = {"h264": (Codec.H264, "h264_mp4toannexb"), "hevc": (Codec.H265, "hevc_mp4toannexb")}


@dataclass(frozen=True, slots=True)
class AccessUnit:
    """One coded picture: its NAL units, when it is sent and when it is shown, in seconds."""

    nals: tuple[bytes, ...]
    sent_s: float
    shown_s: float


@dataclass(frozen=True, slots=True)
class Clip:
    """A whole video in memory, with the parameter sets its SDP announces."""

    codec: Codec
    units: tuple[AccessUnit, ...]
    parameter_sets: tuple[bytes, ...]
    duration_s: float


def load_clip(video: Path) -> Clip:
    """Take the file's first video stream apart."""
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        codec, to_annex_b = CODECS[stream.codec_context.name]
        bitstream = BitStreamFilterContext(to_annex_b, stream)
        packets = [made for packet in container.demux(stream) if packet.size for made in bitstream.filter(packet)]
        begin = packets[0].dts or 0
        units = tuple(
            AccessUnit(
                tuple(split_nals(bytes(packet))),
                float(((packet.dts or 0) - begin) * packet.time_base),
                float(((packet.pts or 0) - begin) * packet.time_base),
            )
            for packet in packets
        )
    step_s = units[-1].sent_s / (len(units) - 1)
    return Clip(codec, units, _parameter_sets(codec, units), units[-1].sent_s + step_s)


def _parameter_sets(codec: Codec, units: tuple[AccessUnit, ...]) -> tuple[bytes, ...]:
    found = {codec.kind(nal): nal for nal in units[0].nals if codec.kind(nal) in codec.parameter_sets}
    return tuple(found[kind] for kind in codec.parameter_sets)
