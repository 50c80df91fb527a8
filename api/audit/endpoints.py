"""GET /audit."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.access.may import Right
from api.access.needs import needs
from api.audit.schemas import AuditPage, AuditQuery, LineOut
from api.session import Reading
from records import audit


def audit_router() -> APIRouter:
    """The log, read only: nothing here could change it."""
    router = APIRouter(prefix="/audit", tags=["audit"], dependencies=[needs(Right.SEE_AUDIT)])

    @router.get("")
    def listed(query: Annotated[AuditQuery, Query()], session: Reading) -> AuditPage:
        """Who looked at what and changed what, newest first. That it was read is noted, too."""
        lines = audit.lines(session, query.before, query.who, query.limit)
        more = len(lines) == query.limit and lines[-1].seq > 1
        items = tuple(LineOut.model_validate(line) for line in lines)
        return AuditPage(items=items, next=lines[-1].seq if more else None)

    return router
