"""The numbers a manifest says its networks reached, and whether one installation is worse than another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import JsonValue

from vision.detect.manifest import ColourEntry, CropEntry, Manifest, YoloEntry

HIGHER_IS_BETTER = frozenset({"ap50", "ap50_95", "precision", "recall"})
TOLERANCE = 0.005
"""How much lower a number without an interval may be: half a point."""


@dataclass(frozen=True, slots=True)
class Number:
    """A measured share.

    Attributes:
        place: what, on which set, of what: `hat.kitchen_A.given_boxes.not_worn.precision`.
        value: 0-1. low, high: its 95 % interval; None where the manifest has none.
    """

    place: str
    value: float
    low: float | None = None
    high: float | None = None

    @property
    def floor(self) -> float:
        """What is lower than this is worse: the end of the interval, or half a point."""
        return self.value - TOLERANCE if self.low is None else self.low


@dataclass(frozen=True, slots=True)
class Fault:
    """A number in which an installation falls behind; `came` is None where it was not measured at all."""

    expected: Number
    came: Number | None

    def __str__(self) -> str:
        came = "was not measured" if self.came is None else f"is {self.came.value:.3f}"
        return f"{self.expected.place} {came}, in force {self.expected.value:.3f} (at least {self.expected.floor:.3f})"


def numbers(manifest: Manifest) -> tuple[Number, ...]:
    """Every measured share of an installation's networks, in the manifest's order."""
    found: list[Number] = []
    for entry in manifest.models:
        found += _walk(entry.measured, _subject(entry))
        for attribute in entry.attributes if isinstance(entry, CropEntry) else ():
            found += _walk(attribute.measured, attribute.name)
    return tuple(found)


def behind(candidate: Manifest, in_force: Manifest) -> tuple[Fault, ...]:
    """Numbers of those in force that the candidate does not reach, or was not measured for."""
    reached = {number.place: number for number in numbers(candidate)}
    return tuple(
        Fault(expected, came)
        for expected in numbers(in_force)
        if (came := reached.get(expected.place)) is None or came.value < expected.floor
    )


def _subject(entry: YoloEntry | CropEntry | ColourEntry) -> str:
    match entry:
        case YoloEntry():
            return "detector"
        case CropEntry():
            return entry.label
        case ColourEntry():
            return entry.kind


def _walk(value: JsonValue, place: str) -> Iterator[Number]:
    if not isinstance(value, dict):
        return
    for key, inside in value.items():
        where = f"{place}.{key}"
        if key not in HIGHER_IS_BETTER:
            yield from _walk(inside, where)
        elif isinstance(inside, dict):
            yield from _share(where, inside.get("value"), [inside.get("low"), inside.get("high")])
        else:
            yield from _share(where, inside, value.get(f"{key}_interval"))


def _share(place: str, value: JsonValue, interval: JsonValue) -> Iterator[Number]:
    if not isinstance(value, int | float):
        return
    match interval:
        case [int() | float() as low, int() | float() as high]:
            yield Number(place, float(value), float(low), float(high))
        case _:
            yield Number(place, float(value))
