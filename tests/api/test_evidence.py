"""Evidence bytes: whole, in parts, from the cache, and never from elsewhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import httpx
import numpy as np
import pytest
from sqlalchemy import update

from records import tables, violations
from records.violation_rows import EvidenceRow
from tests.api.build import CASES, Case, TestBox, violation
from vision.facts import Box, EvidenceKind, EvidenceRole, ShownHead, Snapshot
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


def test_a_picture_is_kept_by_the_browser_while_a_session_lasts(client: httpx.Client, url: str) -> None:
    answer = client.get(url)
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "private, max-age=43200, immutable"
    assert answer.headers["vary"] == "Cookie, Authorization"


def test_head_tells_the_length_only(client: httpx.Client, url: str) -> None:
    answer = client.head(url)
    assert (int(answer.headers["content-length"]), answer.content) == (len(client.get(url).content), b"")


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
def test_if_none_match(client: httpx.Client, url: str, template: str, status: int) -> None:
    known = client.get(url).headers["etag"].strip('"')
    assert client.get(url, headers={"If-None-Match": template.format(known)}).status_code == status


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
    box.sink.violation(replace(told, looks=(seen,)), (replace(original, heads=(ShownHead(there, True),)),))
    told_of = door.get(f"/api/v1/violations/{case.id}", headers=box.bearer).json()
    small = decode_jpeg(door.get(told_of["thumbnail_url"], headers=box.bearer).content)
    bright = small[..., 0] > 128
    assert small.shape == (200, 356, 3)
    assert bright.sum() == pytest.approx(there.area, rel=0.4)  # blocks a little wider than the head


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
