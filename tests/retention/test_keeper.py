"""A store's life under retention: what goes, what stays, what the chain says of it, and what is served of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import func, select

from records import holds, tables, violations
from records.findings import FindingKind
from records.holds import Word
from records.retention.holdings import holdings
from records.retention.removing import hanging_on
from records.retention.rules import Standing
from records.states import LinkKind, ReviewState, RunOutcome
from records.verify import verify
from tests.retention.build import RULES, Shop, days, stopping_after
from vision.facts import Severity

S = ReviewState
DISMISSED = (S.DISMISSED,)
CLOSED = (S.CONFIRMED, S.NOTIFIED, S.RECTIFIED, S.CLOSED)
ORDERED = (S.CONFIRMED, S.SUPERVISOR_REVIEW, S.ORDER_ISSUED)
BY_STATE = [
    # (states, severity, advisory, in which class)
    pytest.param((), Severity.II, False, Standing.OPEN, id="nobody reviewed"),
    pytest.param(DISMISSED, Severity.I, False, Standing.DISMISSED, id="dismissed, however urgent"),
    pytest.param(CLOSED, Severity.II, False, Standing.COUNTED, id="closed"),
    pytest.param(CLOSED, Severity.I, False, Standing.SERIOUS, id="closed, class I"),
    pytest.param((*CLOSED, S.APPEALED), Severity.II, False, Standing.OPEN, id="closed and appealed"),
    pytest.param((*CLOSED, S.APPEALED, S.WITHDRAWN), Severity.II, False, Standing.WITHDRAWN, id="withdrawn"),
    pytest.param(ORDERED, Severity.II, False, Standing.OPEN, id="ordered"),
    pytest.param((*ORDERED, S.CLOSED), Severity.II, False, Standing.SERIOUS, id="ordered and closed"),
    pytest.param((*ORDERED, S.CASE_REFERRED), Severity.II, False, Standing.SERIOUS, id="referred"),
    pytest.param((), Severity.II, True, Standing.ADVICE, id="advice nobody closed"),
    pytest.param((S.CLOSED,), Severity.I, True, Standing.ADVICE, id="advice closed"),
]


@pytest.mark.parametrize(("states", "severity", "advisory", "standing"), BY_STATE)
def test_in_which_class_a_case_falls(
    shop: Shop, states: tuple[S, ...], severity: Severity, advisory: bool, standing: Standing
) -> None:
    shop.fill("v", *states, severity=severity, advisory=advisory)
    with shop.database.reading() as session:
        (found,) = holdings(session)
    assert found.standing is standing


def test_dismissed_pictures_go_after_a_week_and_row_and_hashes_stay(shop: Shop) -> None:
    case = shop.fill("v", *DISMISSED)
    run = shop.retention().run(days(8), "system")
    assert run is not None
    assert (run.outcome, run.files, run.rows) == (RunOutcome.DONE, 2, 6)
    assert shop.files() == set()
    with shop.database.reading() as session:
        detail = violations.one(session, case)
    assert detail is not None
    assert (detail.looks, len(detail.evidence)) == ((), 2)
    assert {(row.removed.rule, row.removed.at) for row in detail.evidence if row.removed} == {
        ("picture/dismissed", days(8))
    }
    assert all(len(row.sha256) == 64 for row in detail.evidence)
    assert shop.findings() == ()


def test_what_the_looks_said_is_gone_from_the_chain_too(shop: Shop) -> None:
    case = shop.fill("v", *DISMISSED)
    shop.retention().run(days(8), "system")
    with shop.database.reading() as session:
        query = select(tables.ChainLink).where(tables.ChainLink.subject == str(case)).order_by(tables.ChainLink.seq)
        *told, deletion = session.scalars(query)
    assert [link.body for link in told] == [None, None]
    assert deletion.kind is LinkKind.DELETION
    body = json.loads(deletion.body or "")
    assert {row["table"] for row in body["rows"]} == {"case_step", "evidence", "removal", "violation"}
    assert {row["table"] for row in body["gone"]} == {"look", "judgement"}
    assert body["note"] == {"rules": ["looks/dismissed", "picture/dismissed"]}


def test_after_three_years_only_hashes_remain(shop: Shop) -> None:
    case = shop.fill("v", *DISMISSED)
    shop.fill("other")
    for at in (8, 50, 1101):
        shop.retention(replace(RULES, clock=replace(RULES.clock, synced_gap=days(2000) - days(0)))).run(days(at), "x")
    with shop.database.reading() as session:
        left = [
            table.name
            for table, where in hanging_on(case)
            if session.scalar(select(func.count()).select_from(table).where(where))
        ]
        links = session.scalars(select(tables.ChainLink).where(tables.ChainLink.subject == str(case))).all()
    assert left == []
    assert {link.body is None for link in links if link.kind is not LinkKind.DELETION} == {True}
    assert len({link.sha256 for link in links}) == 4
    assert shop.findings() == ()


@pytest.mark.parametrize(
    "hold",
    [
        pytest.param(lambda shop: shop.fill("v", *ORDERED, S.CASE_REFERRED), id="referred"),
        pytest.param(lambda shop: held(shop, shop.fill("v", *DISMISSED)), id="said so"),
    ],
)
def test_scenario_11_retention_honours_legal_hold(shop: Shop, hold: Callable[[Shop], UUID]) -> None:
    """Domain §8, acceptance scenario 11."""
    case = hold(shop)
    patient = shop.retention(replace(RULES, clock=replace(RULES.clock, synced_gap=days(9999) - days(0))))
    before = shop.files()
    assert len(before) == 2
    for at in (8, 200, 800, 2000):
        patient.run(days(at), "system")
        assert shop.files() == before
    with shop.database.writing() as session:
        holds.say(session, case, Word(days(2001), "sup", False, "结案"))
    patient.run(days(2002), "system")
    assert shop.files() == set()
    assert shop.findings() == ()


def held(shop: Shop, case: UUID) -> UUID:
    with shop.database.writing() as session:
        holds.say(session, case, Word(days(0), "sup", True, "投诉调查"))
    return case


def test_a_hold_that_comes_between_plan_and_deed_counts(shop: Shop) -> None:
    case = shop.fill("v", *DISMISSED)
    retention = shop.retention()
    outlook = retention.look(days(8))
    held(shop, case)
    gone = list(retention.keeper.carry_out(outlook.plan.going, retention.judge(days(8)), days(8)))
    assert [one.files for one in gone] == [0]
    assert len(shop.files()) == 2


def test_what_is_merged_stays_as_long_as_what_it_went_into(shop: Shop) -> None:
    target, lead = shop.fill("target", *CLOSED), shop.fill("lead")
    shop.step(lead, 1, S.PENDING_REVIEW, S.MERGED, json.dumps({"into": str(target)}))
    with shop.database.reading() as session:
        found = {one.violation: one for one in holdings(session)}
        (alone,) = holdings(session, [lead])
    assert (found[lead].standing, found[lead].since) == (Standing.COUNTED, found[target].since)
    assert alone == found[lead]
    held(shop, target)
    with shop.database.reading() as session:
        assert all(one.held for one in holdings(session))


def test_cases_merged_in_a_circle_stay(shop: Shop) -> None:
    one, other = shop.fill("one"), shop.fill("other")
    for case, into in ((one, other), (other, one)):
        shop.step(case, 1, S.PENDING_REVIEW, S.MERGED, json.dumps({"into": str(into)}))
    with shop.database.reading() as session:
        assert {found.standing for found in holdings(session)} == {Standing.OPEN}


def test_it_goes_on_where_it_was_stopped(shop: Shop) -> None:
    for number in range(5):
        shop.fill(f"v{number}", *DISMISSED)
    retention = shop.retention(replace(RULES, chunk=1))
    assert retention.run(days(8), "system", stop=stopping_after(2)) is None
    assert len(shop.files()) == 6
    assert shop.findings() == ()
    run = retention.run(days(8), "system")
    assert run is not None
    assert (run.files, shop.files()) == (6, set())


def test_a_lost_file_gets_no_tombstone(shop: Shop) -> None:
    shop.fill("v", *DISMISSED)
    lost = min(shop.files())
    shop.evidence.resolve(lost).unlink()
    run = shop.retention().run(days(8), "system")
    assert run is not None
    assert run.files == 1
    assert any(lost in words for words in run.words)
    assert [(finding.kind, finding.path) for finding in shop.findings()] == [(FindingKind.MISSING, lost)]


def test_a_file_that_came_back_is_named(shop: Shop) -> None:
    shop.fill("v", *DISMISSED)
    path = min(shop.files())
    data = shop.evidence.resolve(path).read_bytes()
    shop.retention().run(days(8), "system")
    shop.evidence.put(data, path)
    (finding,) = shop.findings()
    assert (finding.kind, finding.path) == (FindingKind.UNKNOWN, path)
    assert "on record" in finding.came


def test_files_no_row_knows_are_told_and_left(shop: Shop) -> None:
    shop.fill("v", *DISMISSED)
    shop.evidence.put(b"x", "c1/2026-03-02/stray.jpg")
    run = shop.retention().run(days(8), "system")
    assert run is not None
    assert any("stray.jpg" in words for words in run.words)
    assert shop.files() == {"c1/2026-03-02/stray.jpg"}


def test_deleting_without_a_tombstone_is_named(shop: Shop) -> None:
    shop.fill("v", *CLOSED)
    path = min(shop.files())
    shop.evidence.resolve(path).unlink()
    assert [(finding.kind, finding.path) for finding in shop.findings()] == [(FindingKind.MISSING, path)]


def test_a_deletion_while_it_is_verified_is_no_finding(shop: Shop) -> None:
    shop.fill("v", *DISMISSED)
    ran: list[object] = []

    def meanwhile(done: int, total: int) -> None:
        if not ran:
            ran.append(shop.retention().run(days(8), "system"))

    assert verify(shop.database, shop.evidence, progress=meanwhile).findings == ()
    assert shop.files() == set()


def test_what_went_is_not_told_again_and_not_found_again(shop: Shop) -> None:
    shop.fill("v", *DISMISSED)
    retention = shop.retention()
    assert retention.look(days(8)).plan.files_going == 2
    retention.run(days(8), "system")
    assert retention.look(days(9)).plan.going == ()
    assert retention.look(days(9)).doubts == ()
