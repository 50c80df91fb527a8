"""A ring of packets: bounded, begins with a key frame, holds what is wanted, mixes no two stretches of a stream."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import av
import pytest
from av.packet import Packet
from av.video.stream import VideoStream
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.films import FPS, FRAMES, GOP, write_film
from vision.tape import HISTORY_S, Tape

PACKETS = FRAMES
GOP_S = GOP / FPS
MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Film:
    """A film taken apart."""

    stream: VideoStream
    packets: tuple[Packet[VideoStream], ...]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    path: Path = write_film(tmp_path_factory.mktemp("film") / "f.mp4")
    container = av.open(str(path), "r")
    stream = container.streams.video[0]
    return Film(stream, tuple(one for one in container.demux(stream) if one.size))


def filled(film: Film, rounds: int = 1, most_bytes: int = MIB, tape: Tape | None = None) -> Tape:
    """Fed with the film, 25 packets a second, again and again."""
    tape = tape or Tape(most_bytes)
    tape.load(film.stream)
    for number in range(rounds * PACKETS):
        tape.put(film.packets[number % PACKETS], number / FPS)
    return tape


@given(begins=st.floats(-1, 60), length=st.floats(0, 20))
def test_a_cut_begins_with_a_key_frame_and_keeps_to_its_end(film: Film, begins: float, length: float) -> None:
    ends = begins + length
    cut = filled(film, rounds=15).cut(begins, ends, ends)
    if cut is None:
        assert ends < 30 - HISTORY_S
        return
    assert cut.packets[0].is_keyframe
    assert cut.ends_s <= ends
    assert all(a.at_s < b.at_s for a, b in zip(cut.packets, cut.packets[1:], strict=False))
    if 30 - HISTORY_S <= begins < 30:
        assert begins - GOP_S - 1 / FPS < cut.begins_s <= begins


@given(most=st.integers(0, 100_000), rounds=st.integers(1, 20))
def test_it_never_holds_more_than_it_may(film: Film, most: int, rounds: int) -> None:
    tape = filled(film, rounds, most)
    tape.want(0.0)
    cut = filled(film, rounds, most, tape).cut(-1e9, 1e9, 1e9)
    assert (0 if cut is None else sum(len(one.data) for one in cut.packets)) <= most


@pytest.mark.parametrize(("wanted_s", "begins_s"), [(None, 60 - HISTORY_S), (10.0, 10.0), (55.0, 60 - HISTORY_S)])
def test_what_is_wanted_stays(film: Film, wanted_s: float | None, begins_s: float) -> None:
    tape = Tape(MIB)
    tape.want(wanted_s)
    cut = filled(film, 30, tape=tape).cut(-1, 60, 60)
    assert cut is not None
    assert begins_s - 2 * GOP_S < cut.begins_s <= begins_s


def test_a_cut_is_of_one_stretch(film: Film) -> None:
    tape = filled(film)
    tape.offset_s = 2.0
    filled(film, tape=tape)
    before, after = tape.cut(0.0, 1.5, 4.0), tape.cut(0.0, 3.0, 4.0)
    assert before is not None
    assert after is not None
    assert (before.begins_s, before.ends_s, after.begins_s, after.ends_s) == (0.0, 1.96, 2.0, 3.96)
    assert before.spool is not after.spool


def test_nothing_begins_without_its_key_frame(film: Film) -> None:
    tape = Tape(MIB)
    tape.load(film.stream)
    for number, packet in enumerate(film.packets[3:]):
        tape.put(packet, number / FPS)
    cut = tape.cut(0.0, 5.0, 5.0)
    assert cut is not None
    assert cut.packets[0].at_s == pytest.approx((GOP - 3) / FPS)


@pytest.mark.parametrize("around_s", [-1.0, -1e9])
def test_of_what_nobody_kept_there_is_no_cut(film: Film, around_s: float) -> None:
    assert filled(film).cut(around_s - 5, around_s, around_s + 0.5) is None
    assert Tape(MIB).cut(0, 1, 2) is None
