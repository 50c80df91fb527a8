"""What every register of health certificates does, the one in a file and others alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from cases.certificates import HealthCertRegistry, Holding
from records.certificates import Certificate
from sunkitchen.certificates import CsvRegistry, Remembered
from tests.certificates.registers import DAY, LICENCE, NONE, T0, TODAY, Memory, until
from vision.errors import RegistryError

Staff = dict[str, Sequence[Certificate]]
Make = Callable[[Path, Staff], HealthCertRegistry]


def in_a_file(folder: Path, staff: Staff) -> HealthCertRegistry:
    lines = [f"{ref},{one.number},{one.valid_until or ''}" for ref, held in staff.items() for one in held]
    (folder / "staff.csv").write_text("\n".join(["merchant,certificate,valid_until", *lines]), encoding="utf-8")
    return CsvRegistry(folder / "staff.csv")


def in_memory(_folder: Path, staff: Staff) -> HealthCertRegistry:
    return Memory(staff)


def remembered(_folder: Path, staff: Staff) -> HealthCertRegistry:
    return Remembered(Memory(staff), lambda: T0)


def gone(make: Make, folder: Path) -> HealthCertRegistry:
    """The same, out of reach."""
    if make is in_a_file:
        return CsvRegistry(folder / "nowhere.csv")
    memory = Memory(fails=True)
    return memory if make is in_memory else Remembered(memory, lambda: T0)


registers = pytest.mark.parametrize("make", [in_a_file, in_memory, remembered])
STAFF: Staff = {LICENCE: [until(10, "1"), until(-1, "2"), NONE, NONE], "m2": [until(0, "3")]}


@registers
def test_it_tells_everybody_of_a_merchant_and_nobody_else(make: Make, tmp_path: Path) -> None:
    register = make(tmp_path, STAFF)
    assert register.lookup(LICENCE) == Holding(tuple(STAFF[LICENCE]))
    assert register.lookup("m2") == Holding(tuple(STAFF["m2"]))


@registers
def test_counts_and_last_days(make: Make, tmp_path: Path) -> None:
    holding = make(tmp_path, STAFF).lookup(LICENCE)
    assert holding is not None
    assert (holding.total, holding.valid(TODAY), holding.valid(TODAY + 11 * DAY)) == (4, 1, 0)
    assert holding.lacking(TODAY) == (until(-1, "2"), NONE, NONE)


@registers
def test_whom_it_does_not_know_is_unknown_and_not_without(make: Make, tmp_path: Path) -> None:
    assert make(tmp_path, STAFF).lookup("m9") is None


@registers
def test_asked_again_it_says_the_same(make: Make, tmp_path: Path) -> None:
    register = make(tmp_path, STAFF)
    assert register.lookup(LICENCE) == register.lookup(LICENCE)


@registers
def test_out_of_reach_it_says_so(make: Make, tmp_path: Path) -> None:
    with pytest.raises(RegistryError):
        gone(make, tmp_path).lookup(LICENCE)


@registers
def test_it_has_a_name_for_evidence(make: Make, tmp_path: Path) -> None:
    assert make(tmp_path, STAFF).name in ("staff.csv", "memory")


def test_the_last_day_still_counts() -> None:
    assert [until(0).is_valid(TODAY), until(0).is_valid(TODAY + DAY)] == [True, False]


@pytest.mark.parametrize(
    ("after_h", "asked"),
    [
        pytest.param(23.9, 1, id="within a day"),
        pytest.param(24, 2, id="after a day"),
        pytest.param(-1, 2, id="the clock was set back"),
    ],
)
def test_an_answer_is_remembered_for_a_day(after_h: float, asked: int) -> None:
    memory, clock = Memory(STAFF), [T0]
    register = Remembered(memory, lambda: clock[0])
    register.lookup(LICENCE)
    clock[0] += timedelta(hours=after_h)
    register.lookup(LICENCE)
    assert len(memory.asked) == asked


def test_a_failure_is_not_remembered() -> None:
    memory = Memory(STAFF, fails=True)
    register = Remembered(memory, lambda: T0)
    with pytest.raises(RegistryError):
        register.lookup(LICENCE)
    memory.fails = False
    assert register.lookup(LICENCE) is not None
