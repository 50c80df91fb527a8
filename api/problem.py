"""Every error as application/problem+json (RFC 9457), made in this one place. No traceback leaves the box."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.headers import ALWAYS
from vision.errors import (
    Barred,
    CaseError,
    DiskFull,
    Incomplete,
    NothingToPrint,
    StaleCase,
    StoreError,
    SunkitchenError,
    WrongRole,
    WrongState,
)

log = logging.getLogger(__name__)


class FieldFault(BaseModel):
    """One field that cannot be obeyed. What was sent is not repeated: it may be a secret."""

    model_config = ConfigDict(frozen=True)

    field: str
    message: str


class ProblemOut(BaseModel):
    """The body of every error. `type` tells the refusals of a case apart, `zh` is `detail` in Chinese."""

    model_config = ConfigDict(frozen=True)

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    instance: str
    zh: str | None = None
    errors: tuple[FieldFault, ...] | None = None


class Problem(Exception):
    """Raised by an endpoint to answer with an error."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        headers: Mapping[str, str] | None = None,
        errors: tuple[FieldFault, ...] | None = None,
        type_: str = "about:blank",
        zh: str | None = None,
    ) -> None:
        self.status = status
        self.detail = detail
        self.headers = headers
        self.errors = errors
        self.type = type_
        self.zh = zh
        super().__init__(detail)

    def response(self, path: str) -> Response:
        """The answer to a request of this path."""
        body = ProblemOut(
            type=self.type,
            title=self.status.phrase,
            status=self.status,
            detail=self.detail,
            instance=path,
            zh=self.zh,
            errors=self.errors,
        )
        return Response(body.model_dump_json(exclude_none=True), self.status, self.headers, "application/problem+json")


def field_problem(field: str, message: str) -> Problem:
    """One field that cannot be obeyed."""
    return _fields_problem((FieldFault(field=field, message=message),))


REFUSED: dict[type[CaseError], HTTPStatus] = {
    StaleCase: HTTPStatus.CONFLICT,
    WrongState: HTTPStatus.CONFLICT,
    WrongRole: HTTPStatus.FORBIDDEN,
    Incomplete: HTTPStatus.UNPROCESSABLE_ENTITY,
    Barred: HTTPStatus.CONFLICT,
    NothingToPrint: HTTPStatus.CONFLICT,
}
"""A step that is refused: the workflow's word to who wanted it, not a fault of the box."""


def problem_of(error: SunkitchenError) -> Problem:
    """What the caller is told of an error of ours; the whole message, with its paths, goes to the log only."""
    if isinstance(error, CaseError) and type(error) in REFUSED:
        kind = re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__).lower()
        return Problem(REFUSED[type(error)], error.en, type_=f"urn:sunkitchen:refused:{kind}", zh=error.zh)
    log.error("%s", error)
    if isinstance(error, DiskFull):
        return Problem(HTTPStatus.INSUFFICIENT_STORAGE, "the box has no room left; its log says where to make some")
    if isinstance(error, StoreError):
        return Problem(HTTPStatus.SERVICE_UNAVAILABLE, "the records cannot be used right now; the box's log says why")
    return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "the box met an error; its log says which")


def answer_errors(app: FastAPI) -> None:
    """Let the application answer every error as a problem."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(SunkitchenError, _sunkitchen)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return error.response(request.url.path)


def _sunkitchen(request: Request, error: Exception) -> Response:
    assert isinstance(error, SunkitchenError)
    return problem_of(error).response(request.url.path)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = (FieldFault(field=_place(fault["loc"]), message=str(fault["msg"])) for fault in error.errors())
    return _fields_problem(tuple(faults)).response(request.url.path)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return Problem(HTTPStatus(error.status_code), str(error.detail), error.headers).response(request.url.path)


def _unexpected(request: Request, _error: Exception) -> Response:
    """The server logs the traceback by itself. This answer is made outside what adds the headers to all others."""
    told = Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "the box met an error; its log says which", ALWAYS)
    return told.response(request.url.path)


def _fields_problem(errors: tuple[FieldFault, ...]) -> Problem:
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "some fields cannot be obeyed; see errors", errors=errors)


def _place(loc: tuple[int | str, ...]) -> str:
    """`("query", "limit")` -> `limit`."""
    return ".".join(str(part) for part in loc[1:]) or str(loc[0])
