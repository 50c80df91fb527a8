"""A register in a CSV file: how it may be written, and what `check` says where it is wrong."""

from __future__ import annotations

from datetime import date
from itertools import takewhile
from pathlib import Path

import pytest

from records.certificates import Certificate
from sunkitchen.certificates import CsvRegistry
from sunkitchen.check import Finding, check
from tests.certificates.registers import LICENCE, market
from vision.errors import RegistryError

HEAD = "merchant,certificate,valid_until\n"
GOOD = f"{HEAD}{LICENCE},330203001,2027-01-31\nm2,330203002,2026-12-31\nm3,330203003,2026-12-31\n"
ONE = (Certificate("330203001", date(2027, 1, 31)),)


def register(folder: Path, text: str | bytes) -> CsvRegistry:
    data = text.encode() if isinstance(text, str) else text
    (folder / "staff.csv").write_bytes(data)
    return CsvRegistry(folder / "staff.csv")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(GOOD, id="plain"),
        pytest.param(GOOD.replace("\n", "\r\n"), id="from Windows"),
        pytest.param("\ufeff" + GOOD, id="with a mark"),
        pytest.param(GOOD.replace("2027-01-31", "2027/1/31"), id="Excel's day"),
        pytest.param(GOOD.replace(f"{LICENCE},", f" {LICENCE} , "), id="spaces"),
        pytest.param(f"姓名,{HEAD}王五,{LICENCE},330203001,2027-01-31\n", id="another column"),
        pytest.param(f"姓名,{HEAD}王五,{LICENCE},330203001,2027-01-31\n".encode("gbk"), id="another column in GBK"),
        pytest.param(f"valid_until,merchant,certificate\n2027-01-31,{LICENCE},330203001\n", id="another order"),
    ],
)
def test_how_it_may_be_written(tmp_path: Path, text: str | bytes) -> None:
    holding = register(tmp_path, text).lookup(LICENCE)
    assert holding is not None
    assert holding.certificates == ONE


BAD = [
    pytest.param("", "expected the columns merchant, certificate, valid_until", None, id="empty"),
    pytest.param(
        "merchant,valid_until\n", "certificate is missing (came merchant, valid_until); add it", None, id="column"
    ),
    pytest.param(GOOD + "m2,9,2026-13-40\n", ":5: valid_until: expected a day such as", "m2", id="no such day"),
    pytest.param(GOOD + "m2,9,soon\n", "came 'soon'; mend it", "m2", id="no day"),
    pytest.param(GOOD + "m2,9,\n", ":5: valid_until: is empty; fill it in", "m2", id="no last day"),
    pytest.param(GOOD + "m2,,2027-01-01\n", ":5: certificate: is empty; fill it in", "m2", id="no number"),
    pytest.param(
        GOOD + ",9,2027-01-01\n", ":5: merchant: expected a licence or id, came nothing", "", id="no merchant"
    ),
    pytest.param(
        GOOD + "m2,330203002,2027-01-01\n", ":5: certificate: expected each once, came '…3002'", "m2", id="twice"
    ),
    pytest.param(GOOD + "m9,9,2027-01-01\n", "merchant: expected the licence or id of one", "", id="unknown merchant"),
    pytest.param(HEAD.encode() + b"\xff\xfe\xff,1,2\n", "expected text in UTF-8 or GBK", None, id="no text"),
]


def found(folder: Path, text: str | bytes) -> list[Finding]:
    """What `check` says of certificates, before it looks at networks."""
    market(folder)
    register(folder, text)
    findings = takewhile(lambda finding: finding.subject != "models", check(folder / "box.yaml"))
    return [finding for finding in findings if finding.subject == "certificates"]


@pytest.mark.parametrize(("text", "words", "whose"), BAD)
def test_what_is_wrong_is_told_with_its_place_and_mend(
    tmp_path: Path, text: str | bytes, words: str, whose: str | None
) -> None:
    [finding] = found(tmp_path, text)
    assert (finding.ok, words in finding.words) == (False, True), finding.words
    assert str(tmp_path / "staff.csv") in finding.words


@pytest.mark.parametrize(("text", "words", "whose"), BAD)
def test_what_is_wrong_with_one_merchant_hides_no_other(
    tmp_path: Path, text: str | bytes, words: str, whose: str | None
) -> None:
    known = register(tmp_path, text)
    for merchant in (LICENCE, "m2", "m3"):
        if whose is not None and merchant != whose:
            assert known.lookup(merchant) is not None
            continue
        with pytest.raises(RegistryError) as refused:
            known.lookup(merchant)
        assert words in str(refused.value)


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    findings = found(tmp_path, GOOD + "m2,9,soon\nm2,,2027-01-01\nm9,1,2027-01-01\n")
    assert [finding.ok for finding in findings] == [False] * 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(GOOD, "3 of 3 merchants; in no camera's zone, so theirs are shown and no event: m3", id="all"),
        pytest.param(
            GOOD.replace("m2,330203002,2026-12-31\n", ""), "not in it, so nothing is told of them: m2", id="one"
        ),
    ],
)
def test_what_is_right_is_told_too(tmp_path: Path, text: str, words: str) -> None:
    [finding] = found(tmp_path, text)
    assert finding.ok
    assert words in finding.words


@pytest.mark.parametrize("make", ["absent", "folder"])
def test_a_file_that_cannot_be_read(tmp_path: Path, make: str) -> None:
    path = tmp_path / make
    if make == "folder":
        path.mkdir()
    with pytest.raises(RegistryError, match="expected a CSV file that can be read"):
        CsvRegistry(path).lookup("m1")


@pytest.mark.parametrize("line", ["m2,330203002,2027-01-01", "m2,2027-01-01,330203199001"], ids=["twice", "swapped"])
def test_numbers_are_kept_out_of_what_is_said(tmp_path: Path, line: str) -> None:
    [finding] = found(tmp_path, f"{GOOD}{line}\n")
    assert not any(number in finding.words for number in ("330203002", "330203199001"))
