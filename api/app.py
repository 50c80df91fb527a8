"""The application: guard first, then the rooms, then the pages."""

from __future__ import annotations

from fastapi import APIRouter, Depends, FastAPI

from api.access.endpoints import access_router
from api.access.guard import Guard
from api.access.needs import refuse_unnamed
from api.accounts.endpoints import accounts_router
from api.accounts.keeping import keeping_router
from api.analyses.endpoints import analyses_router
from api.audit.endpoints import audit_router
from api.cameras.endpoints import cameras_router
from api.cameras.keeping import sheets_router
from api.cases.endpoints import cases_router
from api.certificates.endpoints import certificates_router
from api.context import Context
from api.coverage.endpoints import coverage_router
from api.enrolment.endpoints import enrolment_router
from api.evidence.clips import clips_router
from api.evidence.endpoints import evidence_router
from api.headers import SafeHeaders
from api.history.endpoints import history_router
from api.keys.endpoints import keys_router
from api.live.endpoints import live_router
from api.models.endpoints import models_router
from api.notifiers.endpoints import notifiers_router
from api.packages.endpoints import packages_router
from api.packages.verifying import verifying_router
from api.problem import answer_errors
from api.quality.endpoints import quality_router
from api.rehearsal.endpoints import rehearsal_router
from api.reports.endpoints import reports_router
from api.requests.endpoints import requests_router
from api.retention.endpoints import retention_router
from api.system.endpoints import system_router
from api.too_large import BodyLimit
from api.violations.endpoints import violations_router

PREFIX = "/api/v1"
MOST_BYTES = 64 * 1024  # of a request; a room that takes pictures says its own


def create_api(context: Context) -> FastAPI:
    """The interface for programs, and the login; any number of them may live in one process."""
    app = FastAPI(
        title="sunkitchen",
        version=context.version,
        docs_url=None,  # FastAPI's documentation pages load scripts from an outside host
        redoc_url=None,
        openapi_url=None,  # served by the system's room, for who is known
        redirect_slashes=False,  # it would lead to whatever host the request names
        dependencies=[Depends(refuse_unnamed)],
    )
    app.state.context = context
    answer_errors(app)
    app.add_middleware(Guard, context=context)
    app.add_middleware(BodyLimit, most_bytes=MOST_BYTES)
    app.add_middleware(SafeHeaders)
    app.include_router(_rooms())
    app.include_router(access_router())
    app.include_router(system_router(context))
    return app


def create_app(context: Context) -> FastAPI:
    """The interface and the pages. NiceGUI keeps its pages per process: one of these in a process."""
    from api.pages.mount import add_pages  # noqa: PLC0415 - half a second of imports that create_api does not need

    app = create_api(context)
    add_pages(app, context)
    return app


def _rooms() -> APIRouter:
    rooms = APIRouter(prefix=PREFIX)
    rooms.include_router(violations_router())
    rooms.include_router(cases_router())
    rooms.include_router(evidence_router())
    rooms.include_router(packages_router())
    rooms.include_router(verifying_router())
    rooms.include_router(keys_router())
    rooms.include_router(clips_router())
    rooms.include_router(cameras_router())
    rooms.include_router(live_router())
    rooms.include_router(rehearsal_router())
    rooms.include_router(sheets_router())
    rooms.include_router(analyses_router())
    rooms.include_router(certificates_router())
    rooms.include_router(coverage_router())
    rooms.include_router(reports_router())
    rooms.include_router(history_router())
    rooms.include_router(accounts_router())
    rooms.include_router(keeping_router())
    rooms.include_router(audit_router())
    rooms.include_router(retention_router())
    rooms.include_router(requests_router())
    rooms.include_router(enrolment_router())
    rooms.include_router(models_router())
    rooms.include_router(quality_router())
    rooms.include_router(notifiers_router())
    return rooms
