"""Every route and the right it names, written down a second time: a route without an entry here fails.

Together with MAY (who has a right) and the walks of test_may over own things and others', every cell of role × route ×
own or other is held: by the table of rights, by what the route names, and by what it answers.
"""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI

from api.access.guard import OPEN
from api.access.may import Right
from cases.states import Action, Role
from cases.table import roles_of
from records import grants
from records.grants import Grant
from tests.api.build import PATIENCE_S, PLACES, TestBox, somebody
from tests.api.routes import ways
from tests.api.test_may import LETTERS, MAY

API = "/api/v1"
STEPS = {f"POST {API}/cases/{{case_id}}/{action}" for action in Action if roles_of(action) - {Role.SYSTEM}}
ENTRIES: dict[Right | None, set[str]] = {
    None: {"GET /login", "POST /login", "GET /healthz", "GET /readyz"},
    Right.KEEP_ACCOUNT: {
        f"GET {API}/tokens",
        f"POST {API}/tokens",
        f"DELETE {API}/tokens/{{token_id}}",
        f"GET {API}/openapi.json",
        "POST /logout",
        "GET /account",
        "POST /account/password",
        "POST /account/tokens",
        "POST /account/tokens/stop",
        "POST /account/leave",
        "GET /",
        "GET /assets/{name}",
    },
    Right.SEE_VIOLATIONS: {
        f"GET {API}/violations",
        f"GET {API}/violations/{{violation_id}}",
        f"GET {API}/cases",
        f"GET {API}/cases/{{case_id}}",
        f"GET {API}/certificates",
        f"GET {API}/cases/{{case_id}}/papers",
        f"GET {API}/violations/{{violation_id}}/verification",
        "GET /history",
        "GET /snapshots",
        "GET /violations/{violation_id}",
        "GET /cases",
        "GET /cases/{case_id}",
    },
    Right.SEE_OWN_STALL: {"GET /stall"},
    Right.HANDLE_CASES: {*STEPS, f"POST {API}/cases/{{case_id}}/attachments"},
    Right.REVIEW_CASES: {"GET /review", "GET /review/waiting", "GET /review/cases/{case_id}"},
    Right.SEE_PICTURES: {f"GET {API}/evidence/{{evidence_id}}/thumbnail"},
    Right.SEE_EVIDENCE: {
        f"GET {API}/evidence/{{evidence_id}}",
        f"HEAD {API}/evidence/{{evidence_id}}",
        f"GET {API}/cases/{{case_id}}/attachments/{{sha256}}",
        f"GET {API}/clips/{{clip_id}}",
    },
    Right.SEE_ORIGINALS: {
        f"POST {API}/evidence/{{evidence_id}}/original",
        f"POST {API}/cases/{{case_id}}/attachments/{{sha256}}/original",
        f"POST {API}/clips/{{clip_id}}/original",
    },
    Right.EXPORT_EVIDENCE: {f"POST {API}/violations/{{violation_id}}/package"},
    Right.SEE_KEYS: {f"GET {API}/sites/{{site_id}}/keys"},
    Right.SEE_CAMERAS: {
        f"GET {API}/cameras",
        f"GET {API}/cameras/{{camera_id}}",
        f"GET {API}/cameras/{{camera_id}}/health",
        "GET /cameras",
    },
    Right.SEE_LIVE: {f"GET {API}/live", f"GET {API}/cameras/{{camera_id}}/picture", "GET /live"},
    Right.ANALYSE_VIDEOS: {
        f"POST {API}/analyses",
        f"GET {API}/analyses",
        f"GET {API}/analyses/{{analysis_id}}",
        f"DELETE {API}/analyses/{{analysis_id}}",
        f"GET {API}/analyses/{{analysis_id}}/found",
        f"GET {API}/analyses/{{analysis_id}}/pictures/{{evidence_id}}",
        "GET /analyse",
    },
    Right.KEEP_CAMERAS: {
        f"GET {API}/cameras/{{camera_id}}/sheet",
        f"PUT {API}/cameras/{{camera_id}}/sheet",
        f"DELETE {API}/cameras/{{camera_id}}/sheet",
        f"POST {API}/cameras/{{camera_id}}/trial",
        "GET /cameras/{camera_id}",
    },
    Right.PRINT_PAPERS: {
        f"POST {API}/cases/{{case_id}}/papers/{name}"
        for name in ("notice", "dissuasion", "recheck", "referral", "appeal")
    },
    Right.LIST_REPORTS: {f"GET {API}/reports", "GET /reports"},
    Right.EXPORT_HISTORY: {
        f"POST {API}/history/exports",
        f"GET {API}/history/exports/{{export_id}}",
        f"GET {API}/history/exports/{{export_id}}/file",
    },
    Right.SEE_STALL_REPORTS: {f"GET {API}/reports/{name}" for name in ("stall-daily", "stall-history")},
    Right.SEE_SITE_REPORTS: {
        f"GET {API}/reports/{name}" for name in ("weekly", "monthly", "market-monthly", "quarterly-risks")
    },
    Right.SEE_RANKINGS: {f"GET {API}/reports/{name}" for name in ("red-black", "random-draw")},
    Right.SEE_DEVICE_REPORTS: {f"GET {API}/reports/{name}" for name in ("cameras-online", "model-quality")},
    Right.SEE_COVERAGE: {f"GET {API}/coverage", f"GET {API}/why-not"},
    Right.REHEARSE_RULES: {f"POST {API}/cameras/{{camera_id}}/rehearsal"},
    Right.HOLD_EVIDENCE: {f"POST {API}/cases/{{case_id}}/hold", f"POST {API}/cases/{{case_id}}/release"},
    Right.SEE_RETENTION: {f"GET {API}/retention", "GET /admin", "GET /admin/retention"},
    Right.RUN_RETENTION: {f"POST {API}/retention/runs"},
    Right.SEE_REQUESTS: {f"GET {API}/requests", "GET /admin/requests"},
    Right.KEEP_REQUESTS: {f"POST {API}/requests", f"POST {API}/requests/{{request_id}}/decision"},
    Right.ENROL_SITE: {
        f"GET {API}/sites/{{site_id}}/heads",
        f"GET {API}/sites/{{site_id}}/heads/{{head_id}}",
        f"POST {API}/sites/{{site_id}}/heads/{{head_id}}/label",
        f"GET {API}/sites/{{site_id}}/enrolment",
        *(f"POST {API}/sites/{{site_id}}/enrolment/{step}" for step in ("fit", "install", "rollback")),
        "GET /enrolment",
    },
    Right.SEE_QUALITY: {f"GET {API}/quality", f"GET {API}/quality/advice", "GET /quality"},
    Right.SPOT_CHECK: {f"POST {API}/sites/{{site_id}}/heads/{{head_id}}/found"},
    Right.TUNE_RULES: {f"POST {API}/cameras/{{camera_id}}/tuning"},
    Right.SEE_MODELS: {f"GET {API}/models", "GET /admin/models"},
    Right.KEEP_NOTIFIERS: {
        f"GET {API}/notifiers",
        f"POST {API}/notifiers",
        f"GET {API}/notifiers/{{notifier_id}}/deliveries",
        f"DELETE {API}/notifiers/{{notifier_id}}",
        *(f"POST {API}/notifiers/{{notifier_id}}/{change}" for change in ("test", "pause", "resume")),
        "GET /admin/notifiers",
    },
    Right.SWITCH_MODELS: {f"POST {API}/models/{{name}}/use", f"POST {API}/models/rollback"},
    Right.SEE_METRICS: {"GET /metrics", "GET /admin/system"},
    Right.SEE_ACCOUNTS: {
        f"GET {API}/accounts",
        f"GET {API}/accounts/{{login}}/tokens",
        "GET /admin/users",
        "GET /admin/users/{login}",
    },
    Right.KEEP_ACCOUNTS: {
        f"POST {API}/accounts",
        f"DELETE {API}/accounts/{{login}}/tokens/{{token_id}}",
        *(
            f"POST {API}/accounts/{{login}}/{change}"
            for change in ("grants", "revocations", "lock", "unlock", "password")
        ),
    },
    Right.SEE_AUDIT: {f"GET {API}/audit", f"GET {API}/audit/csv", "GET /audit"},
}
WRITTEN = {route: right for right, routes in ENTRIES.items() for route in routes}


