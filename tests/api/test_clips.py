"""Clips over the interface: a few pictures a second with heads hidden, within a stall's zone; originals for a reason."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from typing import Any

import av
import httpx
import numpy as np
import pytest

from records import audit
from records.clips import clip_path
from records.roles import Role
from records.states import Noted
from tests.api.build import CASES, TestBox, violation
from tests.api.test_privacy import HEADS, PARTS, Part, scene, seen_on
from tests.records.build import clip
from vision.filming import to_bgr
from vision.frames import Image

CASE = CASES[0]
REASON = {"reason": "申诉要求复核"}


@pytest.fixture
def url(box: TestBox) -> str:
    return f"/api/v1/clips/{box.film(CASE, scene(), HEADS)}"


def told(box: TestBox, door: httpx.Client, role: Role) -> Any:
    answer = door.get(f"/api/v1/violations/{CASE.id}", headers=box.bearer_of(role))
    assert answer.status_code == 200
    return answer.json()["clip"]


def pictures(video: bytes) -> list[tuple[int, Image]]:
    with av.open(BytesIO(video), "r") as film:
        return [(round(frame.time * 1000), to_bgr(frame)) for frame in film.decode(video=0)]


def file_of(box: TestBox) -> Any:
    return box.context.evidence.root / clip_path(clip(violation(CASE)))


def test_a_violation_tells_of_its_clip(box: TestBox, door: httpx.Client) -> None:
    assert told(box, door, Role.MANAGER) is None
    box.film(CASE)
    out = told(box, door, Role.MANAGER)
    assert out["sha256"] == sha256(file_of(box).read_bytes()).hexdigest()
    assert (out["width"], out["height"], out["copied"]) == (64, 36, True)
    assert door.get(out["url"], headers=box.bearer_of(Role.MANAGER)).headers["content-type"] == "video/mp4"


def test_only_pictures_whose_heads_are_known_are_shown_at_their_times(
    box: TestBox, door: httpx.Client, url: str
) -> None:
    shown = pictures(door.get(url, headers=box.bearer_of(Role.MANAGER)).content)
    assert [at for at, _ in shown] == [0, 500]
    assert all(seen_on(image) == {Part("staff", "hat"), Part("staff", "mouth")} for _, image in shown)


def test_a_stall_sees_its_own_zone(box: TestBox, door: httpx.Client, url: str) -> None:
    whole, own = (
        pictures(door.get(url, headers=box.bearer_of(role)).content)[0][1] for role in (Role.MANAGER, Role.OPERATOR)
    )
    assert own.size < whole.size
    assert all(part.who != "stranger" for part in seen_on(own))


def test_the_original_is_the_file_noted_and_kept_by_nobody(box: TestBox, door: httpx.Client, url: str) -> None:
    answer = door.post(f"{url}/original", headers=box.bearer_of(Role.SUPERVISOR), data=REASON)
    with box.database.reading() as session:
        line = next(one for one in audit.lines(session) if one.action is Noted.OPENED_ORIGINAL)
    assert (answer.content, answer.headers["cache-control"]) == (file_of(box).read_bytes(), "no-store")
    assert (line.who, line.reason, line.subject) == ("the_supervisor", REASON["reason"], url.rsplit("/", 1)[-1])
    assert set(PARTS) == seen_on(pictures(answer.content)[0][1])


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.GRID_WORKER, Role.AUDITOR, Role.ADMIN])
def test_originals_are_not_for_everybody(box: TestBox, door: httpx.Client, url: str, role: Role) -> None:
    assert door.post(f"{url}/original", headers=box.bearer_of(role), data=REASON).status_code == 403


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        pytest.param(None, 200, slice(None), id="all"),
        pytest.param("bytes=0-", 206, slice(None), id="all as a part"),
        pytest.param("bytes=0-1", 206, slice(0, 2), id="the first two"),
        pytest.param("bytes=100-199", 206, slice(100, 200), id="some"),
        pytest.param("bytes=100-999999999", 206, slice(100, None), id="to the end and beyond"),
        pytest.param("bytes=999999999-", 416, slice(0), id="beyond the end"),
        pytest.param("bytes=9-3", 416, slice(0), id="backwards"),
        pytest.param("bytes=1-2,5-6", 200, slice(None), id="several"),
        pytest.param("lines=1-2", 200, slice(None), id="of something else"),
    ],
)
def test_players_take_parts(
    box: TestBox, door: httpx.Client, url: str, asked: str | None, status: int, part: slice
) -> None:
    headers = box.bearer_of(Role.MANAGER)
    whole = door.get(url, headers=headers).content
    answer = door.get(url, headers=headers | ({"range": asked} if asked else {}))
    assert answer.status_code == status
    if status != 416:
        assert answer.content == whole[part]


def test_a_browser_keeps_what_cannot_change(box: TestBox, door: httpx.Client, url: str) -> None:
    headers = box.bearer_of(Role.MANAGER)
    first = door.get(url, headers=headers)
    again = door.get(url, headers=headers | {"if-none-match": first.headers["etag"]})
    other = door.get(url, headers=box.bearer_of(Role.AUDITOR) | {"if-none-match": first.headers["etag"]})
    assert (again.status_code, other.status_code) == (304, 200)


@pytest.mark.parametrize("damage", [pytest.param(None, id="gone"), pytest.param(b"no film", id="overwritten")])
def test_a_file_that_is_gone_or_damaged_is_said_to_be(
    box: TestBox, door: httpx.Client, url: str, damage: bytes | None
) -> None:
    kept = file_of(box)
    kept.unlink() if damage is None else kept.write_bytes(damage)
    assert door.get(url, headers=box.bearer_of(Role.MANAGER)).status_code == 410


def test_a_clip_of_which_no_heads_are_known_is_not_shown(box: TestBox, door: httpx.Client) -> None:
    video = box.film(CASES[1], np.full((36, 64, 3), 90, np.uint8))
    box.sink.clip(clip(violation(CASES[0]), file_bytes(box, video)))
    url = told(box, door, Role.MANAGER)["url"]
    assert door.get(url, headers=box.bearer_of(Role.MANAGER)).status_code == 410


def file_bytes(box: TestBox, _id: str) -> bytes:
    data: bytes = (box.context.evidence.root / clip_path(clip(violation(CASES[1])))).read_bytes()
    return data
