"""The newest pictures of cameras: for who may look over a shoulder, of their own place, with heads hidden."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from records.live import LiveFolder, LivePicture
from records.roles import Role
from tests.api.build import FILLED_AT, PLACES, TestBox
from tests.api.test_privacy import HEADS, SIZE, WORN, scene, seen_on
from vision.pixels import decode_jpeg, encode_jpeg

URL = "/api/v1/cameras/{}/picture"
WORN_ONLY = {Role.MANAGER: WORN, Role.HEAD: WORN, Role.GRID_WORKER: WORN, Role.SUPERVISOR: set(), Role.ADMIN: set()}
"""Who sees what of heads; whoever is not here sees no picture."""


def live_of(box: TestBox) -> LiveFolder:
    assert box.context.live is not None
    return box.context.live


@pytest.mark.parametrize("role", PLACES)
def test_a_picture_shows_of_heads_what_its_visitor_may_see(role: Role, box: TestBox, door: httpx.Client) -> None:
    live_of(box).put("c1", LivePicture(FILLED_AT, encode_jpeg(scene()), *SIZE, HEADS))
    answer = door.get(URL.format("c1"), headers=box.bearer_of(role))
    assert answer.status_code == (200 if role in WORN_ONLY else 403)
    if role in WORN_ONLY:
        assert seen_on(decode_jpeg(answer.content)) == WORN_ONLY[role]


def test_another_places_camera_has_no_picture(box: TestBox, door: httpx.Client) -> None:
    answers = [door.get(URL.format(camera), headers=box.bearer_of(Role.MANAGER)).status_code for camera in ("k1", "no")]
    listed = door.get("/api/v1/live", headers=box.bearer_of(Role.MANAGER)).json()["items"]
    assert (answers, [one["camera"] for one in listed]) == ([404, 404], ["c1", "c2"])


def test_a_browser_asks_again_and_gets_only_what_is_new(box: TestBox, door: httpx.Client) -> None:
    headers = box.bearer_of(Role.MANAGER)
    first = door.get(URL.format("c1"), headers=headers)
    again = door.get(URL.format("c1"), headers=headers | {"If-None-Match": first.headers["etag"]})
    old = live_of(box).get("c1")
    assert old is not None
    live_of(box).put("c1", replace(old, heads=HEADS))
    newer = door.get(URL.format("c1"), headers=headers | {"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code, newer.status_code) == (200, 304, 200)
    assert "no-cache" in first.headers["cache-control"]
    assert live_of(box).asked_at == box.clock()


def test_without_a_picture_there_is_none(box: TestBox, door: httpx.Client) -> None:
    live_of(box).keep_only(frozenset())
    assert door.get(URL.format("c1"), headers=box.bearer_of(Role.MANAGER)).status_code == 404
    listed = door.get("/api/v1/live", headers=box.bearer_of(Role.MANAGER)).json()["items"]
    assert [one["picture_at"] for one in listed] == [None, None]
    assert [one["state"] for one in listed] == ["watching", "lost"]
