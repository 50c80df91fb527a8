"""Taking a step for somebody: within their reach, in the one of their roles that fits."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from sqlalchemy.orm import Session
from starlette.requests import HTTPConnection

from api.access.identity import visitor_of
from api.access.may import Right
from api.access.needs import needs
from api.cases.payloads import Looked
from api.cases.reading import Reader
from api.context import Context, Told
from api.problem import Problem, field_problem
from cases.keeping import load
from cases.offers import role_for
from cases.payloads import Merging, Payload
from cases.states import Action
from cases.values import Actor, Case, Deed
from records import attachments, pictures
from records.case_steps import Wanted
from records.grants import roles_over
from records.scopes import Reach

Handling = Annotated[Reach, needs(Right.HANDLE_CASES)]


def reader_of(context: Context, connection: HTTPConnection, within: Reach) -> Reader:
    """Reads cases for who is asking."""
    return Reader(context.desk, visitor_of(connection), within, context.now())


def take(
    context: Context, connection: HTTPConnection, within: Reach, case_id: UUID, action: Action, step: Looked
) -> None:
    """Take a step.

    Raises:
        Problem: 404, no such case within the reach; 422, something was seen that is not the case's.
        CaseError: it is refused. StoreError: it cannot be written.
    """
    with context.database.reading() as session:
        case = case_in(session, case_id, within)
        _expect_seen(session, case_id, step.evidence_seen)
        _expect_other(session, step.brought(), within)
        visitor = visitor_of(connection)
        roles = roles_over(session, visitor.grants, case.site.id, case.merchant)
    deed = Deed(
        action=action,
        actor=Actor(visitor.login, role_for(action, case.state, roles)),
        at=context.now(),
        version=step.version,
        payload=step.brought(),
        evidence_seen=step.evidence_seen,
        client=connection.client.host if connection.client else "",
    )
    context.desk.act(case_id, deed)


def expect_theirs(case_id: UUID, within: Handling, context: Told) -> None:
    """Before anything that was sent is looked at: what is wrong with it tells nobody that there is such a case."""
    with context.database.reading() as session:
        case_in(session, case_id, within)


def case_in(session: Session, case_id: UUID, within: Reach) -> Case:
    """A case within the reach.

    Raises:
        Problem: 404, there is none.
    """
    found = load(session, Wanted(ids=[case_id], within=within))
    if not found:
        raise no_case(case_id)
    return found[0]


def no_case(case_id: UUID) -> Problem:
    """The same whether it is not there or not theirs."""
    return Problem(HTTPStatus.NOT_FOUND, f"there is no case {case_id}", zh="没有这个案件。")


def _expect_seen(session: Session, case_id: UUID, seen: tuple[str, ...]) -> None:
    added = {one.file.sha256 for one in attachments.of(session, case_id)}
    unknown = set(seen) - pictures.digests(session, case_id) - added
    if unknown:
        raise field_problem("evidence_seen", f"expected SHA-256 of this case's files, came {min(unknown)[:12]}…")


def _expect_other(session: Session, payload: Payload, within: Reach) -> None:
    if isinstance(payload, Merging) and not load(session, Wanted(ids=[payload.into], within=within)):
        raise field_problem("payload.into", f"expected a case you may see, came {payload.into}")
