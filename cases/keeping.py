"""Cases out of the records, and steps into them."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from cases.machine import replay
from cases.scores import Handled
from cases.states import Action, Role, SiteType
from cases.values import Case, CaseSite, Lead, Transition, open_case
from cases.writing import payload_from, payload_text
from records import case_steps
from records.case_steps import LeadRow, StepRow, Wanted
from vision.errors import BrokenHistory

log = logging.getLogger(__name__)
Word = TypeVar("Word", bound=StrEnum)


def load(session: Session, wanted: Wanted) -> tuple[Case, ...]:
    """The cases of some violations as they stand, oldest first.

    Raises:
        BrokenHistory: what is written does not follow from what was before.
    """
    return tuple(_standing(lead, steps) for lead, steps in _written(session, wanted))


def sound(session: Session, wanted: Wanted) -> tuple[Case, ...]:
    """As load(), less the cases whose history is broken: told in the log, they do not stop the others."""
    found = []
    for lead, steps in _written(session, wanted):
        try:
            found.append(_standing(lead, steps))
        except BrokenHistory as error:
            log.error("case %s is left aside: %s", lead.id, error.en)
    return tuple(found)


def handled(session: Session, wanted: Wanted) -> Iterator[Handled | None]:
    """The cases with their steps, oldest first; None for one whose history is broken, which is told in the log."""
    for lead, rows in _written(session, wanted):
        try:
            steps = tuple(map(transition, rows))
            yield Handled(replay(opened(lead), steps), steps)
        except BrokenHistory as error:
            log.error("case %s is left aside: %s", lead.id, error.en)
            yield None


def history(session: Session, case: UUID) -> tuple[Transition, ...]:
    """The steps of a case, in order."""
    return tuple(map(transition, case_steps.steps(session, [case]).get(case, ())))


def keep(session: Session, taken: Sequence[Transition], recorded_at: datetime) -> None:
    """Write steps down, in order.

    Raises:
        StoreError: one of them is written already.
    """
    for step in taken:
        case_steps.add(session, _row(step, recorded_at))


def opened(row: LeadRow) -> Case:
    """The case before its first step."""
    lead = Lead(
        id=row.id,
        code=row.code,
        severity=row.severity,
        zone=row.zone,
        started_at=row.started_at,
        captures=row.captures,
        time_quality=row.time_quality,
        advisory=row.advisory,
    )
    site = CaseSite(row.site, SiteType(row.site_type), ZoneInfo(row.timezone), row.hours)
    return open_case(lead, site, row.merchant)


def _written(session: Session, wanted: Wanted) -> list[tuple[LeadRow, tuple[StepRow, ...]]]:
    leads = case_steps.leads(session, wanted)
    steps = case_steps.steps(session, [lead.id for lead in leads])
    return [(lead, steps.get(lead.id, ())) for lead in leads]


def _standing(lead: LeadRow, steps: Sequence[StepRow]) -> Case:
    return replay(opened(lead), map(transition, steps))


def transition(row: StepRow) -> Transition:
    """A written step.

    Raises:
        BrokenHistory: there is no such step, or no such role.
    """
    action, role = _known(Action, row.action, row), _known(Role, row.role, row)
    return Transition(
        case=row.violation,
        version=row.version,
        at=row.at,
        actor=row.actor,
        role=role,
        action=action,
        was=row.was,
        became=row.became,
        level=row.level,
        payload=payload_from(action, row.payload),
        evidence_seen=row.evidence_seen,
        client=row.client,
    )


def _known(words: type[Word], said: str, row: StepRow) -> Word:
    try:
        return words(said)
    except ValueError as error:
        raise BrokenHistory(
            "处理记录内容损坏, 请核对数据库备份。",
            f"case {row.violation}, step {row.version}: expected one of {', '.join(words)}, came {said!r}; "
            f"compare the database with its backup",
        ) from error


def _row(step: Transition, recorded_at: datetime) -> StepRow:
    return StepRow(
        violation=step.case,
        version=step.version,
        at=step.at,
        recorded_at=recorded_at,
        actor=step.actor,
        role=step.role,
        action=step.action,
        was=step.was,
        became=step.became,
        level=step.level,
        payload=payload_text(step.action, step.payload),
        evidence_seen=step.evidence_seen,
        client=step.client,
    )
