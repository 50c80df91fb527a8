"""The session description of a clip."""

from __future__ import annotations

from base64 import b64encode

from tests.rtsp.clip import Clip
from tests.rtsp.rtp import CLOCK_HZ, PAYLOAD_TYPE, Codec


def describe(clip: Clip) -> str:
    """SDP with the parameter sets, so that a client may begin at any packet; and a sound track nobody asks for."""
    lines = [
        "v=0",
        "o=- 0 0 IN IP4 127.0.0.1",
        "s=test camera",
        "c=IN IP4 0.0.0.0",
        "t=0 0",
        f"m=video 0 RTP/AVP {PAYLOAD_TYPE}",
        f"a=rtpmap:{PAYLOAD_TYPE} {clip.codec.label}/{CLOCK_HZ}",
        f"a=fmtp:{PAYLOAD_TYPE} {_format(clip)}",
        "a=control:video",
        "m=audio 0 RTP/AVP 0",
        "a=control:audio",
    ]
    return "\r\n".join(lines) + "\r\n"


def _format(clip: Clip) -> str:
    sets = [b64encode(nal).decode() for nal in clip.parameter_sets]
    if clip.codec is Codec.H264:
        return f"packetization-mode=1;sprop-parameter-sets={','.join(sets)}"
    return ";".join(f"sprop-{name}={value}" for name, value in zip(("vps", "sps", "pps"), sets, strict=True))
