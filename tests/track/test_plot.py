"""The benchmark's picture: every measured row is in it, whatever it is called."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from benchmarks.plot import plot
from benchmarks.tracker import Row

SVG = "{http://www.w3.org/2000/svg}"
ROWS = (
    Row("ours", "kitchen <2>", 0.5, 10, idf1=0.5),
    Row("ours", "kitchen <2>", 2.0, 10, idf1=1.0),
    Row("other & co", "kitchen <2>", 2.0, 10, idf1=0.25),
    Row("ours", "crossings", 2.0, 10, idf1=0.75),
    Row("absent", "crossings", 2.0, note="not installed"),
)


@pytest.mark.parametrize(("rows", "dots"), [pytest.param(ROWS, 4, id="rows"), pytest.param((), 0, id="none")])
def test_every_measured_row_is_a_dot(rows: tuple[Row, ...], dots: int) -> None:
    picture = ET.fromstring(plot(rows))
    assert len(list(picture.iter(f"{SVG}circle"))) == dots


def test_better_is_higher() -> None:
    first, second, *_ = ET.fromstring(plot(ROWS)).iter(f"{SVG}circle")
    assert float(first.attrib["cy"]) > float(second.attrib["cy"])


def test_names_are_told_and_who_was_not_measured_is_not() -> None:
    words = {text.text for text in ET.fromstring(plot(ROWS)).iter(f"{SVG}text")}
    assert {"● ours", "● other & co", "kitchen <2>, IDF1"} <= words
    assert not any("absent" in (word or "") for word in words)
