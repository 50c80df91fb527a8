"""One camera, two stalls: a stall's operator sees its own zone of a picture and nothing beyond, on every way there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import httpx
import numpy as np
import pytest

from api.app import create_api
from api.evidence.part import part_of, served, window_of
from records import grants, tables, violations
from records.grants import Grant
from records.pictures import Picture
from records.roles import Level, Role
from records.scopes import Scope
from tests.api.build import PATIENCE_S, SQUARE, Case, TestBox, minutes, serving, violation
from tests.api.routes import ways
from tests.records.build import PICTURES
from vision.facts import Box, EvidenceRole, Point, Snapshot
from vision.frames import Image
from vision.pixels import decode_jpeg, encode_jpeg

SIZE = (640, 360)
OURS = Case("ours", 30)
WINDOW = (64, 36, 576, 324)


def picture() -> Image:
    """Green within the zone's triangle, red beyond: the neighbour."""
    image = np.full((SIZE[1], SIZE[0], 3), (0, 0, 255), np.uint8)
    corners = np.array([[p.x * SIZE[0], p.y * SIZE[1]] for p in SQUARE]).astype(np.int32)
    cv2.fillPoly(image, [corners], (0, 255, 0))
    return image


def red_share(jpeg: bytes) -> float:
    image = decode_jpeg(jpeg).astype(int)
    return float(((image[..., 2] > 110) & (image[..., 1] < 90)).mean())


def green_share(jpeg: bytes) -> float:
    image = decode_jpeg(jpeg).astype(int)
    return float(((image[..., 1] > 150) & (image[..., 2] < 90)).mean())


@dataclass(frozen=True, slots=True)
class Shown:
    """A box with such a picture, and where its routes are."""

    box: TestBox
    client: httpx.Client
    urls: tuple[str, ...]

    def get(self, role: Role, url: str, **headers: str) -> httpx.Response:
        return self.client.get(url, headers=self.box.bearer_of(role) | headers)


@pytest.fixture
def shown(box: TestBox) -> Iterator[Shown]:
    jpeg = encode_jpeg(picture())
    box.sink.violation(
        violation(OURS),
        [Snapshot(kind, EvidenceRole.CLEAREST, minutes(30), 100, jpeg, *SIZE) for kind in PICTURES],
    )
    with box.database.reading() as session:
        detail = violations.one(session, OURS.id)
    assert detail is not None
    app = create_api(box.context)
    routes = [
        way for way in ways(app) if "evidence_id" in way.path and way.path.count("{") == 1 and way.method == "GET"
    ]
    urls = tuple(way.filled({"evidence_id": str(file.id)}) for way in routes for file in detail.evidence)
    assert len(urls) >= 4
    with serving(app) as address, httpx.Client(base_url=address, timeout=PATIENCE_S) as client:
        yield Shown(box, client, urls)


def test_the_whole_picture_shows_the_neighbour(shown: Shown) -> None:
    assert all(red_share(shown.get(Role.MANAGER, url).content) > 0.2 for url in shown.urls)


def test_no_picture_shows_an_operator_the_neighbour(shown: Shown) -> None:
    for url in shown.urls:
        jpeg = shown.get(Role.OPERATOR, url).content
        assert red_share(jpeg) < 0.005, url
        assert green_share(jpeg) > 0.2, url


def test_a_part_of_the_bytes_is_no_way_round(shown: Shown) -> None:
    for url in shown.urls:
        answer = shown.get(Role.OPERATOR, url, Range="bytes=0-9999999")
        assert red_share(answer.content) < 0.005


def test_what_lies_beyond_the_outline_is_black(shown: Shown) -> None:
    image = decode_jpeg(shown.get(Role.OPERATOR, shown.urls[0]).content)
    assert image.shape[:2] == (WINDOW[3] - WINDOW[1], WINDOW[2] - WINDOW[0])
    assert image[-40:, :40].max() < 20  # the triangle's empty corner


def test_nobody_is_given_anothers_copy_from_a_cache(shown: Shown) -> None:
    for url in shown.urls:
        whole = shown.get(Role.MANAGER, url)
        assert whole.headers["vary"] == "Cookie, Authorization"
        again = shown.get(Role.OPERATOR, url, **{"If-None-Match": whole.headers["etag"]})
        assert (again.status_code, again.headers["etag"] != whole.headers["etag"]) == (200, True)
        own = shown.get(Role.OPERATOR, url, **{"If-None-Match": again.headers["etag"]})
        assert (own.status_code, own.content) == (304, b"")


def test_the_explanation_says_what_is_shown(shown: Shown) -> None:
    url = f"/api/v1/violations/{OURS.id}"
    windows = {role: shown.get(role, url).json()["evidence"][0]["window"] for role in (Role.OPERATOR, Role.MANAGER)}
    assert windows == {Role.OPERATOR: list(WINDOW), Role.MANAGER: None}


def test_a_picture_without_an_outline_is_not_shown_at_all(shown: Shown) -> None:
    with shown.box.database.writing() as session:
        session.get_one(tables.Violation, OURS.id).polygon = []
        session.get_one(tables.Zone, "z1").polygon = []
    assert {shown.get(Role.OPERATOR, url).status_code for url in shown.urls} == {410}


def test_a_picture_of_before_outlines_were_kept_is_cut_to_the_zone_of_today(shown: Shown) -> None:
    with shown.box.database.writing() as session:
        session.get_one(tables.Violation, OURS.id).polygon = None
    assert all(red_share(shown.get(Role.OPERATOR, url).content) < 0.005 for url in shown.urls)


def test_who_runs_a_stall_here_and_a_market_there_sees_each_as_it_is_theirs(shown: Shown) -> None:
    def red() -> bool:
        return red_share(shown.get(Role.OPERATOR, shown.urls[0]).content) > 0.2

    before = red()
    for site, sees_all in (("canteen", False), ("market", True)):
        with shown.box.database.writing() as session:
            grants.give(session, "the_operator", Grant(Role.MANAGER, Scope(Level.SITE, site)), minutes(61))
        assert red() is sees_all
    assert not before


@pytest.mark.parametrize(
    ("polygon", "window"),
    [
        pytest.param(None, (0, 0, 640, 360), id="all of it"),
        pytest.param(SQUARE, WINDOW, id="round the outline"),
        pytest.param((Point(-1, -1), Point(2, -1), Point(2, 2)), (0, 0, 640, 360), id="never beyond the picture"),
        pytest.param((Point(0.3334, 0.3334), Point(0.5, 0.5), Point(0.4, 0.6)), (213, 120, 320, 216), id="whole px"),
    ],
)
def test_a_window(polygon: tuple[Point, ...] | None, window: tuple[int, ...]) -> None:
    assert tuple(window_of(polygon, SIZE)) == window


@pytest.mark.parametrize(
    ("head", "seen"),
    [
        pytest.param(Box(100, 50, 140, 100), Box(36, 14, 76, 64), id="within"),
        pytest.param(Box(40, 30, 90, 60), Box(0, 0, 26, 24), id="over the edge"),
        pytest.param(Box(0, 0, 30, 30), None, id="beyond"),
        pytest.param(None, None, id="unknown"),
    ],
)
def test_a_head_as_it_is_served(head: Box | None, seen: Box | None) -> None:
    shown = served(Picture(OURS.id, *SIZE, head, SQUARE))
    assert (shown.width, shown.height, shown.head) == (512, 288, seen)
    part = part_of(shown)
    assert part.x0 >= 0
    assert part.x1 <= 512
