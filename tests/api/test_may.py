"""Who may what: the table written down a second time, every route against it for every role, and no route without."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import Mount

import api
from api.access.docs import document
from api.access.guard import OPEN
from api.access.may import ROWS, Right, reach, row_of
from api.app import create_api
from records import violations
from records.grants import Grant
from records.roles import LEVELS_OF, Level, Role
from records.scopes import Scope
from sunkitchen.paths import ROOT
from tests.api.build import CASES, PATIENCE_S, PLACES, Case, TestBox, head, serving
from tests.api.routes import Way, ways

# Written a second time on purpose: who may is changed in two places, seen by two people.
# o operator, m manager, h head, g grid worker, s supervisor, d admin, u auditor; * whoever is logged in
LETTERS = dict(zip("omhgsdu", list(LEVELS_OF), strict=True))
MAY = {
    Right.KEEP_ACCOUNT: "*",
    Right.SEE_VIOLATIONS: "omhgsu",
    Right.SEE_PICTURES: "omhgsu",
    Right.SEE_EVIDENCE: "omhgsu",
    Right.SEE_WHOLE_PICTURES: "mhgsu",
    Right.SEE_OWN_STALL: "o",
    Right.HANDLE_CASES: "omhgs",
    Right.REVIEW_CASES: "mhs",
    Right.JUDGE_PICTURES: "omhg",
    Right.SEE_ORIGINALS: "mhs",
    Right.EXPORT_EVIDENCE: "omhsu",
    Right.SEE_KEYS: "omhgsdu",
    Right.SEE_CAMERAS: "omhgsdu",
    Right.SEE_LIVE: "mhgsd",
    Right.KEEP_CAMERAS: "d",
    Right.PRINT_PAPERS: "mhs",
    Right.ANALYSE_VIDEOS: "mhs",
    Right.SEE_COVERAGE: "mhgsdu",
    Right.LIST_REPORTS: "omhgsdu",
    Right.REHEARSE_RULES: "mhsd",
    Right.SEE_STALL_REPORTS: "omhgsu",
    Right.EXPORT_HISTORY: "omhgsu",
    Right.SEE_SITE_REPORTS: "mhgsu",
    Right.SEE_RANKINGS: "su",
    Right.SEE_DEVICE_REPORTS: "mhgsdu",
    Right.SEE_METRICS: "d",
    Right.SEE_ACCOUNTS: "du",
    Right.KEEP_ACCOUNTS: "d",
    Right.SEE_AUDIT: "u",
    Right.HOLD_EVIDENCE: "hs",
    Right.SEE_RETENTION: "du",
    Right.RUN_RETENTION: "d",
    Right.SEE_REQUESTS: "du",
    Right.KEEP_REQUESTS: "d",
    Right.ENROL_SITE: "mh",
    Right.SEE_MODELS: "du",
    Right.SWITCH_MODELS: "d",
    Right.SEE_QUALITY: "mhsd",
    Right.SPOT_CHECK: "mh",
    Right.TUNE_RULES: "s",
    Right.KEEP_NOTIFIERS: "d",
}
WHOLE_BOX = {Right.SEE_METRICS, Right.SEE_ACCOUNTS, Right.SEE_AUDIT}
WHOLE_BOX |= {Right.KEEP_ACCOUNTS, Right.SEE_RETENTION, Right.SEE_REQUESTS, Right.KEEP_REQUESTS}
WHOLE_BOX |= {Right.RUN_RETENTION, Right.SEE_MODELS, Right.SWITCH_MODELS, Right.KEEP_CAMERAS}
WHOLE_BOX |= {Right.KEEP_NOTIFIERS}
NO_ROUTE = {Right.SEE_WHOLE_PICTURES, Right.JUDGE_PICTURES}  # how much of a picture a route shows, not whether it does


@pytest.mark.parametrize("right", Right)
def test_the_table_is_the_written_one(right: Right) -> None:
    row, written = row_of(right), MAY[right]
    assert (row.anybody, set(row.roles)) == (written == "*", {LETTERS[x] for x in written if x != "*"})
    assert row.box == (right in WHOLE_BOX)


def test_every_right_has_one_line() -> None:
    assert [row.right for row in ROWS] == list(Right)


@pytest.mark.parametrize("right", sorted(WHOLE_BOX))
def test_the_box_as_a_whole_is_for_who_holds_all_of_it(right: Right) -> None:
    role = row_of(right).roles[0]
    assert not reach(frozenset({Grant(role, Scope(Level.DISTRICT, "海曙区"))}), right)
    assert reach(frozenset({Grant(role, Scope(Level.ALL))}), right)


def test_the_written_document_is_the_one_in_force() -> None:
    assert (ROOT / "docs" / "roles.md").read_text(encoding="utf-8") == document(), "run `make docs`"


def test_without_a_role_there_is_little() -> None:
    assert [right for right in Right if reach(frozenset(), right)] == [Right.KEEP_ACCOUNT]


@pytest.fixture(scope="session")
def all_ways(whole: FastAPI, site: str) -> tuple[Way, ...]:
    return tuple(ways(whole))


def test_every_route_names_a_right_or_is_open(all_ways: tuple[Way, ...]) -> None:
    assert {(way.method, way.path) for way in all_ways if way.right is None} == OPEN


def test_every_route_is_one_of_ours_or_mounted(whole: FastAPI, site: str, all_ways: tuple[Way, ...]) -> None:
    others = [c for c in iter_route_contexts(whole.routes) if c.path not in {way.path for way in all_ways}]
    assert all(isinstance(context.original_route, Mount) for context in others)


def test_every_right_has_a_route(all_ways: tuple[Way, ...]) -> None:
    assert {way.right for way in all_ways} - {None} == set(Right) - NO_ROUTE


def test_a_route_without_a_right_is_shut(box: TestBox) -> None:
    app = create_api(box.context)

    @app.get("/forgotten")
    def forgotten() -> str:
        return "secret"

    with serving(app) as address:
        answer = httpx.get(f"{address}/forgotten", headers=box.bearer)
    assert (answer.status_code, "secret" in answer.text) == (403, False)


@dataclass(frozen=True, slots=True)
class Ground:
    """What is somebody's own, and what is another's: ids by parameter, and all ids that tell of the other's."""

    own: dict[str, str]
    other: dict[str, str]
    hidden: tuple[str, ...]


