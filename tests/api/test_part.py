"""The part of a picture that a list shows, and where a square of it is cut."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.evidence.part import focus, part_of
from records.pictures import Picture
from vision.facts import Box


def picture(head: Box | None, width: int = 1280, height: int = 720) -> Picture:
    return Picture(UUID(int=1), width, height, head)


@pytest.mark.parametrize(
    ("head", "part", "where"),
    [
        pytest.param(None, (0, 0, 1280, 720), "50% 50%", id="no look tells: all of it"),
        pytest.param(Box(620, 335, 660, 385), (462, 260, 818, 460), "50% 50%", id="in the middle"),
        pytest.param(Box(630, 355, 640, 365), (475, 270, 795, 450), "50% 50%", id="tiny: a quarter of the picture"),
        pytest.param(Box(0, 0, 40, 50), (0, 0, 356, 200), "0% 50%", id="in the corner"),
        pytest.param(Box(1180, 335, 1220, 385), (924, 260, 1280, 460), "100% 50%", id="near the right edge"),
        pytest.param(Box(400, 100, 900, 700), (0, 0, 1280, 720), "52% 50%", id="filling it"),
    ],
)
def test_the_part_is_round_the_head(head: Box | None, part: tuple[float, ...], where: str) -> None:
    assert part_of(picture(head)) == pytest.approx(part, abs=1)
    assert focus(picture(head)) == where


SIDE = st.floats(4, 500)


@given(st.integers(64, 4000), st.integers(64, 4000), SIDE, SIDE, st.floats(0, 1), st.floats(0, 1))
def test_the_head_is_never_cut_off(width: int, height: int, w: float, h: float, left: float, top: float) -> None:
    w, h = min(w, width), min(h, height)
    x0, y0 = left * (width - w), top * (height - h)
    part = part_of(picture(Box(x0, y0, x0 + w, y0 + h), width, height))
    assert part.x0 >= -0.01
    assert part.y0 >= -0.01
    assert part.x1 <= width + 0.01
    assert part.y1 <= height + 0.01
    assert part.x0 <= x0 + 0.01
    assert part.y0 <= y0 + 0.01
    assert part.x1 >= x0 + w - 0.01
    assert part.y1 >= y0 + h - 0.01
