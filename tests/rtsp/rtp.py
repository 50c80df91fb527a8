"""RTP for H.264 (RFC 6184) and H.265 (RFC 7798): NAL units in, packets out."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from enum import Enum

MTU = 1200
CLOCK_HZ = 90_000
PAYLOAD_TYPE = 96
START_CODE = re.compile(rb"\x00\x00\x00?\x01")


class Codec(Enum):
    """A codec's name in SDP, the length of its NAL header and the types of its parameter sets."""

    H264 = ("H264", 1, (7, 8))
    H265 = ("H265", 2, (32, 33, 34))

    def __init__(self, label: str, header: int, parameter_sets: tuple[int, ...]) -> None:
        self.label = label
        self.header = header
        self.parameter_sets = parameter_sets

    def kind(self, nal: bytes) -> int:
        """The NAL unit's type."""
        return nal[0] & 0x1F if self is Codec.H264 else (nal[0] >> 1) & 0x3F


def split_nals(annex_b: bytes) -> list[bytes]:
    """The NAL units of an Annex B byte stream."""
    return [nal.rstrip(b"\x00") for nal in START_CODE.split(annex_b) if nal]


def payloads(codec: Codec, nal: bytes) -> list[bytes]:
    """One payload for a small NAL unit, fragments (FU-A, FU) for one that does not fit."""
    if len(nal) <= MTU:
        return [nal]
    body = nal[codec.header :]
    parts = [body[i : i + MTU] for i in range(0, len(body), MTU)]
    last = len(parts) - 1
    return [_fragment_head(codec, nal, first=i == 0, last=i == last) + part for i, part in enumerate(parts)]


def _fragment_head(codec: Codec, nal: bytes, *, first: bool, last: bool) -> bytes:
    flags = first << 7 | last << 6 | codec.kind(nal)
    if codec is Codec.H264:
        return bytes([nal[0] & 0xE0 | 28, flags])
    return bytes([nal[0] & 0x81 | 49 << 1, nal[1], flags])


class Packetizer:
    """Numbers and stamps the packets of one session."""

    def __init__(self, codec: Codec, ssrc: int = 0x5E55) -> None:
        self._codec = codec
        self._ssrc = ssrc
        self._sequence = 0

    def packets(self, nals: tuple[bytes, ...], at_s: float) -> Iterator[bytes]:
        """The RTP packets of one picture, the last one marked."""
        parts = [part for nal in nals for part in payloads(self._codec, nal)]
        stamp = int(at_s * CLOCK_HZ) & 0xFFFFFFFF
        for i, part in enumerate(parts):
            marked = (i == len(parts) - 1) << 7 | PAYLOAD_TYPE
            yield struct.pack("!BBHII", 0x80, marked, self._sequence, stamp, self._ssrc) + part
            self._sequence = (self._sequence + 1) & 0xFFFF
