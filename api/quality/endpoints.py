"""GET /quality and /quality/advice; what random heads show, and what somebody sets after looking back."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from sqlalchemy.orm import Session

from api.access.identity import visitor_of
from api.access.may import Right
from api.access.needs import needs, note
from api.context import Names, Told
from api.problem import Problem
from api.quality.schemas import (
    AdviceList,
    AdviceOut,
    FoundIn,
    MissedOut,
    QualityOut,
    QualityQuery,
    TuningIn,
    TuningOut,
)
from api.session import Reading
from cases.advising import BACK, advice_on, advices, tuned
from cases.looking_back import look_back
from cases.missed import missed_of
from cases.tuning import Advice
from records import registry, samples, spot_checks, tunings
from records.roles import Level
from records.scopes import Reach, Scope, covers
from records.states import Found, Noted
from records.tunings import Tuning

Looking = Annotated[Reach, needs(Right.SEE_QUALITY)]
CHECKS, TUNES = needs(Right.SPOT_CHECK), needs(Right.TUNE_RULES)

NOT_THERE: dict[int | str, dict[str, object]] = {404: {"description": "no such thing, or not yours to see"}}
NOT_ADVISED = NOT_THERE | {409: {"description": "no option of the advice as it stands now"}}


def quality_router() -> APIRouter:
    """How good the flags are, and what people do about it."""
    router = APIRouter(tags=["quality"])
    _add_looks(router)
    _add_steps(router)
    return router


def _add_looks(router: APIRouter) -> None:
    @router.get("/quality", responses=NOT_THERE)
    def quality(
        query: Annotated[QualityQuery, Query()], within: Looking, session: Reading, context: Told
    ) -> QualityOut:
        """What people said of the flags, what could not be told, what did not count, what changed. 92 days at most."""
        return QualityOut.of(look_back(session, query.period(context.now()), narrowed(session, within, query.site)))

    @router.get("/quality/advice", responses=NOT_THERE)
    def advice(within: Looking, session: Reading, context: Told) -> AdviceList:
        """Where a longer time of observing is worth a thought, by the verdicts of the last 90 days."""
        found = advices(session, context.now(), context.names.opens, within)
        held = tuned(session, within).values()
        return AdviceList(
            items=tuple(AdviceOut.model_validate(one) for one in found),
            set=tuple(TuningOut.model_validate(one) for one in held),
        )


def _add_steps(router: APIRouter) -> None:
    @router.post(
        "/sites/{site_id}/heads/{head_id}/found", responses=NOT_THERE, dependencies=[CHECKS, Depends(expect_site)]
    )
    def found(site_id: str, head_id: UUID, said: FoundIn, request: Request, context: Told) -> MissedOut:
        """Write down what the visitor found on a random head; gives what the site's last 90 days tell together."""
        at = context.now()
        with context.database.writing() as session:
            if samples.one(session, head_id, site_id) is None:
                raise Problem(HTTPStatus.NOT_FOUND, f"there is no head {head_id} any more", zh="这张头像已不在。")
            codes = codes_about(context.names, said.found)
            spot_checks.note(session, head_id, said.found, codes, visitor_of(request).login, at)
            own = frozenset({Scope(Level.SITE, site_id)})
            return MissedOut.of(missed_of(spot_checks.spotted(session, at - BACK, at, own)))

    @router.post("/cameras/{camera_id}/tuning", responses=NOT_ADVISED, dependencies=[TUNES, Depends(expect_camera)])
    def tune(camera_id: str, wanted: TuningIn, request: Request, context: Told) -> TuningOut:
        """Accept advice, or undo that (null), from the box's next start on. Only what the verdicts tell is accepted."""
        at, who = context.now(), visitor_of(request).login
        with context.database.writing() as session:
            told = advice_on(session, at, context.names.opens, camera_id, wanted.code)
            made = _tuning(camera_id, wanted, told, Tuning(camera_id, wanted.code, at, who, None, wanted.reason))
            tunings.add(session, made)
        subject = f"{camera_id} {wanted.code} {made.observed_s or 'rules'}"
        note(context, request, who, Noted.TUNED, subject, wanted.reason)
        return TuningOut.model_validate(made)


def _tuning(camera_id: str, wanted: TuningIn, told: Advice | None, line: Tuning) -> Tuning:
    """What is written down.

    Raises:
        Problem: 409, it is no option of the advice as it stands now.
    """
    if wanted.observed_s is None:
        return line
    options = () if told is None else told.options
    chosen = next((one for one in options if one.observed_s == wanted.observed_s), None)
    if told is None or chosen is None:
        raise Problem(
            HTTPStatus.CONFLICT,
            f"camera {camera_id}: {wanted.observed_s:g} s is not among what the verdicts now tell of {wanted.code}",
            zh="这不是目前结论支持的秒数; 请刷新后再看。",
        )
    basis = (
        f"{told.now_s:g} s -> {chosen.observed_s:g} s: {len(chosen.false_gone)}/{told.false_alarms} false gone, "
        f"{len(chosen.confirmed_gone)}/{told.confirmed} confirmed gone"
    )
    return Tuning(line.camera, line.code, line.at, line.who, chosen.observed_s, line.why, basis)


def expect_site(site_id: str, within: Annotated[Reach, CHECKS], context: Told) -> None:
    """The site is one whose heads the visitor may check.

    Raises:
        Problem: 404.
    """
    with context.database.reading() as session:
        narrowed(session, within, site_id)


def expect_camera(camera_id: str, within: Annotated[Reach, TUNES], context: Told) -> None:
    """The camera is one that the visitor may tune.

    Raises:
        Problem: 404.
    """
    with context.database.reading() as session:
        if registry.camera(session, camera_id, within) is None:
            raise Problem(HTTPStatus.NOT_FOUND, f"there is no camera {camera_id} for you", zh="没有这个摄像头。")


def codes_about(names: Names, found: Found) -> tuple[str, ...]:
    """Codes that tell of what was found; none where nothing was."""
    return tuple(code for code, attribute in names.attributes.items() if attribute == found)


def narrowed(session: Session, within: Reach, site: str | None) -> Reach:
    """One site, where that is within the reach.

    Raises:
        Problem: 404.
    """
    if site is None:
        return within
    scope = Scope(Level.SITE, site)
    if not covers(session, within, scope):
        raise Problem(HTTPStatus.NOT_FOUND, f"there is no site {site} for you", zh="没有这个场所。")
    return frozenset({scope})
