"""GET /coverage and /why-not."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.access.may import Right
from api.access.needs import needs
from api.coverage.schemas import CoverageList, CoverageOut, CoverageSpan, Span, WhyNotList, WhyNotOut
from api.problem import field_problem
from api.session import Reading
from records import coverage, ledger
from records.scopes import Reach

Watched = Annotated[Reach, needs(Right.SEE_COVERAGE)]


def coverage_router() -> APIRouter:
    """What was watched, and why looks did not count."""
    router = APIRouter(tags=["coverage"])

    @router.get("/coverage")
    def per_hour(span: Annotated[CoverageSpan, Query()], within: Watched, session: Reading) -> CoverageList:
        """What was watched, per camera and hour. An hour that is missing was not watched.

        At most 31 days in one answer; without `since` the last 7 days on record, or before `until`.
        """
        newest = coverage.newest_hour(session, span.until, span.camera, within)
        if newest is None:
            return CoverageList(items=())
        if span.too_long(newest):
            raise field_problem("since", f"expected {span.MOST.days} days or less; ask for them in parts with `until`")
        facts = coverage.per_hour(session, span.begin(newest), span.until, span.camera, within)
        return CoverageList(items=tuple(CoverageOut.of(fact) for fact in facts))

    @router.get("/why-not")
    def why_not(span: Annotated[Span, Query()], within: Watched, session: Reading) -> WhyNotList:
        """Looks that were seen and did not become a violation, by reason."""
        lines = ledger.totals(session, span.since, span.until, span.camera, within)
        return WhyNotList(items=tuple(WhyNotOut.model_validate(line) for line in lines))

    return router
