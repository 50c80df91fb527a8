"""No route of the application gives anybody a head they may not see: every route, every role, what comes is looked at.

Heads are filled with noise of their own. Where a served picture still correlates with it, that part of the head is seen.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import NamedTuple

import av
import cv2
import httpx
import numpy as np
import pypdf
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from api.access.guard import OPEN
from api.app import create_api
from records import audit, tables, violations
from records.live import LivePicture
from records.roles import Role
from records.states import Noted
from tests.api.build import CASES, FILLED_AT, PATIENCE_S, PLACES, Case, TestBox, open_box, serving, violation
from tests.api.conftest import Template
from tests.api.routes import Way, ways
from tests.api.test_may import ANY, ENDS_THE_VISIT
from tests.records.build import PICTURES
from vision.facts import Box, EvidenceKind, EvidenceRole, Sample, ShownHead, Snapshot
from vision.filming import to_bgr
from vision.frames import Image
from vision.pipeline.crops import crop_of, strip_of
from vision.pixels import decode_jpeg, encode_jpeg

SIZE = (640, 360)
STAFF, STRANGER = Box(400, 90, 460, 160), Box(300, 100, 350, 160)
KNOWN, OLD = Case("privacy known", 20), Case("privacy old", 21)
BANDS = {"hat": (0.0, 0.28), "eyes": (0.32, 0.68), "mouth": (0.72, 1.0)}
"""Parts of a head from top to bottom: above, within and below what is hidden of the eyes."""
SEEN = 0.5
"""Correlation from which a part of a head counts as seen."""
SCALES = (1.0, 0.75, 0.5)
REASON = {"reason": "申诉要求复核"}
WORN = {("staff", "hat"), ("staff", "mouth")}
HEADS = (ShownHead(STAFF, True), ShownHead(STRANGER, False))
ALL = {(who, band) for who in ("staff", "stranger") for band in BANDS}
MAY_SEE = dict.fromkeys((Role.OPERATOR, Role.MANAGER, Role.HEAD, Role.GRID_WORKER), WORN)
"""Written a second time on purpose; whoever is not here sees nothing of a head."""
MAY_OPEN = {Role.MANAGER, Role.HEAD, Role.SUPERVISOR}
PHOTO = "/attachments/{sha256}"
"""A photo that somebody took: nobody sees a head on what is served of it, whatever their role."""
OPENS = ("/original", "/package")
"""Ends of the paths that open what is stored to who may open it, with a reason; to others the second serves like all."""
NO_PICTURES = ("application/json", "application/problem+json", "text/", "image/svg+xml")


class Part(NamedTuple):
    """A part of a head."""

    who: str
    band: str


def scene() -> Image:
    """A dull room with two people whose heads are noise of blocks."""
    blocks = np.random.default_rng(5).integers(0, 255, (SIZE[1] // 4, SIZE[0] // 4, 3), np.uint8)
    noise = cv2.resize(blocks, SIZE, interpolation=cv2.INTER_NEAREST)
    image = np.full((SIZE[1], SIZE[0], 3), 120, np.uint8)
    for head in (STAFF, STRANGER):
        image[cut(head)] = noise[cut(head)]
    return image


def cut(box: Box) -> tuple[slice, slice]:
    return slice(int(box.y0), int(box.y1)), slice(int(box.x0), int(box.x1))


def band_of(head: Box, band: str) -> Image:
    top, bottom = BANDS[band]
    return scene()[cut(Box(head.x0, head.y0 + top * head.height, head.x1, head.y0 + bottom * head.height))]


PARTS = {
    Part(who, band): band_of(head, band) for who, head in (("staff", STAFF), ("stranger", STRANGER)) for band in BANDS
}


def seen_on(picture: Image) -> set[Part]:
    """The parts of heads that are to be recognised on a picture, at whatever scale."""
    return {
        part for part, pattern in PARTS.items() if max(likeness(picture, pattern, scale) for scale in SCALES) > SEEN
    }


def likeness(picture: Image, pattern: Image, scale: float) -> float:
    small = cv2.resize(pattern, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    if small.shape[0] > picture.shape[0] or small.shape[1] > picture.shape[1]:
        return 0.0
    return float(np.nan_to_num(cv2.matchTemplate(picture, np.asarray(small), cv2.TM_CCOEFF_NORMED), posinf=0.0).max())


def pictures_in(answer: httpx.Response) -> Iterator[Image]:
    """All pictures of an answer. What is neither words nor a known picture or package is not let pass."""
    kind, data = answer.headers.get("content-type", ""), answer.content
    if not data:
        return
    if kind == "image/jpeg":
        yield decode_jpeg(data)
    elif kind == "video/mp4":
        yield from pictures_of(data)
    elif kind == "application/zip":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name in package.namelist():
                yield from packed(name, package.read(name))
    elif kind == "application/pdf":
        for page in pypdf.PdfReader(io.BytesIO(data)).pages:
            shown = (image.image for image in page.images)
            yield from (np.asarray(image.convert("RGB")) for image in shown if image is not None)
    else:
        assert kind.startswith(NO_PICTURES), f"{answer.url}: {kind} is looked into by nobody"
        assert b"\xff\xd8\xff" not in data, answer.url
        assert b"/9j/" not in data, answer.url


def pictures_of(film: bytes) -> Iterator[Image]:
    with av.open(io.BytesIO(film), "r") as opened:
        yield from (to_bgr(frame) for frame in opened.decode(video=0))


def packed(name: str, data: bytes) -> Iterator[Image]:
    """All pictures of a file of a package."""
    if name.endswith(".mp4"):
        yield from pictures_of(data)
    elif name.endswith(".jpg"):
        yield decode_jpeg(data)
    else:
        words = (".json", ".jsonl", ".md", ".pem", ".sig", ".txt", "SHA256SUMS")
        assert name.endswith(words), f"{name} is looked into by nobody"


def snapshot(kind: EvidenceKind, heads: tuple[ShownHead, ...] | None) -> Snapshot:
    return Snapshot(kind, EvidenceRole.FIRST, violation(KNOWN).at, 100, encode_jpeg(scene()), *SIZE, heads)


@pytest.fixture(scope="module")
def peopled(filled: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestBox]:
    """A box with two violations that show people: one whose heads are known, one of an older program. And a sample."""
    place = copytree(filled.place, tmp_path_factory.mktemp("peopled"), dirs_exist_ok=True)
    with open_box(place, filled.key) as box:
        for case, heads in ((KNOWN, HEADS), (OLD, None)):
            told = violation(case)
            look = replace(told.looks[0], track=replace(told.looks[0].track, box=STAFF))
            pictures = [snapshot(kind, heads) for kind in PICTURES]
            strip = [strip_of([crop_of(look, scene(), heads)])] if heads else []
            box.sink.violation(replace(told, looks=(look,)), [*pictures, *strip])
        assert box.context.live is not None
        box.context.live.put("c1", LivePicture(FILLED_AT, encode_jpeg(scene()), *SIZE, HEADS))
        box.sink.sample(Sample(KNOWN.id, "c1", KNOWN.id, told.at, 70.0, encode_jpeg(scene()), 0.5))
        yield box


@pytest.fixture(scope="module")
def app(peopled: TestBox) -> FastAPI:
    return create_api(peopled.context)


@pytest.fixture(scope="module")
def address(app: FastAPI) -> Iterator[str]:
    with serving(app) as address:
        yield address


def names(box: TestBox, case: Case) -> Iterator[dict[str, str]]:
    """What fills the parameters of paths: each picture of a violation."""
    with box.database.reading() as session:
        detail = violations.one(session, case.id)
    assert detail is not None
    photo = box.photo(case, encode_jpeg(scene()))
    clip = box.film(case, scene(), HEADS)
    for file in detail.evidence:
        ids = {"violation_id": case.id, "case_id": case.id, "evidence_id": file.id, "camera_id": "c1"}
        ids |= {"site_id": "market", "sha256": photo, "clip_id": clip, "head_id": KNOWN.id, "login": "admin"}
        yield ANY | {name: str(value) for name, value in ids.items()}


def ask(client: httpx.Client, way: Way, names: dict[str, str]) -> httpx.Response:
    """With a reason, in both ways a body may bring one."""
    path, headers = way.filled(names), {"Accept": "*/*"}
    if way.method in ("GET", "HEAD"):
        return client.request(way.method, path, headers=headers, params=REASON)
    answer = client.request(way.method, path, headers=headers, data=REASON)
    return client.request(way.method, path, headers=headers, json=REASON) if answer.status_code == 422 else answer


def walk(address: str, box: TestBox, app: FastAPI, role: Role, case: Case) -> dict[Way, set[Part]]:
    """By route that gave a picture, all of heads that is seen on what it gave."""
    found: dict[Way, set[Part]] = {}
    with httpx.Client(base_url=address, timeout=PATIENCE_S, headers=box.bearer_of(role)) as client:
        for way in ways(app):
            if (way.method, way.path) in OPEN or way.path in ENDS_THE_VISIT:
                continue
            for filling in names(box, case):
                for picture in pictures_in(ask(client, way, filling)):
                    found.setdefault(way, set()).update(seen_on(picture))
    return found


@pytest.mark.parametrize("case", [KNOWN, OLD], ids=["heads known", "heads unknown"])
@pytest.mark.parametrize("role", PLACES)
def test_everybody_sees_of_a_head_what_they_may_and_no_more(
    role: Role, case: Case, address: str, peopled: TestBox, app: FastAPI
) -> None:
    found = walk(address, peopled, app, role, case)
    opens = OPENS if role in MAY_OPEN else ()
    opened = {way.path: seen for way, seen in found.items() if way.path.endswith(opens)}
    served = {way: seen for way, seen in found.items() if not way.path.endswith(opens)}
    assert list(opened.values()) == ([ALL] * 4 if opens else [])
    photos = {way: served.pop(way) for way in list(served) if way.path.endswith(PHOTO)}
    assert {way: seen for way, seen in served.items() if seen != MAY_SEE.get(role, set())} == {}
    assert list(photos.values()) == ([] if role is Role.ADMIN else [set()])
    assert len(served) >= (0 if role is Role.ADMIN else 3)


def test_whoever_looks_finds_heads_that_are_there() -> None:
    assert seen_on(scene()) == ALL


def test_pages_embed_no_picture(whole: FastAPI, site: str, client: httpx.Client) -> None:
    pages = [way for way in ways(whole) if way.method == "GET" and not way.about and "api" not in way.path]
    assert [list(pictures_in(client.get(way.path))) for way in pages] == [[]] * len(pages)
    assert len(pages) >= 5


def original_url(box: TestBox, case: Case = CASES[0]) -> str:
    return f"/api/v1/evidence/{next(names(box, case))['evidence_id']}/original"


def test_an_original_is_noted_with_its_reason_and_kept_by_nobody(box: TestBox, door: httpx.Client) -> None:
    url = original_url(box)
    answer = door.post(url, data=REASON, headers=box.bearer_of(Role.MANAGER))
    with box.database.reading() as session:
        line = next(one for one in audit.lines(session) if one.action is Noted.OPENED_ORIGINAL)
        kept = session.scalars(select(tables.Evidence.sha256).where(tables.Evidence.violation == CASES[0].id)).all()
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert (line.who, line.reason) == ("the_manager", REASON["reason"])
    assert line.subject == url.split("/")[-2]
    assert kept


@pytest.mark.parametrize(
    "data",
    [
        pytest.param({}, id="none"),
        pytest.param({"reason": ""}, id="empty"),
        pytest.param({"reason": "        "}, id="blank"),
        pytest.param({"reason": "x"}, id="a letter"),
        pytest.param({"reason": "x" * 301}, id="a novel"),
    ],
)
def test_without_a_reason_there_is_no_original(box: TestBox, door: httpx.Client, data: dict[str, str]) -> None:
    answer = door.post(original_url(box), data=data, headers=box.bearer_of(Role.MANAGER))
    assert (answer.status_code, "image" in answer.headers["content-type"]) == (422, False)


def test_an_original_is_not_had_by_asking_as_for_others(box: TestBox, door: httpx.Client) -> None:
    assert door.get(original_url(box), headers=box.bearer_of(Role.MANAGER)).status_code == 405


def test_what_cannot_be_noted_is_not_shown(box: TestBox, door: httpx.Client) -> None:
    url = original_url(box)
    with box.database.writing() as session:
        session.connection().exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON audit WHEN NEW.action = 'opened_original' "
            "BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    answer = door.post(url, data=REASON, headers=box.bearer_of(Role.MANAGER))
    assert (answer.status_code >= 500, "image" in answer.headers["content-type"]) == (True, False)


EMBEDDINGS = {"enrolment"}
"""Tables that may keep what a network made of a head: what a site was learnt by, and only that. No rows of people."""


def test_no_table_keeps_what_a_face_could_be_known_by() -> None:
    words = ("embedding", "vector", "face", "feature", "descriptor", "signature_of")
    named = {
        f"{table.name}.{column.name}"
        for table in tables.Base.metadata.sorted_tables
        for column in table.columns
        if any(word in column.name for word in words)
    }
    blobs = {
        table.name
        for table in tables.Base.metadata.sorted_tables
        for column in table.columns
        if column.type.python_type is bytes
    }
    assert named == set()
    assert blobs - {"sample"} == EMBEDDINGS


def test_no_code_names_who_somebody_is() -> None:
    rooms = ("vision", "records", "cases", "api", "sunkitchen")
    words = ("face_recognition", "insightface", "arcface", "FaceRecognizer", "FaceDetectorYN", "FaceRecognizerSF")
    house = Path(__file__).parents[2]
    files = [file for room in rooms for file in (house / room).rglob("*.py")]
    assert [file for file in files if any(word in file.read_text(encoding="utf-8") for word in words)] == []
    assert len(files) > 100