def test_every_route_has_an_entry_and_names_that_right(whole: FastAPI, site: str) -> None:
    assert {f"{way.method} {way.path}": way.right for way in ways(whole)} == WRITTEN


def test_every_cell_is_written(whole: FastAPI, site: str) -> None:
    cells = {(role, route) for role in PLACES for route in WRITTEN}
    held = {(role, route) for role, route in cells if may(role, WRITTEN[route])}
    assert len(cells) == len(PLACES) * len(WRITTEN)
    assert {route for _, route in held} == set(WRITTEN)
    assert (Role.ADMIN, f"GET {API}/violations") not in held


def may(role: Role, right: Right | None) -> bool:
    return right is None or MAY[right] == "*" or role in {LETTERS[letter] for letter in MAY[right]}


@pytest.fixture
def leaver(site: str, shared_box: TestBox) -> Iterator[httpx.Client]:
    """Somebody with a token whose roles were all taken back."""
    held = Grant(Role.MANAGER, PLACES[Role.MANAGER])
    with shared_box.database.writing() as session:
        token = somebody(session, "leaver", held)
        grants.take(session, "leaver", held)
    with httpx.Client(base_url=site, timeout=PATIENCE_S, headers={"Authorization": f"Bearer {token}"}) as client:
        yield client


def test_without_a_role_only_the_own_account_is_open(leaver: httpx.Client) -> None:
    lists = [route.partition(" ")[2] for route in WRITTEN if route.startswith("GET") and "{" not in route]
    opened = {path for path in lists if leaver.get(path).status_code == 200}
    own = {
        route.partition(" ")[2] for route in ENTRIES[Right.KEEP_ACCOUNT] if route.startswith("GET") and "{" not in route
    }
    assert opened == own | {path for method, path in OPEN if method == "GET"}
