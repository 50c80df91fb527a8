"""The strip of small pictures: each look leads to its own, and nobody sees more of a head on it than on the frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import cv2
import httpx
import numpy as np
import pytest

from records import violations
from records.roles import Role
from records.violation_rows import ViolationDetail
from tests.api.build import Case, TestBox, violation
from tests.api.test_own_zone import SIZE, green_share, picture, red_share
from tests.api.test_privacy import BANDS, MAY_SEE, SEEN, Part, likeness
from vision.facts import CELL_PX, Box, EvidenceKind, Look, Point, ShownHead, Track
from vision.frames import Image
from vision.pipeline.crops import crop_of, strip_of
from vision.pixels import decode_jpeg, square_crop

OURS = Case("strip", 33)
INSIDE = Box(430, 90, 478, 138)
"""Well within the zone's triangle; with its margin as large as a cell, whose left top corner is this."""
CORNER = Point(406, 66)
STAFF, STRANGER = Box(412, 80, 448, 120), Box(458, 110, 494, 150)
HEADS = (ShownHead(STAFF, True), ShownHead(STRANGER, False))
EDGE = Box(296, 156, 344, 204)
"""Across the outline: part of the cell is the neighbour's."""


def noisy() -> Image:
    image = picture()
    rng = np.random.default_rng(3)
    for head in (STAFF, STRANGER):
        blocks = rng.integers(0, 255, (13, 12, 3), np.uint8)
        size = int(head.width), int(head.height)
        where = slice(int(head.y0), int(head.y1)), slice(int(head.x0), int(head.x1))
        image[where] = cv2.resize(blocks, size, interpolation=cv2.INTER_NEAREST)
    return image


def look(number: int, box: Box) -> Look:
    told = violation(OURS).looks[0]
    track = Track(told.track.id, "head", box, told.at, told.at)
    return replace(told, track=track, frame=200 + number)


def told(box: TestBox, looks: Sequence[Look], image: Image, heads: Sequence[ShownHead] = ()) -> ViolationDetail:
    """A violation with these looks, whose strip is kept, as it is read."""
    strip = strip_of([crop_of(one, image, heads) for one in looks])
    box.sink.violation(replace(violation(OURS), looks=tuple(looks)), [strip])
    with box.database.reading() as session:
        detail = violations.one(session, OURS.id)
    assert detail is not None
    return detail


def served(door: httpx.Client, box: TestBox, role: Role) -> Iterator[Image]:
    """The cells of the strip as a role is given them, in the order of the looks."""
    explained = door.get(f"/api/v1/violations/{OURS.id}", headers=box.bearer_of(role)).json()["explanation"]
    for one in explained["looks"]:
        crop = one["crop"]
        sheet = decode_jpeg(door.get(crop["url"], headers=box.bearer_of(role)).content)
        assert sheet.shape == (CELL_PX, CELL_PX * crop["cells"], 3)
        yield sheet[:, CELL_PX * crop["number"] : CELL_PX * (crop["number"] + 1)]


def seen_on(cell: Image, clear: Image) -> set[Part]:
    """Parts of the heads on a served cell that still look like those of the cell with nothing hidden."""
    found = set()
    for who, head in (("staff", STAFF), ("stranger", STRANGER)):
        for name, (top, bottom) in BANDS.items():
            rows = slice(*(int(head.y0 + share * head.height - CORNER.y) for share in (top, bottom)))
            where = rows, slice(int(head.x0 - CORNER.x), int(head.x1 - CORNER.x))
            if likeness(cell[where], clear[where], 1.0) > SEEN:
                found.add(Part(who, name))
    return found


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.MANAGER, Role.SUPERVISOR, Role.AUDITOR])
def test_of_a_head_on_a_cell_is_seen_what_is_on_the_frame(box: TestBox, door: httpx.Client, role: Role) -> None:
    told(box, [look(0, INSIDE)], noisy(), HEADS)
    [cell] = served(door, box, role)
    clear = square_crop(noisy(), INSIDE, 0.5, CELL_PX)
    assert len(seen_on(clear, clear)) == 6
    assert seen_on(cell, clear) == {Part(*one) for one in MAY_SEE.get(role, set())}


def test_a_stall_sees_no_neighbour_in_any_cell(box: TestBox, door: httpx.Client) -> None:
    told(box, [look(n, one) for n, one in enumerate((INSIDE, EDGE, EDGE))], picture())
    with_all, own = (list(served(door, box, role)) for role in (Role.MANAGER, Role.OPERATOR))
    assert [red_share(file_of(cell)) > 0.2 for cell in with_all] == [False, True, True]
    assert [red_share(file_of(cell)) < 0.02 for cell in own] == [True, True, True]
    assert [green_share(file_of(cell)) > 0.2 for cell in own] == [True, True, True]


def file_of(image: Image) -> bytes:
    return cv2.imencode(".png", image)[1].tobytes()


def test_each_look_leads_to_its_own_cell_and_the_strip_is_no_picture_of_the_event(box: TestBox) -> None:
    shades = (40, 120, 200)
    looks = [look(number, INSIDE) for number in range(3)]
    crops = [
        crop_of(one, np.full((SIZE[1], SIZE[0], 3), shade, np.uint8), ())
        for one, shade in zip(looks, shades, strict=True)
    ]
    box.sink.violation(replace(violation(OURS), looks=tuple(reversed(looks))), [strip_of(crops)])
    with box.database.reading() as session:
        detail = violations.one(session, OURS.id)
    assert detail is not None
    sheet = decode_jpeg((box.context.evidence.root / detail.evidence[0].path).read_bytes())
    found = {one.frame: int(sheet[50, CELL_PX * detail.crops()[one.id].number + 50, 0]) for one in detail.looks}
    assert found == {200: pytest.approx(40, abs=3), 201: pytest.approx(120, abs=3), 202: pytest.approx(200, abs=3)}
    assert [row.kind for row in detail.evidence] == [EvidenceKind.STRIP]
    assert detail.violation.picture is None


def test_a_strip_whose_cells_nobody_knows_is_not_shown(box: TestBox, door: httpx.Client) -> None:
    strip = replace(strip_of([crop_of(look(0, INSIDE), noisy(), HEADS)]), cells=())
    box.sink.violation(replace(violation(OURS), looks=(look(0, INSIDE),)), [strip])
    explained = door.get(f"/api/v1/violations/{OURS.id}", headers=box.bearer_of(Role.MANAGER)).json()
    assert door.get(explained["evidence"][0]["url"], headers=box.bearer_of(Role.MANAGER)).status_code == 410
    assert explained["explanation"]["looks"][0]["crop"] is None