def names_of(box: TestBox, case: Case) -> dict[str, str]:
    with box.database.reading() as session:
        detail = violations.one(session, case.id)
    assert detail is not None
    picture = next(file.id for file in detail.evidence)
    return {
        "request_id": str(case.id),
        "export_id": str(case.id),
        "analysis_id": str(case.id),
        "case_id": str(case.id),
        "violation_id": str(case.id),
        "evidence_id": str(picture),
        "camera_id": case.camera,
        "sha256": box.photo(case),
        "site_id": detail.violation.site,
        "clip_id": box.film(case),
        "login": "admin",
        "head_id": str(head("k1" if case.camera == "k1" else "c1").id),
        "name": "shipped",
        "notifier_id": str(case.id),
    }


@pytest.fixture(scope="session")
def grounds(shared_box: TestBox) -> dict[Role, Ground]:
    a, b, _, d, e = (names_of(shared_box, case) for case in CASES)
    stall = Ground(
        a,
        b | {"camera_id": "c2", "site_id": "canteen"},
        (b["violation_id"], d["violation_id"], "m2", '"c2"', "z2", "z3"),
    )
    street = Ground(a, e, (e["violation_id"], "示范食堂", '"k1"', "z4"))
    return {role: stall if role is Role.OPERATOR else street for role in PLACES}


def is_theirs(role: Role, way: Way) -> bool:
    assert way.right is not None
    row = row_of(way.right)
    return row.anybody or role in row.roles


def is_refused(answer: httpx.Response) -> bool:
    return answer.status_code == 403


@pytest.fixture
def as_role(role: Role, site: str, shared_box: TestBox) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, timeout=PATIENCE_S, headers=shared_box.bearer_of(role)) as client:
        yield client


everyone = pytest.mark.parametrize("role", PLACES)


