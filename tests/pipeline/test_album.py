"""Which pictures become evidence: only looks against in the violation's own matter, the surest of them first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest

from tests.rules.script import NO_MASK, look, place, play, violations
from vision.facts import Answer, Box, EvidenceKind, EvidenceRole, Judgement, Look, Phase, Violation
from vision.frames import Image
from vision.pipeline.album import Album, clearest_of
from vision.rules.missing_attribute import MissingAttribute

ORIGINALS = (EvidenceRole.CLEAREST, EvidenceRole.FIRST, EvidenceRole.LAST)


class Seen(NamedTuple):
    """One look: what it says of the mask, how sure, how sharp, how large (px)."""

    mask: Answer
    score: float = 0.9
    sharpness: float = 100.0
    side_px: float = 50.0


N, W, X, Q = Answer.NOT_WORN, Answer.WORN, Answer.WRONG, Answer.CANNOT_TELL


def looks(seen: Sequence[Seen]) -> list[Look]:
    """Looks half a second apart; the head is bare in all of them, which is another code's matter."""
    return [_look(number, one) for number, one in enumerate(seen)]


def _look(number: int, seen: Seen) -> Look:
    plain = look("anna", Answer.NOT_WORN, number * 0.5)
    track = replace(plain.track, box=Box(10, 10, 10 + seen.side_px, 10 + seen.side_px))
    judgements = (Judgement("hat", Answer.NOT_WORN, 0.99), Judgement("mask", seen.mask, seen.score))
    return replace(plain, frame=number, track=track, judgements=judgements, sharpness=seen.sharpness)


def no_mask(strip: Sequence[Look], phase: Phase = Phase.OPENED) -> Violation:
    [opened] = violations(play({"anna": "N" * 20}), Phase.OPENED)
    return replace(opened, looks=tuple(strip), phase=phase)


def picture() -> Image:
    return np.full((120, 160, 3), 128, np.uint8)


def kept(strip: Sequence[Look], capacity: int = 64) -> Album:
    album = Album(tuple(place().zones.values()), (MissingAttribute(NO_MASK, place()),), capacity)
    for one in strip:
        album.keep([one], picture(), ())
    return album


@pytest.mark.parametrize(
    ("seen", "clearest"),
    [
        pytest.param([Seen(N), Seen(N, sharpness=300), Seen(N)], 1, id="sharpest"),
        pytest.param([Seen(N), Seen(N), Seen(N, side_px=80)], 2, id="largest"),
        pytest.param([Seen(N), Seen(Q, sharpness=900), Seen(N, sharpness=101)], 2, id="not-the-back-of-a-head"),
        pytest.param([Seen(N), Seen(W, sharpness=900), Seen(N, sharpness=101)], 2, id="not-one-with-a-mask"),
        pytest.param([Seen(N), Seen(X, sharpness=900), Seen(N, sharpness=101)], 2, id="not-another-code's-proof"),
        pytest.param([Seen(N), Seen(N, 0.6, sharpness=900), Seen(N, sharpness=101)], 2, id="surer-before-sharper"),
        pytest.param([Seen(N, 0.1), Seen(N, 0.1), Seen(N, 0.1)], 2, id="equal-ones-the-last"),
    ],
)
def test_the_clearest_shows_what_is_missing(seen: Sequence[Seen], clearest: int) -> None:
    strip = looks(seen)
    snapshots = kept(strip).snapshots(no_mask(strip))
    assert {s.role: s.frame for s in snapshots if s.kind is EvidenceKind.ORIGINAL}[EvidenceRole.CLEAREST] == clearest
    assert [s.frame for s in snapshots if s.kind is EvidenceKind.ANNOTATED] == [clearest]


def test_first_and_last_show_it_too() -> None:
    strip = looks([Seen(Q), Seen(N), Seen(N), Seen(N), Seen(Q)])
    snapshots = kept(strip).snapshots(no_mask(strip))
    frames = {s.role: s.frame for s in snapshots if s.kind is EvidenceKind.ORIGINAL}
    assert [frames[role] for role in ORIGINALS] == [3, 1, 3]


@pytest.mark.parametrize(
    ("seen", "phase"),
    [
        pytest.param([Seen(Q)] * 3, Phase.OPENED, id="nothing-to-show"),
        pytest.param([Seen(N)] * 3, Phase.ENDED, id="an-end-needs-none"),
    ],
)
def test_no_picture_is_better_than_a_wrong_one(seen: Sequence[Seen], phase: Phase) -> None:
    strip = looks(seen)
    assert kept(strip).snapshots(no_mask(strip, phase)) == ()


def test_the_oldest_pictures_go_first() -> None:
    strip = looks([Seen(N)] * 5)
    assert {s.frame for s in kept(strip, capacity=2).snapshots(no_mask(strip))} == {3, 4}


def test_equally_sure_looks_are_all_weighed() -> None:
    strip = looks([Seen(N, sharpness=200), Seen(N), Seen(N)])
    assert clearest_of(dict.fromkeys(strip, 0.7)).frame == 0
