"""GET /retention; and legal holds: POST /cases/{id}/hold and /release."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request

from api.access.identity import visitor_of
from api.access.may import Right
from api.access.needs import needs
from api.cases.acting import case_in
from api.cases.schemas import NO_CASE
from api.context import Context, Told
from api.evidence.serving import Reason
from api.problem import Problem
from api.retention.schemas import HoldOut, RetentionOut
from records import holds
from records.holds import Word
from records.scopes import Reach

HOLDS = needs(Right.HOLD_EVIDENCE)
Holding = Annotated[Reach, HOLDS]


def retention_router() -> APIRouter:
    """What would go and what went, read only; and what is held."""
    router, theirs = APIRouter(tags=["retention"]), [HOLDS, Depends(_expect_theirs)]

    @router.get(
        "/retention",
        dependencies=[needs(Right.SEE_RETENTION)],
        responses={404: {"description": "this program deletes nothing"}},
    )
    def look(context: Told) -> RetentionOut:
        """What a run would delete now and why, what stays, how the disk stands, and the last runs. Changes nothing."""
        retention = context.retention
        if retention is None:
            raise Problem(HTTPStatus.NOT_FOUND, "this program deletes nothing", zh="本程序不删除任何内容。")
        outlook = retention.look(context.now())
        with context.database.reading() as session:
            runs = retention.runs(session)
        return RetentionOut.of(context.keeping(), retention.rules.version, outlook, runs)

    @router.post("/cases/{case_id}/hold", dependencies=theirs, responses=NO_CASE)
    def hold(case_id: UUID, request: Request, context: Told, reason: Reason) -> HoldOut:
        """Keep all evidence of a case, whatever retention says, until it is released."""
        return _said(context, request, case_id, reason, held=True)

    @router.post("/cases/{case_id}/release", dependencies=theirs, responses=NO_CASE)
    def release(case_id: UUID, request: Request, context: Told, reason: Reason) -> HoldOut:
        """Let retention have the evidence of a case again, a referred one's, too."""
        return _said(context, request, case_id, reason, held=False)

    return router


def _expect_theirs(case_id: UUID, within: Holding, context: Told) -> None:
    with context.database.reading() as session:
        case_in(session, case_id, within)


def _said(context: Context, request: Request, case_id: UUID, reason: str, *, held: bool) -> HoldOut:
    word = Word(context.now(), visitor_of(request).login, held, reason)
    with context.database.writing() as session:
        holds.say(session, case_id, word)
        return HoldOut.of(case_id in holds.held(session, [case_id]), holds.history(session, case_id))
