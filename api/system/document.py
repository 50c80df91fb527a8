"""The OpenAPI document: what FastAPI knows of the routes, with every error as it is really answered."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from fastapi import FastAPI

from api.access.guard import OPEN, SAFE_METHODS
from api.access.identity import COOKIE
from api.problem import ProblemOut

Json = dict[str, Any]
NOT_KNOWN = {401: "nobody is known by this token or session", 403: "your roles may not do this"}
READING = {422: "some fields cannot be obeyed; `errors` names them", 503: "the records cannot be used right now"}
WRITING = {400: "the body cannot be read", 413: "the body is too large", 507: "the box has no room left"}
SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "a token of /api/v1/tokens"},
    "session": {"type": "apiKey", "in": "cookie", "name": COOKIE, "description": "of who logged in at /login"},
}
FASTAPIS_OWN = ("HTTPValidationError", "ValidationError")
PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemOut"}}}


def document(app: FastAPI) -> Json:
    """The whole document of an application."""
    told = deepcopy(app.openapi())
    schemas = {name: schema for name, schema in told["components"]["schemas"].items() if name not in FASTAPIS_OWN}
    problem = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
    told["components"] = {
        "schemas": schemas | problem.pop("$defs") | {"ProblemOut": problem},
        "securitySchemes": SCHEMES,
    }
    told["security"] = [{name: []} for name in SCHEMES]
    for method, path, operation in _operations(told):
        _complete(operation, method, is_open=(method, path) in OPEN)
    return told


def _operations(told: Json) -> Iterator[tuple[str, str, Json]]:
    for path, item in told["paths"].items():
        for method, operation in item.items():
            yield method.upper(), path, operation


def _complete(operation: Json, method: str, *, is_open: bool) -> None:
    """Errors that any such route may answer; those of its own the route names."""
    common = READING | ({} if is_open else NOT_KNOWN) | ({} if method in SAFE_METHODS else WRITING)
    answers: Json = operation["responses"]
    if is_open:
        operation["security"] = []
    answers["422"] = {"description": READING[422]}  # FastAPI tells of a body that is never answered
    for status, text in common.items():
        answers.setdefault(str(status), {"description": text})
    for name, answer in answers.items():
        if int(name) >= 400:
            answer["content"] = PROBLEM