@everyone
def test_own_things_are_for_who_may_and_nobody_else(
    role: Role, as_role: httpx.Client, all_ways: tuple[Way, ...], grounds: dict[Role, Ground]
) -> None:
    wrong = {}
    for way in all_ways:
        if (way.method, way.path) in OPEN or way.path in ENDS_THE_VISIT:
            continue
        answer = as_role.request(way.method, way.filled(grounds[role].own | ANY))
        let_in = not is_refused(answer) and answer.status_code not in (401, 404, 405, 500)
        if let_in is not is_theirs(role, way):
            wrong[way] = answer.status_code
    assert wrong == {}


ANY = {
    "notifier_id": "not-an-id",
    "token_id": "not-an-id",
    "request_id": "not-an-id",
    "export_id": "not-an-id",
    "analysis_id": "not-an-id",
    "name": "desk.css",
}  # which is told after the right was looked at
ENDS_THE_VISIT = {"/account/leave"}
NOBODYS = {"/assets/{name}"}  # the same for everybody


@pytest.mark.parametrize("role", [role for role, place in PLACES.items() if place.level is not Level.ALL])
def test_anothers_things_are_not_there(
    role: Role, as_role: httpx.Client, all_ways: tuple[Way, ...], grounds: dict[Role, Ground]
) -> None:
    wrong = {}
    for way in (w for w in all_ways if w.about and "token_id" not in w.path and w.path not in NOBODYS):
        reason = {"reason": "a complaint"} if way.method == "POST" else None
        answer = as_role.request(way.method, way.filled(grounds[role].other), data=reason)
        if answer.status_code != (404 if is_theirs(role, way) else 403):
            wrong[way] = answer.status_code
    assert wrong == {}


@pytest.mark.parametrize("role", [role for role, place in PLACES.items() if place.level is not Level.ALL])
def test_no_list_tells_of_anothers_things(
    role: Role, as_role: httpx.Client, all_ways: tuple[Way, ...], grounds: dict[Role, Ground]
) -> None:
    lists = [way for way in all_ways if way.method == "GET" and not way.about and is_known(way)]
    told = {way: [x for x in grounds[role].hidden if x in as_role.get(way.path).text] for way in lists}
    assert {way: ids for way, ids in told.items() if ids} == {}
    assert len(lists) > 6


def is_known(way: Way) -> bool:
    return (way.method, way.path) not in OPEN and not way.path.endswith("openapi.json")


SCOPED = {
    "page": "wanted",
    "counts": "wanted",
    "one": "sight",
    "evidence": "sight",
    "sites": "within",
    "cameras": "within",
    "camera": "within",
    "merchants": "within",
    "latest": "within",
    "per_hour": "within",
    "newest_hour": "within",
    "totals": "within",
    "readings": "within",
}
READERS = {"certificates", "violations", "registry", "health", "coverage", "ledger"}
PLACED = {"one": 3, "evidence": 3, "sites": 2, "cameras": 3, "camera": 3, "latest": 2, "per_hour": 5, "newest_hour": 4}
PLACED |= {"totals": 5, "merchants": 3, "readings": 2}


def unscoped(path: Path) -> list[str]:
    """Calls of a reader of the records that leave its scope at its default."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name, given = ast.unparse(node.func), {word.arg for word in node.keywords}
        room, _, function = name.rpartition(".")
        enough = len(node.args) >= PLACED.get(function, 0) or SCOPED.get(function) in given
        if room in READERS and function in SCOPED and not enough:
            found.append(f"{path.name}:{node.lineno} {name}")
        if name == "ViolationFilter" and not ({"sight", None} & given):
            found.append(f"{path.name}:{node.lineno} {name}")
    return found


def test_nothing_in_the_api_reads_without_a_scope() -> None:
    files = sorted(Path(api.__path__[0]).rglob("*.py"))
    assert [line for path in files for line in unscoped(path)] == []


def test_reading_without_a_scope_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "room.py").write_text("violations.one(session, id)\nViolationFilter(site='x')\n", encoding="utf-8")
    assert len(unscoped(tmp_path / "room.py")) == 2
