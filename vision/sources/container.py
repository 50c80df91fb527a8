"""Opens a recorded file and says plainly what is wrong with one that cannot be opened."""

from __future__ import annotations

from pathlib import Path

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from vision.errors import SourceError

EXPECTED = "expected an mp4, mkv or avi video"
# Playlists and scripts that would open other files or addresses are no recordings.
OPTIONS = {"format_whitelist": "mov,matroska,avi", "protocol_whitelist": "file"}


def open_video(path: Path) -> InputContainer:
    """The opened file.

    Raises:
        SourceError: it is missing, a folder, empty, unreadable or no video.
    """
    _expect_file(path)
    try:
        return av.open(f"file:{path}", options=OPTIONS, metadata_errors="replace")
    except av.error.PermissionError:
        raise SourceError(f"{path}: may not be read; {EXPECTED}. Give this user the right to read it") from None
    except av.error.FFmpegError:
        raise SourceError(f"{path}: {_what_came(path)}") from None


def video_stream(container: InputContainer, path: Path) -> VideoStream:
    """The first video stream.

    Raises:
        SourceError: there is none, or its codec is unknown.
    """
    if not container.streams.video:
        kinds = ", ".join(sorted({stream.type for stream in container.streams})) or "nothing"
        raise SourceError(f"{path}: has no video track, only {kinds}; {EXPECTED}. Choose the file with the picture")
    stream = container.streams.video[0]
    # The type says a codec is always there; a stream of a codec this FFmpeg does not know has none.
    if not bool(getattr(stream, "codec_context", None)):
        raise SourceError(f"{path}: its video codec is unknown; expected H.264 or H.265. Convert the file to H.264")
    return stream


def _expect_file(path: Path) -> None:
    if path.is_dir():
        raise SourceError(f"{path}: is a folder; {EXPECTED}. For a folder of images choose the folder source")
    if not path.exists():
        raise SourceError(f"{path}: does not exist; {EXPECTED}. Check the path")
    if not path.stat().st_size:
        raise SourceError(f"{path}: is empty (0 bytes); {EXPECTED}. Copy it again from the recorder")


def _what_came(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(512)
    if head[4:8] == b"ftyp":
        return (
            "is an mp4 without its index (moov): the recording was cut off before it was closed, or the copy is "
            "incomplete. Copy it again from the recorder"
        )
    came = "is text" if _is_text(head) else f"begins with {head[:8].hex(' ')}, which no known video does"
    return f"{came}; {EXPECTED}. Choose the recording itself"


def _is_text(head: bytes) -> bool:
    text = head.decode("utf-8", errors="ignore")
    return len(text.encode()) > len(head) - 4 and all(letter.isprintable() or letter.isspace() for letter in text)
