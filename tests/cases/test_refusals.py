"""What stands against a step, and that every refusal says what was expected, what came and how to go on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from cases.machine import apply
from cases.payloads import (
    NOTHING,
    Capture,
    Compliance,
    Dismissal,
    Dissuasion,
    Finding,
    Merging,
    Order,
    Outcome,
    Payload,
    Proof,
    Referral,
    Statement,
    StrikeCount,
)
from cases.states import Action, DismissReason, ReferralGround, Role, State
from cases.values import Case, Deed
from tests.cases.build import MINUTE, PHOTO, SETTINGS, T0, deed, in_state, opened, take, waited, what, who
from vision.errors import Barred, CaseError, Incomplete, StaleCase, WrongRole, WrongState
from vision.facts import Severity, TimeQuality

S, A, R = State, Action, Role
ORDER_DAY = what(A.ORDER).issued_on  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("state", "action", "role", "payload", "missing"),
    [
        pytest.param(S.PENDING_REVIEW, A.DISMISS, R.MANAGER, NOTHING, "a Dismissal, came a Nothing", id="no reason"),
        pytest.param(S.PENDING_REVIEW, A.CONFIRM, R.MANAGER, Statement("x"), "a Nothing", id="more than is asked"),
        pytest.param(S.CONFIRMED, A.DISSUADE, R.MANAGER, Dissuasion(" ", "请戴好", T0), "stall", id="which stall"),
        pytest.param(S.CONFIRMED, A.DISSUADE, R.MANAGER, Dissuasion("1号", "", T0), "words", id="what was said"),
        pytest.param(
            S.CONFIRMED,
            A.DISSUADE,
            R.MANAGER,
            Dissuasion("1号", "请戴好", T0.replace(tzinfo=None)),
            "spoken_at (a time with its zone)",
            id="when, and where on earth",
        ),
        pytest.param(S.CONFIRMED, A.NOTIFY, R.MANAGER, Statement("\n"), "text", id="an empty notice"),
        pytest.param(S.NOTIFIED, A.SUBMIT, R.OPERATOR, Proof("改好了", ()), "photos (at least 1)", id="no photo"),
        pytest.param(S.NOTIFIED, A.SUBMIT, R.OPERATOR, Proof("", (PHOTO,)), "text", id="a photo without words"),
        pytest.param(S.NOTIFIED, A.SUBMIT, R.OPERATOR, Proof("", ()), "text, photos", id="everything missing is named"),
        pytest.param(
            S.NOTIFIED, A.SUBMIT, R.OPERATOR, Proof("好", ("../x.jpg",)), "'../x.jpg'", id="a path is no digest"
        ),
        pytest.param(S.NOTIFIED, A.APPEAL, R.OPERATOR, Finding(""), "text", id="an appeal without a word"),
        pytest.param(S.RECTIFIED, A.AUTO_CLOSE, R.SYSTEM, Compliance(0), "looks (one or more)", id="no look"),
        pytest.param(S.APPEALED, A.REJECT, R.SUPERVISOR, Statement(""), "text", id="rejected without a reason"),
        pytest.param(
            S.SUPERVISOR_REVIEW, A.ORDER, R.SUPERVISOR, Order("", ORDER_DAY, "sup_b"), "number", id="no order number"
        ),
        pytest.param(
            S.SUPERVISOR_REVIEW, A.ORDER, R.SUPERVISOR, Order("1号", ORDER_DAY, ""), "second_officer", id="one officer"
        ),
        pytest.param(
            S.ORDER_ISSUED,
            A.REFER,
            R.SUPERVISOR,
            Referral(ReferralGround.REFUSAL, "未改", (), "sup_b"),
            "documents (at least 1)",
            id="nothing to hand over",
        ),
        pytest.param(
            S.CASE_REFERRED, A.RECORD_OUTCOME, R.SUPERVISOR, Outcome("", ORDER_DAY, False), "number", id="no number"
        ),
    ],
)
def test_what_a_step_requires(state: State, action: Action, role: Role, payload: Payload, missing: str) -> None:
    case = in_state(state)
    with pytest.raises(Incomplete) as refused:
        apply(case, deed(case, action, role, payload=payload), SETTINGS)
    assert missing in refused.value.en
    assert missing in refused.value.zh


RTE = opened(code="NO_GLOVES")


@pytest.mark.parametrize(
    ("case", "action", "role", "payload", "words"),
    [
        pytest.param(opened(time_quality=TimeQuality.BAD), A.CONFIRM, R.HEAD, None, "clock", id="bad clock"),
        pytest.param(opened(advisory=True), A.CONFIRM, R.MANAGER, None, "advice", id="advice is no violation"),
        pytest.param(opened(), A.ADVISE, R.MANAGER, None, "more than advice", id="a violation is no advice"),
        pytest.param(opened(), A.MERGE, R.MANAGER, Merging(opened().id), "into itself", id="merged into itself"),
        pytest.param(
            in_state(S.CONFIRMED),
            A.DISSUADE,
            R.MANAGER,
            Dissuasion("1号", "请戴好", T0 - 5 * MINUTE),
            "before the violation",
            id="spoken before anything had happened",
        ),
        pytest.param(
            in_state(S.CONFIRMED),
            A.DISSUADE,
            R.MANAGER,
            Dissuasion("1号", "请戴好", T0 + 5 * MINUTE),
            "in the future",
            id="spoken tomorrow",
        ),
        pytest.param(
            in_state(S.RECTIFIED), A.PASS_RECHECK, R.GRID_WORKER, Finding("看过"), "no photo", id="street without photo"
        ),
        pytest.param(
            in_state(S.RECTIFIED), A.AUTO_CLOSE, R.SYSTEM, Compliance(3), "too few compliant looks", id="too few looks"
        ),
        pytest.param(
            replace(in_state(S.RECTIFIED), lead=RTE.lead),
            A.AUTO_CLOSE,
            R.SYSTEM,
            None,
            "auto_close",
            id="not by camera",
        ),
        pytest.param(
            replace(in_state(S.CLOSED), confirmer=None), A.APPEAL, R.OPERATOR, None, "nobody confirmed", id="advised"
        ),
        pytest.param(
            take(in_state(S.APPEALED), A.REJECT, R.SUPERVISOR),
            A.APPEAL,
            R.OPERATOR,
            None,
            "appealed before",
            id="a second appeal",
        ),
        pytest.param(
            in_state(S.SUPERVISOR_REVIEW),
            A.ORDER,
            R.SUPERVISOR,
            Order("1号", ORDER_DAY, who(R.SUPERVISOR).id),
            "both officers are the same",
            id="one officer twice",
        ),
        pytest.param(opened(), A.REVIEW_OVERDUE, R.SYSTEM, None, "nothing is due", id="before its time"),
        pytest.param(in_state(S.NOTIFIED), A.MARK_OVERDUE, R.SYSTEM, None, "nothing is due", id="overdue before time"),
        pytest.param(
            replace(opened(), repeats=(T0,)), A.REPEAT, R.SYSTEM, Capture(T0), "raised it already", id="counted twice"
        ),
        pytest.param(opened(advisory=True), A.REPEAT, R.SYSTEM, None, "advice", id="advice is not raised"),
        pytest.param(in_state(S.NOTIFIED), A.STRIKE, R.SYSTEM, StrikeCount(2), "too few strikes", id="two strikes"),
        pytest.param(in_state(S.ESCALATED), A.STRIKE, R.SYSTEM, StrikeCount(3), "level 3", id="at the top already"),
    ],
)
def test_what_stands_against_a_step(
    case: Case, action: Action, role: Role, payload: Payload | None, words: str
) -> None:
    with pytest.raises(Barred) as refused:
        apply(case, deed(case, action, role, payload=payload), SETTINGS)
    assert words in refused.value.en
    assert str(refused.value) == f"{refused.value.zh} {refused.value.en}"


@pytest.mark.parametrize(
    ("days", "heard"),
    [
        pytest.param(0, True, id="at once"),
        pytest.param(6, True, id="Tuesday: the fourth working day"),
        pytest.param(7, True, id="Wednesday: the fifth"),
        pytest.param(8, False, id="Thursday: too late"),
    ],
)
def test_a_closed_case_is_appealed_within_five_working_days(days: int, heard: bool) -> None:
    closed, at = in_state(S.CLOSED), T0 + timedelta(days=days)
    if heard:
        assert take(closed, A.APPEAL, R.OPERATOR, at).state is S.APPEALED
        return
    with pytest.raises(Barred, match="window is over"):
        take(closed, A.APPEAL, R.OPERATOR, at)


def test_who_was_never_told_appeals_from_when_it_was_closed() -> None:
    late = waited(in_state(S.CONFIRMED), T0 + 30 * MINUTE)
    closed = take(late, A.CLOSE, R.HEAD, T0 + timedelta(hours=2))
    assert closed.noticed_at is None
    assert take(closed, A.APPEAL, R.OPERATOR, T0 + timedelta(days=7)).state is S.APPEALED


@pytest.mark.parametrize("version", [-1, 0, 2, 99])
def test_somebody_who_looked_at_another_version_is_refused(version: int) -> None:
    case = in_state(S.CONFIRMED)
    with pytest.raises(StaleCase, match=f"expected version 1 .confirmed., came {version}; look again"):
        apply(case, replace(deed(case, A.NOTIFY, R.MANAGER), version=version), SETTINGS)


def test_nobody_acts_past_a_deadline_that_is_not_recorded() -> None:
    case, late = in_state(S.NOTIFIED), T0 + 31 * MINUTE
    with pytest.raises(StaleCase, match="catch up, then look again"):
        take(case, A.SUBMIT, R.OPERATOR, late)
    with pytest.raises(WrongState, match="只有「已劝阻通知」可以"):
        take(waited(case, late), A.SUBMIT, R.OPERATOR, late)


@pytest.mark.parametrize(
    ("role", "words"),
    [
        pytest.param(R.ADMIN, "came admin; ask one of them", id="administrator"),
        pytest.param(R.OPERATOR, "expects head | manager | supervisor, came operator", id="operator"),
        pytest.param(R.SYSTEM, "监管所执法人员办理", id="the box"),
    ],
)
def test_a_role_that_may_not_is_told_who_may(role: Role, words: str) -> None:
    with pytest.raises(WrongRole) as refused:
        take(opened(), A.CONFIRM, role)
    assert words in str(refused.value)


def test_every_refusal_is_of_one_kind() -> None:
    assert all(issubclass(kind, CaseError) for kind in (Barred, Incomplete, StaleCase, WrongRole, WrongState))


def test_a_time_without_its_zone_is_no_time() -> None:
    with pytest.raises(ValueError, match="expected a time with its zone"):
        Deed(A.CONFIRM, who(R.MANAGER), datetime(2026, 6, 3), 0)  # noqa: DTZ001 - the mistake itself


@pytest.mark.parametrize("severity", Severity)
def test_what_is_only_advice_is_advised_and_never_counts(severity: Severity) -> None:
    case = opened(severity=severity, advisory=severity is Severity.ADV)
    if severity is not Severity.ADV:
        assert take(case, A.CONFIRM, R.MANAGER).counts
        return
    advised = take(case, A.ADVISE, R.MANAGER)
    assert (advised.state, advised.counts, advised.level) == (S.CLOSED, False, 1)
    assert waited(case, T0 + timedelta(days=30)) == case


def test_dismissed_by_the_supervisor_counts_no_more() -> None:
    case = in_state(S.SUPERVISOR_REVIEW)
    assert case.counts
    assert not take(case, A.DISMISS, R.SUPERVISOR, payload=Dismissal(DismissReason.EXEMPT)).counts


def test_a_failed_recheck_begins_another_attempt_one_level_up() -> None:
    case = take(in_state(S.RECTIFIED), A.FAIL_RECHECK, R.MANAGER)
    assert (case.state, case.attempt, case.level) == (S.NOTIFIED, 2, 2)
