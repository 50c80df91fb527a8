"""Equal values give equal bytes, as RFC 8785 writes them."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.canonical import LARGEST, Json, canonical, parsed, plain, utc_text

NUMBERS = st.integers(-LARGEST, LARGEST) | st.floats(allow_nan=False, allow_infinity=False)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_reading_it_gives_the_value(value: Json) -> None:
    assert parsed(canonical(value)) == value


@given(VALUES)
def test_writing_again_gives_the_same_bytes(value: Json) -> None:
    assert canonical(parsed(canonical(value))) == canonical(value)


@given(st.dictionaries(TEXT, VALUES, max_size=6), st.randoms())
def test_the_order_of_keys_does_not_matter(value: Mapping[str, Json], chance: object) -> None:
    keys = list(value)
    chance.shuffle(keys)  # type: ignore[attr-defined]
    assert canonical({key: value[key] for key in keys}) == canonical(value)


def double(bits: str) -> float:
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert isinstance(number, float)
    return number


@pytest.mark.parametrize(
    ("bits", "text"),
    [
        ("0000000000000000", "0"),
        ("8000000000000000", "0"),
        ("0000000000000001", "5e-324"),
        ("8000000000000001", "-5e-324"),
        ("7fefffffffffffff", "1.7976931348623157e+308"),
        ("ffefffffffffffff", "-1.7976931348623157e+308"),
        ("4340000000000000", "9007199254740992"),
        ("c340000000000000", "-9007199254740992"),
        ("4430000000000000", "295147905179352830000"),
        ("44b52d02c7e14af5", "9.999999999999997e+22"),
        ("44b52d02c7e14af6", "1e+23"),
        ("44b52d02c7e14af7", "1.0000000000000001e+23"),
        ("444b1ae4d6e2ef4e", "999999999999999700000"),
        ("444b1ae4d6e2ef4f", "999999999999999900000"),
        ("444b1ae4d6e2ef50", "1e+21"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("41b3de4355555553", "333333333.3333332"),
        ("41b3de4355555554", "333333333.33333325"),
        ("becbf647612f3696", "-0.0000033333333333333333"),
        ("43143ff3c1cb0959", "1424953923781206.2"),
    ],
    ids=lambda value: value,
)
def test_numbers_are_written_as_the_rfc_lists_them(bits: str, text: str) -> None:
    assert canonical(double(bits)) == text.encode()


def test_the_example_of_the_rfc() -> None:
    value: Json = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"\u002f",
        "literals": [None, True, False],
    }
    assert (
        canonical(value)
        == (
            '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
            '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
        ).encode()
    )


def test_keys_are_sorted_as_utf16() -> None:
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    assert [*json.loads(canonical(dict.fromkeys(keys)))] == [
        "\r",
        "1",
        "\u0080",
        "\u00f6",
        "\u20ac",
        "\U0001f600",
        "\ufb33",
    ]


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(nan, id="nan"),
        pytest.param(inf, id="inf"),
        pytest.param(2**53, id="large"),
        pytest.param("\ud800", id="half a character"),
    ],
)
def test_what_others_would_read_differently_is_refused(value: Json) -> None:
    with pytest.raises(ValueError, match="expected"):
        canonical([value])


def test_times_are_utc_with_a_z() -> None:
    at = datetime(2026, 3, 2, 16, 30, 5, tzinfo=timezone(timedelta(hours=8)))
    assert (utc_text(at), plain(at)) == ("2026-03-02T08:30:05.000000Z",) * 2
    with pytest.raises(ValueError, match="time zone"):
        utc_text(at.replace(tzinfo=None))


def test_a_record_keeps_its_numbers_whole_unless_asked() -> None:
    assert (plain((1 / 3,)), plain((1 / 3,), 4)) == ([1 / 3], [0.3333])
    assert plain(datetime(2026, 1, 1, tzinfo=UTC), timespec="milliseconds") == "2026-01-01T00:00:00.000Z"


def test_what_is_no_record_is_refused() -> None:
    with pytest.raises(TypeError, match="bytes"):
        plain(b"x")
