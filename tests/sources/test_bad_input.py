"""What is no video says so: which file, what was expected, what came, and the mend."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from tests.sources.films import FRAMES, without_first_packet, write_film, write_sound
from vision.errors import SourceError
from vision.frames import Frame
from vision.sources import FolderSpec, RecordedSpec, RtspSpec, open_source

Make = Callable[[Path], Path]


def text(folder: Path) -> Path:
    (folder / "notes.mp4").write_text("周一：摄像头坏了\n" * 50)
    return folder / "notes.mp4"


def noise(folder: Path) -> Path:
    (folder / "noise.mp4").write_bytes(bytes(range(256)) * 10)
    return folder / "noise.mp4"


def playlist(folder: Path) -> Path:
    film = write_film(folder / "film.mp4")
    (folder / "list.mp4").write_text(f"ffconcat version 1.0\nfile '{film.name}'\n")
    return folder / "list.mp4"


def empty(folder: Path) -> Path:
    (folder / "empty.mp4").touch()
    return folder / "empty.mp4"


def without_index(folder: Path) -> Path:
    whole = write_film(folder / "film.mp4").read_bytes()
    (folder / "cut.mp4").write_bytes(whole[: whole.index(b"moov") - 4])
    return folder / "cut.mp4"


def unknown_codec(folder: Path) -> Path:
    film = write_film(folder / "film.mp4")
    film.write_bytes(film.read_bytes().replace(b"avc1", b"xyz1"))
    return film


def without_key_frame(folder: Path) -> Path:
    return without_first_packet(write_film(folder / "film.mkv", gop=1000), folder / "no_key.mkv")


@pytest.mark.parametrize(
    ("make", "came", "mend"),
    [
        pytest.param(lambda folder: folder / "gone.mp4", "does not exist", "Check the path", id="missing"),
        pytest.param(lambda folder: folder, "is a folder", "folder source", id="folder"),
        pytest.param(empty, "is empty (0 bytes)", "Copy it again", id="zero-byte"),
        pytest.param(text, "is text", "Choose the recording", id="text-named-mp4"),
        pytest.param(noise, "begins with 00 01 02", "Choose the recording", id="noise-named-mp4"),
        pytest.param(playlist, "is text", "Choose the recording", id="playlist-named-mp4"),
        pytest.param(without_index, "without its index (moov)", "Copy it again", id="cut-before-its-index"),
        pytest.param(
            lambda folder: write_sound(folder / "sound.mp4"), "only audio", "with the picture", id="audio-only"
        ),
        pytest.param(unknown_codec, "codec is unknown", "Convert", id="unknown-codec"),
        pytest.param(without_key_frame, "no picture could be decoded", "Export", id="no-key-frame"),
    ],
)
def test_no_video(tmp_path: Path, make: Make, came: str, mend: str) -> None:
    path = make(tmp_path)
    with pytest.raises(SourceError) as caught:
        list(open_source(RecordedSpec(camera="c", path=path)).frames())
    message = str(caught.value)
    assert [part for part in (str(path), came, mend) if part not in message] == []


def cut_in_the_middle(film: Path) -> Path:
    whole = film.read_bytes()
    film.write_bytes(whole[: len(whole) * 6 // 10])
    return film


def all_and_the_error(path: Path) -> tuple[list[Frame], str]:
    """What a source gave before it failed, and what it said."""
    frames: list[Frame] = []
    with pytest.raises(SourceError) as caught:
        frames.extend(open_source(RecordedSpec(camera="c", path=path)).frames())
    return frames, str(caught.value)


@pytest.mark.parametrize("ending", [pytest.param(ending, id=ending) for ending in ("mp4", "mkv", "avi")])
def test_a_film_cut_in_the_middle_gives_what_there_is_and_then_says_so(tmp_path: Path, ending: str) -> None:
    film = cut_in_the_middle(write_film(tmp_path / f"film.{ending}", index_first=True))
    frames, said = all_and_the_error(film)
    assert FRAMES // 3 < len(frames) < FRAMES
    assert "ends early after" in said
    assert "of 2.0 s" in said


def test_frames_before_the_first_key_frame_are_counted(tmp_path: Path) -> None:
    film = without_first_packet(write_film(tmp_path / "film.mkv", gop=10), tmp_path / "late.mkv")
    source = open_source(RecordedSpec(camera="c", path=film))
    assert len(list(source.frames())) == FRAMES - 10
    assert source.counts.corrupt == 9


def test_sound_that_outlasts_the_picture_is_no_early_end(tmp_path: Path) -> None:
    film = write_film(tmp_path / "film.mkv", sound=True)
    assert len(list(open_source(RecordedSpec(camera="c", path=film)).frames())) == FRAMES


@pytest.mark.parametrize(
    ("make", "came"),
    [
        pytest.param(lambda folder: folder / "gone", "does not exist", id="missing"),
        pytest.param(text, "is a file", id="file"),
        pytest.param(lambda folder: folder, "holds no images", id="empty"),
    ],
)
def test_no_folder_of_images(tmp_path: Path, make: Make, came: str) -> None:
    path = make(tmp_path)
    with pytest.raises(SourceError, match=f"{path.name}.*{came}"):
        open_source(FolderSpec(camera="c", path=path))


def test_a_folder_whose_images_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_text("no image")
    with pytest.raises(SourceError, match="none of its 1 images can be read"):
        list(open_source(FolderSpec(camera="c", path=tmp_path)).frames())


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://admin:secret@host/live", id="other-scheme"),
        pytest.param("rtsp:///live", id="no-host"),
        pytest.param("rtsp://admin:secret@host:port/live", id="port-is-no-number"),
        pytest.param("admin:secret@host", id="no-scheme"),
    ],
)
def test_what_is_no_rtsp_url_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(SourceError, match="expected a URL like rtsp://") as caught:
        RtspSpec(camera="c", url=url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("kind", [pytest.param(RecordedSpec, id="recorded"), pytest.param(FolderSpec, id="folder")])
def test_a_start_without_a_time_zone_is_refused(kind: type[RecordedSpec | FolderSpec]) -> None:
    with pytest.raises(SourceError, match=r"no time zone; write it with one, 2026-01-01T08:00:00\+08:00"):
        kind(camera="c", path=Path("x"), start=datetime.fromisoformat("2026-01-01T08:00:00"))


def test_no_images_a_second_is_refused() -> None:
    with pytest.raises(SourceError, match="fps must be above 0"):
        FolderSpec(camera="c", path=Path("x"), fps=0)
