"""The list of violations and the one with its explanation."""

from __future__ import annotations

from uuid import UUID

import httpx
import pytest

from tests.api.build import CASES

LIST = "/api/v1/violations"
NAME_OF = {str(case.id): case.name for case in CASES}


def names(answer: httpx.Response) -> str:
    return "".join(NAME_OF[item["id"]] for item in answer.json()["items"])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param({}, "edcba", id="newest-first"),
        pytest.param({"site": "canteen"}, "e", id="site"),
        pytest.param({"camera": "c1"}, "cba", id="camera"),
        pytest.param({"merchant": "m2"}, "b", id="merchant"),
        pytest.param({"zone": "z3"}, "d", id="zone"),
        pytest.param({"code": "NO_MASK"}, "ec", id="code"),
        pytest.param({"severity": "III"}, "e", id="severity"),
        pytest.param({"advisory": "true"}, "e", id="shown, never counted"),
        pytest.param({"advisory": "false"}, "dcba", id="what counts"),
        pytest.param({"state": "pending_review"}, "edcba", id="state"),
        pytest.param({"since": "2026-03-02T02:02:00Z"}, "edc", id="since-is-included"),
        pytest.param({"until": "2026-03-02T10:02:00+08:00"}, "ba", id="until-is-not"),
        pytest.param({"camera": "c1", "code": "NO_MASK"}, "c", id="both"),
        pytest.param({"camera": "nobody"}, "", id="unknown-camera"),
        pytest.param({"merchant": "m1' OR '1'='1"}, "", id="quotes-are-data"),
    ],
)
def test_filters(client: httpx.Client, query: dict[str, str], expected: str) -> None:
    assert names(client.get(LIST, params=query)) == expected


@pytest.mark.parametrize("limit", [1, 2, 5, 200])
def test_pages_join_without_gap_or_repeat(client: httpx.Client, limit: int) -> None:
    seen, cursor = "", None
    while cursor is not None or not seen:
        page = client.get(LIST, params={"limit": limit} | ({"cursor": cursor} if cursor else {}))
        seen, cursor = seen + names(page), page.json()["next"]
    assert seen == "edcba"


def test_a_violation_tells_names_and_picture(client: httpx.Client) -> None:
    item = client.get(LIST, params={"merchant": "m1", "code": "NO_HAT"}).json()["items"][0]
    assert item["code_name"] == {"zh": "未戴工作帽", "en": "no hat"}
    assert item["zone_kind_name"]["zh"] == "熟食柜台"
    assert client.get(item["picture_url"]).headers["content-type"] == "image/jpeg"


@pytest.mark.parametrize(("code", "advisory"), [("NO_HAT", False), ("NO_MASK", True)])
def test_a_violation_tells_whether_it_counts(client: httpx.Client, code: str, advisory: bool) -> None:
    newest = client.get(LIST, params={"code": code, "limit": 1}).json()["items"][0]
    assert newest["advisory"] is advisory


def test_the_explanation_holds_seconds_looks_and_versions(client: httpx.Client) -> None:
    why = client.get(f"{LIST}/{CASES[0].id}").json()["explanation"]
    assert (why["counted_s"], why["assessable_s"], why["unknown_s"]) == (8.5, 9.0, 1.0)
    assert (why["rule"], why["model"], why["attribute"]) == ("missing_attribute 2026.1", "heads 1a2b", "hat")
    assert [look["frame"] for look in why["looks"]] == [100, 101, 102, 103, 104]


def test_a_look_that_cannot_tell_says_why(client: httpx.Client) -> None:
    look = client.get(f"{LIST}/{CASES[0].id}").json()["explanation"]["looks"][2]
    mask = {"attribute": "mask", "answer": "cannot_tell", "score": 0.4, "reason": "turned_away"}
    assert mask in look["judgements"]
    assert look["box"] == {"x0": 12.0, "y0": 8.0, "x1": 22.0, "y1": 20.0}


def test_annotated_evidence_names_its_original(client: httpx.Client) -> None:
    files = client.get(f"{LIST}/{CASES[0].id}").json()["evidence"]
    originals = {file["id"] for file in files if file["kind"] == "original"}
    assert len(originals) == 3
    assert {file["derived_from"] for file in files if file["kind"] == "annotated"} == originals


def test_an_unknown_violation_is_not_found(client: httpx.Client) -> None:
    assert client.get(f"{LIST}/{UUID(int=7)}").status_code == 404
