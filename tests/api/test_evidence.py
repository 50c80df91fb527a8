"""Evidence bytes: whole, in parts, from the cache, and never from elsewhere."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import httpx
import numpy as np
import pytest
from sqlalchemy import update

from records import tables, violations
from records.violations import EvidenceRow
from tests.api.build import CASES, Case, TestBox, violation
from vision.facts import Box, EvidenceKind, EvidenceRole, Snapshot
from vision.pixels import decode_jpeg, encode_jpeg


def first_file(box: TestBox) -> EvidenceRow:
    with box.database.reading() as session:
        detail = violations.one(session, CASES[0].id)
    assert detail is not None
    return detail.evidence[0]


@pytest.fixture
def row(shared_box: TestBox) -> EvidenceRow:
    return first_file(shared_box)


@pytest.fixture
def url(row: EvidenceRow) -> str:
    return f"/api/v1/evidence/{row.id}"


def test_the_bytes_are_those_that_were_kept(client: httpx.Client, row: EvidenceRow, url: str) -> None:
    answer = client.get(url)
    assert sha256(answer.content).hexdigest() == row.sha256
    assert answer.headers["etag"] == f'"{row.sha256}"'
    assert answer.headers["cache-control"] == "private, max-age=43200, immutable"
    assert answer.headers["content-disposition"].startswith("inline; filename=")


def test_head_tells_the_length_only(client: httpx.Client, row: EvidenceRow, url: str) -> None:
    answer = client.head(url)
    assert (int(answer.headers["content-length"]), answer.content) == (row.size_bytes, b"")


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [
        pytest.param("bytes=0-9", 0, 9, id="first-ten"),
        pytest.param("bytes=5-", 5, None, id="from-five"),
        pytest.param("bytes=-4", -4, None, id="last-four"),
        pytest.param("bytes=3-999999999", 3, None, id="end-beyond"),
        pytest.param("bytes=-999999999", 0, None, id="more-than-there-is"),
    ],
)
def test_a_range_is_a_part(client: httpx.Client, url: str, header: str, first: int, last: int | None) -> None:
    whole = client.get(url).content
    answer = client.get(url, headers={"Range": header})
    assert answer.status_code == 206
    assert answer.content == whole[first : None if last is None else last + 1]


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("bytes=999999-", id="begins-beyond"),
        pytest.param("bytes=9-3", id="backwards"),
        pytest.param("bytes=-0", id="nothing"),
        pytest.param("bytes=0-1,3-4", id="two-ranges"),
        pytest.param("bytes=a-b", id="letters"),
        pytest.param("lines=0-1", id="other-unit"),
        pytest.param("bytes=" + "9" * 400 + "-", id="very-long"),
    ],
)
def test_a_range_that_cannot_be_served_is_416(client: httpx.Client, row: EvidenceRow, url: str, header: str) -> None:
    answer = client.get(url, headers={"Range": header})
    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{row.size_bytes}")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("template", "status"),
    [
        pytest.param('"{}"', 304, id="same"),
        pytest.param('W/"{}"', 304, id="weak"),
        pytest.param('"other", "{}"', 304, id="one-of-several"),
        pytest.param("*", 304, id="any"),
        pytest.param('"other"', 200, id="other"),
    ],
)
def test_if_none_match(client: httpx.Client, row: EvidenceRow, url: str, template: str, status: int) -> None:
    assert client.get(url, headers={"If-None-Match": template.format(row.sha256)}).status_code == status


def test_a_thumbnail_is_a_small_picture_of_it(client: httpx.Client, row: EvidenceRow, url: str) -> None:
    answer = client.get(f"{url}/thumbnail")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "private, max-age=43200, immutable"
    assert decode_jpeg(answer.content).shape == (row.height, row.width, 3)
    again = client.get(f"{url}/thumbnail", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(url, headers={"If-None-Match": answer.headers["etag"]}).status_code == 200


def test_a_thumbnail_shows_the_flagged_head(box: TestBox, door: httpx.Client) -> None:
    case = Case("far right", 9)
    there = Box(1180.0, 300.0, 1220.0, 350.0)
    told = violation(case)
    seen = replace(told.looks[0], track=replace(told.looks[0].track, box=there))
    picture = np.zeros((720, 1280, 3), np.uint8)
    picture[300:350, 1180:1220] = 255
    original = Snapshot(EvidenceKind.ORIGINAL, EvidenceRole.FIRST, seen.at, seen.frame, encode_jpeg(picture), 1280, 720)
    box.sink.violation(replace(told, looks=(seen,)), (original,))
    told_of = door.get(f"/api/v1/violations/{case.id}", headers=box.bearer).json()
    small = decode_jpeg(door.get(told_of["thumbnail_url"], headers=box.bearer).content)
    bright = small[..., 0] > 128
    assert small.shape == (200, 356, 3)
    assert bright.sum() == pytest.approx(there.area, rel=0.1)


def test_there_is_no_thumbnail_of_nothing(client: httpx.Client) -> None:
    assert client.get(f"/api/v1/evidence/{CASES[0].id}/thumbnail").status_code == 404


@pytest.mark.parametrize("data", [pytest.param(b"", id="emptied"), pytest.param(b"no picture", id="overwritten")])
def test_what_is_no_picture_any_more_has_no_thumbnail(box: TestBox, door: httpx.Client, data: bytes) -> None:
    row = first_file(box)
    box.context.evidence.resolve(row.path).write_bytes(data)
    assert door.get(f"/api/v1/evidence/{row.id}/thumbnail", headers=box.bearer).status_code == 410


@pytest.mark.parametrize(
    "name", ["../box.db", "..%2Fbox.db", "/etc/passwd", "%2e%2e/box.db", "c1/../../box.db", "a\0b"]
)
def test_no_name_leads_out_of_the_folder(client: httpx.Client, name: str) -> None:
    answer = client.get(f"/api/v1/evidence/{quote(name, safe='/%')}")
    assert answer.status_code in (404, 422)
    assert b"SQLite" not in answer.content


@pytest.mark.parametrize("path", ["../box.db", "/etc/passwd", "c1/../../box.db"])
def test_no_row_leads_out_of_the_folder(box: TestBox, door: httpx.Client, path: str) -> None:
    row = first_file(box)
    with box.database.writing() as session:
        session.execute(update(tables.Evidence).where(tables.Evidence.id == row.id).values(path=path))
    assert door.get(f"/api/v1/evidence/{row.id}", headers=box.bearer).status_code == 410


def test_a_link_does_not_lead_out_either(box: TestBox, door: httpx.Client, tmp_path: Path) -> None:
    row = first_file(box)
    kept = box.context.evidence.resolve(row.path)
    kept.unlink()
    kept.symlink_to(tmp_path / "box.db")
    assert door.get(f"/api/v1/evidence/{row.id}", headers=box.bearer).status_code == 410


def test_a_file_that_is_gone_is_gone(box: TestBox, door: httpx.Client) -> None:
    row = first_file(box)
    box.context.evidence.resolve(row.path).unlink()
    assert door.get(f"/api/v1/evidence/{row.id}", headers=box.bearer).status_code == 410
