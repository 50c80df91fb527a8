"""GET /retention, POST /retention/runs; and legal holds: POST /cases/{id}/hold and /release."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from threading import Lock
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
from api.retention.schemas import HoldOut, RetentionOut, RunOut, RunWanted
from records import audit, holds
from records.holds import Word
from records.retention.guard import Allowed
from records.retention.running import Retention
from records.scopes import Reach
from records.states import Noted

HOLDS = needs(Right.HOLD_EVIDENCE)
Holding = Annotated[Reach, HOLDS]


def retention_router() -> APIRouter:
    """What would go and what went, read only; and what is held."""
    router, theirs = APIRouter(tags=["retention"]), [HOLDS, Depends(_expect_theirs)]
    going = Lock()

    @router.get(
        "/retention",
        dependencies=[needs(Right.SEE_RETENTION)],
        responses={404: {"description": "this program deletes nothing"}},
    )
    def look(context: Told) -> RetentionOut:
        """What a run would delete now and why, what stays, how the disk stands, and the last runs. Changes nothing."""
        retention = _retention(context)
        outlook = retention.look(context.now())
        with context.database.reading() as session:
            runs = retention.runs(session)
        return RetentionOut.of(context.keeping(), retention.rules.version, outlook, runs)

    @router.post(
        "/retention/runs",
        dependencies=[needs(Right.RUN_RETENTION)],
        responses={
            404: {"description": "this program deletes nothing"},
            409: {"description": "a run is going on"},
        },
    )
    def run(wanted: RunWanted, request: Request, context: Told) -> RunOut:
        """Delete what its time is over of, now; everything that goes leaves a line in the signed chain."""
        if not going.acquire(blocking=False):
            raise Problem(HTTPStatus.CONFLICT, "a run is going on; wait for its end", zh="正在删除, 请等它结束。")
        try:
            return _ran(context, visitor_of(request).login, wanted)
        finally:
            going.release()

    @router.post("/cases/{case_id}/hold", dependencies=theirs, responses=NO_CASE)
    def hold(case_id: UUID, request: Request, context: Told, reason: Reason) -> HoldOut:
        """Keep all evidence of a case, whatever retention says, until it is released."""
        return _said(context, request, case_id, reason, held=True)

    @router.post("/cases/{case_id}/release", dependencies=theirs, responses=NO_CASE)
    def release(case_id: UUID, request: Request, context: Told, reason: Reason) -> HoldOut:
        """Let retention have the evidence of a case again, a referred one's, too."""
        return _said(context, request, case_id, reason, held=False)

    return router


def _retention(context: Context) -> Retention:
    if context.retention is None:
        raise Problem(HTTPStatus.NOT_FOUND, "this program deletes nothing", zh="本程序不删除任何内容。")
    return context.retention


def _ran(context: Context, who: str, wanted: RunWanted) -> RunOut:
    """The line in the log says what somebody took on themselves."""
    allowed = Allowed(wanted.clock, wanted.large, wanted.rolled_back)
    done = _retention(context).run(context.now(), who, allowed)
    assert done is not None, "nothing stops it"
    taken = ", ".join(name for name, value in asdict(allowed).items() if value)
    subject = f"retention: {done.outcome}, {done.files} files, {done.rows} rows"
    with context.database.writing() as session:
        audit.note(session, audit.Entry(who, Noted.DELETED, subject, taken), context.now())
    return RunOut.model_validate(done)


def _expect_theirs(case_id: UUID, within: Holding, context: Told) -> None:
    with context.database.reading() as session:
        case_in(session, case_id, within)


def _said(context: Context, request: Request, case_id: UUID, reason: str, *, held: bool) -> HoldOut:
    word = Word(context.now(), visitor_of(request).login, held, reason)
    with context.database.writing() as session:
        holds.say(session, case_id, word)
        return HoldOut.of(case_id in holds.held(session, [case_id]), holds.history(session, case_id))
