"""The log of what persons ask (PIPL 45–47): GET and POST /requests, POST /requests/{id}/decision."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter, Request

from api.access.identity import visitor_of
from api.access.may import Right
from api.access.needs import needs
from api.context import Context, Told
from api.problem import Problem, field_problem
from api.requests.schemas import DecisionWanted, RequestList, RequestOut, RequestWanted
from api.session import Reading
from records import requests
from records.retention.granting import grant_deletion
from records.retention.keeper import Keeper
from records.states import RequestKind
from vision.errors import DataError, Withheld

CHUNK = 10


def requests_router() -> APIRouter:
    """Writing one down, deciding it, and reading all."""
    router = APIRouter(prefix="/requests", tags=["requests"])

    @router.get("", dependencies=[needs(Right.SEE_REQUESTS)])
    def listed(session: Reading) -> RequestList:
        """All of the last three years, newest first. That they were read is noted."""
        return RequestList(items=tuple(RequestOut.of(one) for one in requests.listed(session)))

    @router.post("", status_code=HTTPStatus.CREATED, dependencies=[needs(Right.KEEP_REQUESTS)])
    def receive(wanted: RequestWanted, request: Request, context: Told) -> RequestOut:
        """Write down what somebody asked."""
        try:
            with context.database.writing() as session:
                new = requests.receive(session, wanted.asked(), visitor_of(request).login, context.now())
                return RequestOut.of(_known(requests.one(session, new), new))
        except DataError as error:
            raise field_problem("violations", "expected violations of this box") from error

    @router.post(
        "/{request_id}/decision",
        dependencies=[needs(Right.KEEP_REQUESTS)],
        responses={
            404: {"description": "no such request"},
            409: {"description": "it is decided already, or the evidence may not go now"},
        },
    )
    def decide(request_id: UUID, wanted: DecisionWanted, request: Request, context: Told) -> RequestOut:
        """Write down what was decided, once. A deletion that is granted is carried out: rows and hashes stay."""
        try:
            return RequestOut.of(_decided(context, request_id, wanted, visitor_of(request).login))
        except DataError as error:
            raise Problem(
                HTTPStatus.CONFLICT, f"request {request_id} is decided already", zh="该请求已处理。"
            ) from error
        except Withheld as error:
            zh = "证据依法保留或案件未结, 现在不能删除。"
            raise Problem(HTTPStatus.CONFLICT, str(error), zh=zh) from error

    return router


def _decided(context: Context, request_id: UUID, wanted: DecisionWanted, by: str) -> requests.Request:
    keeper, at = Keeper(context.database, context.evidence, CHUNK), context.now()
    with context.database.writing() as session:
        _known(requests.one(session, request_id), request_id)
        done = requests.decide(session, request_id, wanted.granted, wanted.decision, by, at)
        if wanted.granted and done.asked.kind is RequestKind.DELETION:
            grant_deletion(keeper, session, done, at)
    keeper.finish()
    return done


def _known(request: requests.Request | None, request_id: UUID) -> requests.Request:
    if request is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"there is no request {request_id}", zh="没有这个请求。")
    return request
