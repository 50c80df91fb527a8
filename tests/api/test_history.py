"""The history: what stands in the address, and what becomes of an export."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.history.endpoints import MOST_ROWS
from api.pages.history.choice import Choice, View, When
from api.pages.shell.places import Places
from cases.past import Step
from cases.reports.table import Form
from records import audit
from records.roles import Role
from records.states import ReviewState
from records.violation_rows import Cursor
from tests.api.build import PATIENCE_S, TestBox

NOBODY = Places(())
NOW = datetime(2026, 5, 20, 18, 0, tzinfo=UTC)  # the 21st in Ningbo
EXPORTS = "/api/v1/history/exports"
DAYS = st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1))
WORDS = st.none() | st.text(min_size=1, max_size=8)
CURSORS = st.none() | st.builds(Cursor, st.datetimes(timezones=st.just(UTC)), st.uuids())


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    first, last = draw(DAYS), draw(DAYS)
    when = When.OWN if first or last else draw(st.sampled_from(When).filter(lambda one: one is not When.OWN))
    return Choice(
        **{name: draw(WORDS) for name in ("site", "merchant", "camera", "code")},
        level=draw(st.none() | st.integers(1, 3)),
        state=draw(st.none() | st.sampled_from(ReviewState)),
        repeated=draw(st.none() | st.booleans()),
        advisory=draw(st.none() | st.booleans()),
        when=when,
        first_day=first,
        last_day=last,
        step=draw(st.none() | st.sampled_from(Step)),
        view=draw(st.sampled_from(View)),
        after=draw(CURSORS),
    )


@given(choices())
def test_what_is_written_into_the_address_is_read_from_it(choice: Choice) -> None:
    assert Choice.parse(dict(parse_qsl(urlencode(choice.query)))) == choice


@given(
    choices(),
    st.integers(0, 95 * 365 * 24).map(lambda hours: datetime(1995, 1, 1, tzinfo=UTC) + timedelta(hours=hours)),
)
def test_days_are_in_order_over_by_today_and_never_too_many(choice: Choice, now: datetime) -> None:
    days = choice.days(NOBODY, now)
    assert days.first <= days.last <= now.astimezone(days.zone).date()
    assert days.last - days.first < timedelta(days=400)


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        pytest.param({}, "2026-04-01", "2026-05-21", id="this quarter, so far"),
        pytest.param({"when": "today"}, "2026-05-21", "2026-05-21", id="today is Ningbo's"),
        pytest.param({"when": "7d"}, "2026-05-15", "2026-05-21", id="seven days with today"),
        pytest.param({"when": "last_quarter"}, "2026-01-01", "2026-03-31", id="last quarter"),
        pytest.param({"when": "365d"}, "2025-05-22", "2026-05-21", id="a year"),
        pytest.param({"when": "soon"}, "2026-04-01", "2026-05-21", id="what nobody knows is left out"),
        pytest.param({"from": "2026-05-03", "to": "2026-05-01"}, "2026-05-01", "2026-05-03", id="the wrong way round"),
        pytest.param({"to": "2026-05-01"}, "2026-05-01", "2026-05-01", id="one day"),
        pytest.param({"from": "2026-05-19"}, "2026-05-19", "2026-05-21", id="until today"),
        pytest.param({"from": "2027-01-01"}, "2026-05-21", "2026-05-21", id="not yet"),
        pytest.param({"from": "2020-01-01"}, "2025-04-17", "2026-05-21", id="too many: the last of them"),
    ],
)
def test_days(query: dict[str, str], first: str, last: str) -> None:
    days = Choice.parse(query).days(NOBODY, NOW)
    assert (str(days.first), str(days.last)) == (first, last)


def test_taking_a_filter_away_begins_the_list_again() -> None:
    choice = Choice(site="s", code="NO_HAT", view=View.LIST, after=Cursor(NOW, UUID(int=1)))
    assert choice.without("code") == replace(choice, code=None, after=None)


def test_an_old_address_leads_to_the_pictures(client: httpx.Client) -> None:
    answer = client.get("/snapshots?camera=c2")
    assert (answer.status_code, answer.headers["location"]) == (303, "/history?view=pictures&camera=c2")


def made(client: httpx.Client, **wanted: str) -> dict[str, Any]:
    """An export, when it is over."""
    export: dict[str, Any] = client.post(EXPORTS, json=wanted).raise_for_status().json()
    end = time.monotonic() + PATIENCE_S
    while export["stage"] not in ("done", "failed") and time.monotonic() < end:
        time.sleep(0.05)
        export = client.get(f"{EXPORTS}/{export['id']}").raise_for_status().json()
    return export


@pytest.mark.parametrize(
    ("form", "begins"),
    [("csv", "\ufeff违规历史查询".encode()), ("xlsx", b"PK"), ("pdf", b"%PDF")],
    ids=["csv", "xlsx", "pdf"],
)
def test_everything_that_is_shown_is_written(client: httpx.Client, form: str, begins: bytes) -> None:
    export = made(client, query="when=quarter&view=list&code=NO_HAT", form=form)
    assert (export["stage"], export["done"], export["total"]) == ("done", 3, 3)
    file = client.get(export["url"])
    assert file.content.startswith(begins)
    assert f'filename="history_2026-01-01_2026-03-02.{form}"' in file.headers["content-disposition"]


def test_a_file_is_its_orderers_alone_and_holds_what_they_see(
    client: httpx.Client, shared_box: TestBox, site: str
) -> None:
    with httpx.Client(base_url=site, timeout=PATIENCE_S, headers=shared_box.bearer_of(Role.OPERATOR)) as stall:
        export = made(stall, query="", form="csv")
        text = stall.get(export["url"]).text
    assert (export["total"], "阿明卤味" in text, "2号" in text) == (2, True, False)
    assert client.get(export["url"]).status_code == 404
    with shared_box.database.reading() as session:
        lines = [line.subject for line in audit.lines(session, audit.Wanted(who="the_operator"), 9)]
    assert any(line.startswith("history when=quarter csv 2 rows sha256:") for line in lines)


def test_more_rows_than_a_file_takes_are_refused_in_words(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MOST_ROWS, Form.PDF, 2)
    answer = client.post(EXPORTS, json={"query": "", "form": "pdf"})
    assert answer.status_code == 422
    assert "超过 PDF 的上限 2 条" in answer.json()["zh"]
