"""Canonical JSON (RFC 8785): equal values give equal bytes, on any machine and in any language.

Keys are sorted by UTF-16 code units, numbers are written as ECMAScript writes them, nothing is escaped without need.
What JSON cannot say the same everywhere is refused: NaN, infinities, whole numbers beyond 2^53, halves of characters.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from json.encoder import encode_basestring  # type: ignore[attr-defined,unused-ignore]
from math import isfinite
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | float | bool | None"
LARGEST = 2**53 - 1
PLAIN_DIGITS = 21
"""ECMAScript writes numbers below 10^21 without an exponent, and above 10^-7."""


def canonical(value: Json) -> bytes:
    """The one way to write a value, UTF-8 without a line end.

    Raises:
        ValueError: something that JSON cannot say the same everywhere.
    """
    return _written(value).encode("utf-8")


def parsed(text: str | bytes) -> Json:
    """What JSON text says, with every number as canonical() would write it again.

    Raises:
        ValueError: no JSON.
    """
    value: Json = json.loads(text, parse_int=_whole)
    return value


def digest(data: bytes) -> str:
    """sha256 in hex."""
    return sha256(data).hexdigest()


def utc_text(at: datetime, timespec: str = "microseconds") -> str:
    """A time as `2026-03-02T08:30:05.000000Z`.

    Raises:
        ValueError: it has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError(f"a time to be written: expected one with a time zone, came {at.isoformat()}")
    return at.astimezone(UTC).isoformat(timespec=timespec).replace("+00:00", "Z")


def plain(value: object, digits: int | None = None, timespec: str = "microseconds") -> Json:
    """A record as JSON: times in UTC, enums as their words, floats rounded to so many digits or not at all.

    Raises:
        TypeError: nothing that a record holds.
    """
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if digits is None else round(value, digits)
    if isinstance(value, tuple):
        return [plain(item, digits, timespec) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return fields_of(value, digits, timespec)
    return _word(value, timespec)


def fields_of(record: DataclassInstance, digits: int | None = None, timespec: str = "microseconds") -> dict[str, Json]:
    """A record's fields as JSON, by name."""
    return {field.name: plain(getattr(record, field.name), digits, timespec) for field in fields(record)}


def _word(value: object, timespec: str) -> str:
    if isinstance(value, datetime):
        return utc_text(value, timespec)
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, (str, UUID)):
        return str(value)
    raise TypeError(f"a record's field: expected a plain value, came {type(value).__name__}")


def _written(value: Json) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, Mapping):
        return _braced("{}", (f"{_text(key)}:{_written(value[key])}" for key in sorted(value, key=_utf16)))
    return _braced("[]", (_written(item) for item in value))


def _whole(text: str) -> float:
    """JSON has one kind of number: beyond 2^53 it is no count any more."""
    number = int(text)
    return number if abs(number) <= LARGEST else float(number)


def _braced(braces: str, items: Iterable[str]) -> str:
    return f"{braces[0]}{','.join(items)}{braces[1]}"


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")


def _text(value: str) -> str:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(f"text to be written: expected whole characters, came {value!a}") from error
    return encode_basestring(value)


def _number(value: float) -> str:
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise ValueError(f"a whole number to be written: expected at most 2^53 - 1 either way, came {value}")
        return str(value)
    if not isfinite(value):
        raise ValueError(f"a number to be written: expected a finite one, came {value}")
    shortest = repr(value)
    if value == 0 or "e" in shortest:
        return _as_ecmascript(value)
    return shortest.removesuffix(".0")


def _as_ecmascript(value: float) -> str:
    """Number::toString of ECMAScript for what repr() writes in another way: 0, the very large and the very small."""
    if value == 0:
        return "0"
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    assert isinstance(exponent, int)
    shown, minus = "".join(map(str, digits)), "-" if sign else ""
    point = len(shown) + exponent
    if len(shown) <= point <= PLAIN_DIGITS:
        return f"{minus}{shown}{'0' * (point - len(shown))}"
    if -6 < point <= 0:
        return f"{minus}0.{'0' * -point}{shown}"
    fraction = f".{shown[1:]}" if len(shown) > 1 else ""
    return f"{minus}{shown[0]}{fraction}e{'+' if point > 0 else '-'}{abs(point - 1)}"
