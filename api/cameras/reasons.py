"""What readers of cameras say, in words for everybody, with the mend."""

from __future__ import annotations

from api.context import Label

_BY_WORDS = (
    ("refused with 401", Label("用户名或密码不对：改正后再连", "User or password are wrong: mend them")),
    ("refused with 403", Label("这个用户无权观看：在摄像头上授权", "This user may not watch: allow it on the camera")),
    ("refused with 404", Label("摄像头没有这路视频：改正地址", "The camera has no such stream: mend its address")),
    ("nobody answers", Label("没有应答：检查电源、网线和地址", "Nobody answers: check power, cable and address")),
    ("no stream could be", Label("有应答，但不是视频：检查地址", "It answers, but with no video: check the address")),
    ("offers no picture", Label("只有声音，没有画面：换用视频流", "Only sound, no picture: choose the video stream")),
    ("closed the connection", Label("摄像头断开了连接，正在重连", "The camera closed the connection; trying again")),
    (
        "nothing came for",
        Label("连上了，但没有画面：检查编码与带宽", "Connected, nothing comes: check its encoder"),
    ),
    ("no picture within", Label("没有等到画面：检查编码与带宽", "No picture came in time: check its encoder")),
    (
        "expected a URL like",
        Label("地址要写成 rtsp://用户:密码@主机:554/路径", "Write rtsp://user:password@host:554/path"),
    ),
    ("is not set", Label("没有设置它的地址（环境变量）", "Its address (an environment variable) is not set")),
    ("ends early", Label("录像不完整，已看到的都用了", "The recording is cut short; all of it was used")),
)
"""What they say begins in English."""


def why_refused(detail: str) -> Label | None:
    """What a reader said; None where nobody wrote any words for it."""
    return next((label for words, label in _BY_WORDS if words in detail), None)
