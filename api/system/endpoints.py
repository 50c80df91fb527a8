"""GET /healthz, /readyz and /metrics. The first two are open to anybody, so they tell no names."""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import APIRouter, Request
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from starlette.responses import JSONResponse, PlainTextResponse, Response

from api.access.may import Right
from api.access.needs import needs
from api.context import Context, Told
from api.problem import Problem
from api.system.document import document
from api.system.metrics import registry_of
from api.system.schemas import ReadyOut, WellOut
from records import health
from records.scopes import EVERYWHERE
from vision.errors import SunkitchenError

DOCUMENT = "/api/v1/openapi.json"
log = logging.getLogger(__name__)


def system_router(context: Context) -> APIRouter:
    """Whether the box is well, and its numbers."""
    router = APIRouter(tags=["system"])
    registry = registry_of(context)

    @router.get("/healthz")
    def alive() -> WellOut:
        """The process answers."""
        return WellOut()

    @router.get("/readyz")
    def ready(context: Told) -> ReadyOut:
        """The records can be read and every camera's thread runs; a full disk is told, and stops nothing."""
        _check_records(context)
        stopped = context.stopped()
        if stopped:
            log.error("cameras whose thread stopped: %s", ", ".join(stopped))
            raise Problem(
                HTTPStatus.SERVICE_UNAVAILABLE, f"{len(stopped)} cameras are not watched: their threads stopped"
            )
        return ReadyOut(disk=context.keeping().disk)

    @router.get("/metrics", response_class=PlainTextResponse, dependencies=[needs(Right.SEE_METRICS)])
    def metrics() -> Response:
        """Prometheus text."""
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_PLAIN_0_0_4)

    @router.get(DOCUMENT, include_in_schema=False, dependencies=[needs(Right.KEEP_ACCOUNT)])
    def openapi(request: Request) -> JSONResponse:
        """What this interface offers, as OpenAPI; FastAPI's own route would name no right."""
        return JSONResponse(document(request.app))

    return router


def _check_records(context: Context) -> None:
    try:
        with context.database.reading() as session:
            health.latest(session, EVERYWHERE)
    except SunkitchenError as error:
        log.error("%s", error)
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "the records cannot be read") from error
