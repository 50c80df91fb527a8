"""Evidence packages over the API: for whom, of what, and what is on record before anybody has one."""

from __future__ import annotations

import io
import json
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import httpx
import pytest
from sqlalchemy import select

from records import audit, tables, violations
from records.keys import PublicKey
from records.package.checking import PackageReport, verify_package
from records.roles import Role
from records.states import LinkKind, Noted
from tests.api.build import CASES, Case, TestBox, minutes, violation
from tests.api.test_own_zone import OURS, SIZE, green_share, picture, red_share
from tests.api.test_privacy import HEADS, PARTS, pictures_of, scene, seen_on
from tests.records.build import PICTURES
from vision.facts import EvidenceKind, EvidenceRole, Snapshot
from vision.pixels import encode_jpeg

REASON = {"reason": "申诉要求复核"}
MINE, NEIGHBOURS, OF_NO_STALL = CASES[0], CASES[1], CASES[3]


def url_of(event: UUID) -> str:
    return f"/api/v1/violations/{event}/package"


def ask(door: httpx.Client, box: TestBox, role: Role, case: Case = MINE, **form: object) -> httpx.Response:
    return door.post(url_of(case.id), data={**REASON, **form}, headers=box.bearer_of(role))


def files_of(answer: httpx.Response) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(answer.content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def verified(answer: httpx.Response, place: Path) -> PackageReport:
    path = place / "answer.zip"
    path.write_bytes(answer.content)
    return verify_package(path)


def forms(files: dict[str, bytes]) -> set[str]:
    return {file["form"] for file in json.loads(files["manifest.json"])["files"] if file["stored"]}


def test_whoever_may_gets_originals_byte_for_byte(box: TestBox, door: httpx.Client, tmp_path: Path) -> None:
    answer = ask(door, box, Role.MANAGER)
    with box.database.reading() as session:
        detail = violations.one(session, MINE.id)
    assert detail is not None
    files = files_of(answer)
    for row in detail.evidence:
        name = f"events/{MINE.id}/{'originals' if row.kind is EvidenceKind.ORIGINAL else 'annotated'}"
        assert files[f"{name}/{row.path.split('/')[-1]}"] == (box.context.evidence.root / row.path).read_bytes()
    assert (answer.headers["content-type"], answer.headers["cache-control"]) == ("application/zip", "no-store")
    assert verified(answer, tmp_path).findings == ()


@pytest.mark.parametrize(
    ("role", "hide", "expected"),
    [
        pytest.param(Role.MANAGER, False, {"stored"}, id="a manager"),
        pytest.param(Role.SUPERVISOR, False, {"stored"}, id="a supervisor"),
        pytest.param(Role.MANAGER, True, {"faces_hidden"}, id="a manager, to hand on"),
        pytest.param(Role.AUDITOR, False, {"faces_hidden"}, id="an auditor"),
        pytest.param(Role.OPERATOR, False, {"faces_hidden"}, id="a stall"),
    ],
)
def test_the_manifest_says_in_which_form_pictures_are(
    box: TestBox, door: httpx.Client, tmp_path: Path, role: Role, hide: bool, expected: set[str]
) -> None:
    answer = ask(door, box, role, hide_faces=hide)
    assert forms(files_of(answer)) == expected
    assert verified(answer, tmp_path).findings == ()


def test_an_export_is_on_record_with_who_and_why(box: TestBox, door: httpx.Client) -> None:
    files = files_of(ask(door, box, Role.MANAGER))
    with box.database.reading() as session:
        lines = [line for line in audit.lines(session) if line.action is Noted.EXPORTED]
        bodies = session.scalars(select(tables.ChainLink.body).where(tables.ChainLink.kind == LinkKind.EXPORT)).all()
    assert [(line.who, line.subject, line.reason) for line in lines] == [
        ("the_manager", str(MINE.id), REASON["reason"])
    ]
    note = json.loads(bodies[0] or "")["note"]
    assert (note["who"], note["reason"]) == ("the_manager", REASON["reason"])
    assert json.loads(files["export.jsonl"].splitlines()[-1])["body"] == bodies[0]


def test_what_cannot_be_put_on_record_is_not_given(box: TestBox, door: httpx.Client) -> None:
    with box.database.writing() as session:
        session.connection().exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON chain_link WHEN NEW.kind = 'export' BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    answer = ask(door, box, Role.MANAGER)
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")


@pytest.mark.parametrize(
    "form",
    [
        pytest.param({"reason": ""}, id="no reason"),
        pytest.param({"reason": "      "}, id="a blank one"),
        pytest.param({"also": "no-id"}, id="another event that is none"),
        pytest.param({"also": [str(MINE.id)] * 20}, id="too many events"),
    ],
)
def test_what_is_not_asked_for_properly_is_refused(box: TestBox, door: httpx.Client, form: dict[str, object]) -> None:
    assert ask(door, box, Role.MANAGER, MINE, **form).status_code == 422


@pytest.mark.parametrize(
    ("role", "case", "also"),
    [
        pytest.param(Role.OPERATOR, NEIGHBOURS, [], id="a neighbour's"),
        pytest.param(Role.OPERATOR, MINE, [NEIGHBOURS], id="a neighbour's beside one's own"),
        pytest.param(Role.OPERATOR, MINE, [OF_NO_STALL], id="nobody's"),
        pytest.param(Role.MANAGER, MINE, [CASES[4]], id="another site's"),
        pytest.param(Role.SUPERVISOR, CASES[4], [], id="another district's"),
    ],
)
def test_across_scopes_there_is_nothing_and_nothing_on_record(
    box: TestBox, door: httpx.Client, role: Role, case: Case, also: list[Case]
) -> None:
    answer = ask(door, box, role, case, also=[str(other.id) for other in also])
    with box.database.reading() as session:
        exports = session.scalars(select(tables.ChainLink).where(tables.ChainLink.kind == LinkKind.EXPORT)).all()
    assert (answer.status_code, exports) == (404, [])


def test_several_events_of_several_sites_are_one_package(box: TestBox, door: httpx.Client, tmp_path: Path) -> None:
    also = [str(NEIGHBOURS.id), str(CASES[4].id)]
    report = verified(ask(door, box, Role.AUDITOR, also=also), tmp_path)
    assert (len(report.events), report.findings) == (3, ())
    assert {event.site for event in report.events} == {"market", "canteen"}


@pytest.fixture
def shared(box: TestBox) -> TestBox:
    """A camera two stalls share: what lies beyond the zone of one is red."""
    jpeg = encode_jpeg(picture())
    kinds = [Snapshot(kind, EvidenceRole.CLEAREST, minutes(30), 100, jpeg, *SIZE) for kind in PICTURES]
    box.sink.violation(violation(OURS), kinds)
    return box


def test_a_stalls_package_holds_only_its_own_part_of_a_shared_camera(shared: TestBox, door: httpx.Client) -> None:
    files = files_of(ask(door, shared, Role.OPERATOR, OURS))
    pictures = [data for name, data in files.items() if name.endswith(".jpg")]
    assert [red_share(data) < 0.005 for data in pictures] == [True, True]
    assert [green_share(data) > 0.2 for data in pictures] == [True, True]
    told = b"".join(data for name, data in files.items() if not name.endswith(".jpg"))
    assert [word for word in ('"m2"', '"z2"', "onerror", str(NEIGHBOURS.id)) if word.encode() in told] == []


def test_a_clip_is_packed_as_it_may_be_seen_and_is_the_same_each_time(
    box: TestBox, door: httpx.Client, tmp_path: Path
) -> None:
    clip = f"events/{MINE.id}/{{}}/clip.mp4".format
    box.film(MINE, scene(), HEADS)
    whole = ask(door, box, Role.SUPERVISOR)
    assert set(PARTS) == seen_on(next(pictures_of(files_of(whole)[clip("clips")])))
    first, again = (ask(door, box, Role.OPERATOR) for _ in range(2))
    assert verified(whole, tmp_path).findings == verified(first, tmp_path).findings == ()
    hidden = [files_of(answer)[clip("faces_hidden")] for answer in (first, again)]
    assert hidden[0] == hidden[1]
    assert [part for image in pictures_of(hidden[0]) for part in seen_on(image) if part.who == "stranger"] == []


def test_who_may_see_the_whole_gets_the_whole(shared: TestBox, door: httpx.Client) -> None:
    files = files_of(ask(door, shared, Role.AUDITOR, OURS))
    assert all(red_share(data) > 0.2 for name, data in files.items() if name.endswith(".jpg"))


def test_a_sites_key_is_there_for_all_who_see_its_evidence(box: TestBox, door: httpx.Client) -> None:
    answer = door.get("/api/v1/sites/market/keys", headers=box.bearer_of(Role.OPERATOR)).json()
    (key,) = answer["items"]
    assert PublicKey.parse(key["pem"]).fingerprint == key["fingerprint"]
    assert key["in_force"]
    assert files_of(ask(door, box, Role.MANAGER))["public-key.pem"].decode() == key["pem"]


@pytest.mark.parametrize("site", ["canteen", "nowhere", "..%2fmarket"])
def test_another_sites_key_is_not_there(box: TestBox, door: httpx.Client, site: str) -> None:
    answer = door.get(f"/api/v1/sites/{site}/keys", headers=box.bearer_of(Role.MANAGER))
    assert answer.status_code == 404
