"""A register of health certificates in a CSV file: a line per person, `merchant,certificate,valid_until`.

`certificate` and `valid_until` are both empty for somebody who works without one. Other columns are not read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from cases.certificates import Holding
from records.certificates import Certificate
from vision.errors import RegistryError

COLUMNS = ("merchant", "certificate", "valid_until")
DAYS = ("%Y-%m-%d", "%Y/%m/%d")
MOST_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file; `fault` says with its place why it cannot be believed."""

    merchant: str
    certificate: Certificate
    fault: str | None = None


class CsvRegistry:
    """Reads the file whenever it is asked: somebody may have mended it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def name(self) -> str:
        """The file's name."""
        return self._path.name

    def lookup(self, merchant_ref: str) -> Holding | None:
        """As of HealthCertRegistry.

        Raises:
            RegistryError: the file cannot be read, or lines of this merchant are wrong.
        """
        lines = [line for line in self._lines() if line.merchant == merchant_ref]
        faults = [line.fault for line in lines if line.fault is not None]
        if faults:
            raise RegistryError(*faults)
        return Holding(tuple(line.certificate for line in lines)) if lines else None

    def mistakes(self, merchants: Collection[str]) -> tuple[str, ...]:
        """Everything that is wrong with the file; `merchants` are those that a line may be about."""
        try:
            lines = self._lines()
        except RegistryError as error:
            return error.mistakes
        faults = [line.fault for line in lines if line.fault is not None]
        strangers = dict.fromkeys(line.merchant for line in lines if line.merchant and line.merchant not in merchants)
        known = ", ".join(sorted(merchants)) or "none"
        return (
            *faults,
            *(
                f"{self._path}: merchant: expected the licence or id of one under `merchants:` ({known}), came "
                f"'{one}'; mend the line, or add the merchant"
                for one in strangers
            ),
        )

    def _lines(self) -> list[Line]:
        text = self._text()
        reader = csv.DictReader(io.StringIO(text))
        try:
            lacking = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            if lacking:
                came = ", ".join(reader.fieldnames or ()) or "nothing"
                raise RegistryError(
                    f"{self._path}: expected the columns {', '.join(COLUMNS)}, {', '.join(lacking)} is missing (came "
                    f"{came[:200]}); add it to the first line"
                )
            return list(self._judged(reader))
        except csv.Error as error:
            place = f"{self._path}:{reader.line_num}"
            raise RegistryError(f"{place}: expected CSV: {error}; save it as CSV again") from None

    def _judged(self, reader: csv.DictReader[str]) -> Iterator[Line]:
        seen = set[tuple[str, str]]()
        for row in reader:
            place = f"{self._path}:{reader.line_num}"
            line = _line(row, place)
            key = line.merchant, line.certificate.number
            if key in seen and line.fault is None:
                came = line.certificate.short.number
                fault = f"{place}: certificate: expected each once, came '{came}' again; remove one of the two lines"
                line = replace(line, fault=fault)
            seen |= {key} if line.certificate.number else set()
            yield line

    def _text(self) -> str:
        try:
            if self._path.stat().st_size > MOST_BYTES:
                raise RegistryError(f"{self._path}: expected at most {MOST_BYTES >> 20} MiB; is it the right file?")
            data = self._path.read_bytes()
        except OSError as error:
            raise RegistryError(f"{self._path}: expected a CSV file that can be read: {error.strerror}") from error
        return _decoded(data, self._path)


def _decoded(data: bytes, path: Path) -> str:
    """Excel writes GBK where it is set to Chinese."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RegistryError(f"{path}: expected text in UTF-8 or GBK; save it as CSV UTF-8")


def _line(row: Mapping[str, str | None], place: str) -> Line:
    merchant, number, day = ((row.get(name) or "").strip() for name in COLUMNS)
    until, fault = _day(day), None
    if not merchant:
        fault = f"{place}: merchant: expected a licence or id, came nothing; fill it in"
    elif day and until is None:
        fault = f"{place}: valid_until: expected a day such as 2026-03-01, came '{_shown(day)}'; mend it"
    elif bool(number) is not bool(day):
        lacking = "valid_until" if number else "certificate"
        fault = f"{place}: {lacking}: is empty; fill it in, or leave both empty for somebody without a certificate"
    return Line(merchant, Certificate(number, until), fault)


def _shown(day: str) -> str:
    """What stands in a day's place; of a number that strayed there only the end."""
    return day if len(day) <= len("2026-03-01") else Certificate(day, None).short.number


def _day(text: str) -> date | None:
    for form in DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, not a time
        except ValueError:
            continue
    return None
