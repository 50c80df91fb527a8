"""A market stall's case, brought to any state by steps people really take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from cases.machine import advance, apply, replay
from cases.payloads import (
    NOTHING,
    Capture,
    Compliance,
    Dismissal,
    Dissuasion,
    Finding,
    Merging,
    Nothing,
    Order,
    Outcome,
    Payload,
    Proof,
    Referral,
    Statement,
    StrikeCount,
)
from cases.settings import CaseSettings
from cases.states import Action, DismissReason, ReferralGround, Role, SiteType, State
from cases.table import payload_of
from cases.timers import catch_up
from cases.values import Actor, Case, CaseSite, Deed, Lead, Transition, open_case
from sunkitchen.config import load_casebook
from vision.facts import Severity

T0 = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)  # Wednesday, 10:00 in Ningbo
MINUTE = timedelta(minutes=1)
NINGBO = ZoneInfo("Asia/Shanghai")
PHOTO = "ab" * 32
SPACE = UUID("6f1d8f1e-1d53-5d0e-9a4b-0c5c1d2f7a12")
MARKET = CaseSite("yuehu-market", SiteType.FARMERS_MARKET, NINGBO, ("05:30", "18:30"))
SCHOOL = CaseSite("demo-primary-canteen", SiteType.SCHOOL_CANTEEN, NINGBO, ("06:00", "14:30"))
SETTINGS: CaseSettings = load_casebook()


def lead(name: str = "a", code: str = "NO_MASK", at: datetime = T0, severity: Severity = Severity.II) -> Lead:
    """A violation captured at a time after ten seconds of looks."""
    return Lead(uuid5(SPACE, name), code, severity, "YH-C01-Z1", at - timedelta(seconds=10), (at,))


def opened(name: str = "a", **changes: object) -> Case:
    """A stall's case, just captured; `changes` are the lead's."""
    return open_case(replace(lead(name), **changes), MARKET, "YH-D01")  # type: ignore[arg-type]


def who(role: Role) -> Actor:
    """Somebody in a role."""
    return Actor(f"{role}-1", role)


def what(action: Action, at: datetime = T0) -> Payload:
    """Everything an action requires."""
    examples: dict[type[Payload], Payload] = {
        Nothing: NOTHING,
        Statement: Statement("已说明情况"),
        Dismissal: Dismissal(DismissReason.CUSTOMER),
        Merging: Merging(uuid5(SPACE, "another")),
        Dissuasion: Dissuasion("熟食区1号", "请戴好口罩", at),
        Proof: Proof("已戴口罩", (PHOTO,)),
        Finding: Finding("现场查看", (PHOTO,)),
        Compliance: Compliance(SETTINGS.compliant_looks),
        Order: Order("海市监责改〔2026〕1号", date(2026, 6, 3), "sup_b"),
        Referral: Referral(ReferralGround.REFUSAL, "逾期未改", (PHOTO,), "sup_b"),
        Outcome: Outcome("海市监罚〔2026〕1号", date(2026, 6, 20), penalised=True),
        Capture: Capture(at),
        StrikeCount: StrikeCount(3),
    }
    return examples[payload_of(action)]


def deed(case: Case, action: Action, role: Role, at: datetime | None = None, payload: Payload | None = None) -> Deed:
    """A complete deed by somebody who has just looked at the case; at the case's own time unless said."""
    when = at or case.since
    return Deed(action, who(role), when, case.version, payload or what(action, when))


def take(case: Case, action: Action, role: Role, at: datetime | None = None, payload: Payload | None = None) -> Case:
    """The case after a step."""
    return advance(case, apply(case, deed(case, action, role, at, payload), SETTINGS))


def waited(case: Case, now: datetime) -> Case:
    """The case after the timers that have run out by now."""
    return replay(case, catch_up(case, now, SETTINGS))


Walk = Sequence[tuple[Action, Role] | timedelta]

TOLD: Walk = [(Action.CONFIRM, Role.MANAGER), (Action.DISSUADE, Role.MANAGER)]
HANDED_IN: Walk = [*TOLD, (Action.SUBMIT, Role.OPERATOR)]
LATE: Walk = [*TOLD, 30 * MINUTE]
GIVEN_UP: Walk = [*TOLD, 150 * MINUTE]
ACCEPTED: Walk = [*GIVEN_UP, (Action.ACCEPT, Role.SUPERVISOR)]
ORDERED: Walk = [*ACCEPTED, (Action.ORDER, Role.SUPERVISOR)]
HEARD: Walk = [*TOLD, (Action.APPEAL, Role.OPERATOR)]
WALKS: dict[State, Walk] = {
    State.PENDING_REVIEW: [],
    State.CONFIRMED: TOLD[:1],
    State.NOTIFIED: TOLD,
    State.RECTIFIED: HANDED_IN,
    State.OVERDUE: LATE,
    State.ESCALATED: GIVEN_UP,
    State.SUPERVISOR_REVIEW: ACCEPTED,
    State.ORDER_ISSUED: ORDERED,
    State.APPEALED: HEARD,
    State.DISMISSED: [(Action.DISMISS, Role.MANAGER)],
    State.MERGED: [(Action.MERGE, Role.MANAGER)],
    State.CLOSED: [*HANDED_IN, (Action.PASS_RECHECK, Role.MANAGER)],
    State.WITHDRAWN: [*HEARD, (Action.UPHOLD, Role.SUPERVISOR)],
    State.CASE_REFERRED: [*ORDERED, (Action.REFER, Role.SUPERVISOR)],
}
"""A way to each state; a timedelta waits so long."""


def lived(case: Case, walk: Walk) -> list[Transition]:
    """The steps of a walk."""
    steps: list[Transition] = []
    for part in walk:
        if isinstance(part, timedelta):
            new = catch_up(case, case.since + part, SETTINGS)
        else:
            new = (apply(case, deed(case, *part), SETTINGS),)
        case = replay(case, new)
        steps += new
    return steps


def walked(case: Case, walk: Walk) -> Case:
    """The case at the end of a walk."""
    return replay(case, lived(case, walk))


@cache
def in_state(state: State) -> Case:
    """A market stall's case in a state."""
    return walked(opened(), WALKS[state])
