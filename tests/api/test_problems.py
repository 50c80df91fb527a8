"""Every error is a problem, and tells nothing it should not."""

from __future__ import annotations

import httpx
import pytest

from api.access.may import Right
from api.access.needs import needs
from api.app import create_api
from tests.api.build import TestBox, serving
from vision.errors import DiskFull, StoreError, SunkitchenError

V = "/api/v1/violations"
NOBODY = "00000000-0000-4000-8000-000000000007"


@pytest.mark.parametrize(
    ("method", "url", "status", "field"),
    [
        pytest.param("GET", f"{V}?limit=0", 422, "limit", id="limit-too-small"),
        pytest.param("GET", f"{V}?limit=201", 422, "limit", id="limit-too-large"),
        pytest.param("GET", f"{V}?cursor=nonsense", 422, "cursor", id="cursor-not-ours"),
        pytest.param("GET", f"{V}?since=2026-03-02T10:00:00", 422, "since", id="time-without-zone"),
        pytest.param("GET", f"{V}?severity=IV", 422, "severity", id="unknown-severity"),
        pytest.param("GET", f"{V}?camrea=c1", 422, "camrea", id="unknown-filter"),
        pytest.param("GET", f"{V}/7", 422, "violation_id", id="id-not-an-id"),
        pytest.param("GET", f"{V}/{NOBODY}", 404, None, id="no-such-violation"),
        pytest.param("GET", f"/api/v1/evidence/{NOBODY}", 404, None, id="no-such-evidence"),
        pytest.param("GET", "/api/v1/cameras/nobody", 404, None, id="no-such-camera"),
        pytest.param("GET", "/api/v1/cameras/nobody/health", 404, None, id="no-such-camera-health"),
        pytest.param("GET", "/api/v1/why-not?since=yesterday", 422, "since", id="time-not-a-time"),
        pytest.param("GET", "/api/v1/nothing", 404, None, id="no-such-endpoint"),
        pytest.param("GET", "/nothing", 404, None, id="no-such-page"),
        pytest.param("DELETE", V, 405, None, id="method-not-allowed"),
        pytest.param("POST", "/metrics", 405, None, id="method-not-allowed-outside-api"),
    ],
)
def test_errors_are_problems(client: httpx.Client, method: str, url: str, status: int, field: str | None) -> None:
    answer = client.request(method, url)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert (body["status"], body["instance"]) == (status, url.partition("?")[0])
    assert [fault["field"] for fault in body.get("errors", [])] == ([field] if field else [])


def test_what_was_sent_is_not_repeated(client: httpx.Client) -> None:
    assert "hunter2" not in client.get(f"{V}?limit=hunter2").text


@pytest.mark.parametrize(
    ("error", "status"),
    [
        pytest.param(StoreError("database /secret/box.db: gone"), 503, id="store"),
        pytest.param(DiskFull("folder /secret: full"), 507, id="disk-full"),
        pytest.param(SunkitchenError("/secret: odd"), 500, id="any-of-ours"),
        pytest.param(RuntimeError("/secret: a bug"), 500, id="a-bug"),
    ],
)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_failures_tell_no_secret(box: TestBox, error: Exception, status: int) -> None:
    app = create_api(box.context)

    @app.get("/fails", dependencies=[needs(Right.KEEP_ACCOUNT)])
    def fails() -> None:
        raise error

    with serving(app) as address:
        answer = httpx.get(f"{address}/fails", headers=box.bearer)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


def test_a_database_that_is_gone_is_told_at_the_guard(box: TestBox) -> None:
    with serving(create_api(box.context)) as address:
        with box.database.writing() as session:
            session.connection().exec_driver_sql("DROP TABLE token")
        answer = httpx.get(f"{address}{V}", headers=box.bearer)
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
