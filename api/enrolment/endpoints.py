"""认识本店的着装: a site's kept heads, what people say of them, and fit, install, roll back."""

from __future__ import annotations

from hashlib import sha256
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.access.identity import visitor_of
from api.access.may import Right
from api.access.needs import needs, note
from api.context import Context, Told
from api.enrolment.heads import shown
from api.enrolment.reading import SHEET, heads_to_see
from api.enrolment.schemas import EnrolmentOut, HeadOut, HeadsOut, LabelIn, LessonOut, VersionIn
from api.enrolment.teaching import Lesson, Teaching
from api.evidence.serving import KNOWN, cached, gone, known_to
from api.problem import Problem
from records import enrolments, samples
from records.roles import Level
from records.samples import Kept
from records.scopes import Reach, Scope, covers
from records.states import Noted

MAY = needs(Right.ENROL_SITE)
Enrolling = Annotated[Reach, MAY]
ABSENT: dict[int | str, dict[str, object]] = {404: {"description": "no such site or head, or not yours to enrol"}}
REFUSALS = ABSENT | {409: {"description": "nothing to install or to roll back, or this program learns nothing"}}


def enrolment_router() -> APIRouter:
    """All about one site."""
    router = APIRouter(
        prefix="/sites/{site_id}", tags=["enrolment"], dependencies=[MAY, Depends(expect_theirs)], responses=ABSENT
    )
    _add_heads(router)
    _add_steps(router)
    return router


def expect_theirs(site_id: str, within: Enrolling, context: Told) -> None:
    """The site is one that the visitor may enrol.

    Raises:
        Problem: 404.
    """
    with context.database.reading() as session:
        if not covers(session, within, Scope(Level.SITE, site_id)):
            raise Problem(HTTPStatus.NOT_FOUND, f"there is no site {site_id} for you", zh="没有这个场所。")


def _add_heads(router: APIRouter) -> None:
    @router.get("/heads")
    def heads(site_id: str, context: Told, limit: Annotated[int, Query(ge=1, le=200)] = SHEET) -> HeadsOut:
        """At most `limit` unlabelled heads, the most telling first; then all that were labelled."""
        return HeadsOut(items=tuple(map(HeadOut.of, heads_to_see(context, site_id, limit))))

    @router.get("/heads/{head_id}", response_class=Response, responses=KNOWN)
    def picture(site_id: str, head_id: UUID, request: Request, context: Told) -> Response:
        """The head, its eyes hidden; what is beside it is coarse."""
        with context.database.reading() as session:
            kept = _head(session, site_id, head_id)
        return _served(context, request, kept)

    @router.post("/heads/{head_id}/label")
    def label(site_id: str, head_id: UUID, said: LabelIn, request: Request, context: Told) -> HeadOut:
        """Write down what the visitor sees on it; the last word counts."""
        with context.database.writing() as session:
            _head(session, site_id, head_id)
            samples.label(session, head_id, said.words, visitor_of(request).login, context.now())
            samples.unlabel(session, head_id, said.taken_back)
            return HeadOut.of(_head(session, site_id, head_id))


def _add_steps(router: APIRouter) -> None:
    @router.get("/enrolment")
    def standing(site_id: str, context: Told) -> EnrolmentOut:
        """Where the site stands; how a fit gets on."""
        lesson = Lesson() if context.teacher is None else context.teacher.lesson(site_id)
        with context.database.reading() as session:
            return EnrolmentOut.of(samples.of_site(session, site_id), enrolments.history(session, site_id), lesson)

    @router.post("/enrolment/fit", status_code=HTTPStatus.ACCEPTED, responses=REFUSALS)
    def fit(site_id: str, context: Told) -> LessonOut:
        """Begin to learn from the labels; it takes seconds, and changes nothing by itself."""
        teacher = _teacher(context)
        teacher.fit(site_id)
        return LessonOut.of(teacher.lesson(site_id))

    @router.post("/enrolment/install", responses=REFUSALS)
    def install(site_id: str, wanted: VersionIn, request: Request, context: Told) -> EnrolmentOut:
        """Let what was fitted judge from the box's next start on; refused where it is worse than what it corrects."""
        if not _teacher(context).install(site_id, wanted.version, visitor_of(request).login, context.now()):
            raise Problem(
                HTTPStatus.CONFLICT,
                f"site {site_id}: {wanted.version} is not what was fitted last, or it is worse; fit again",
                zh="这不是最近一次学习的结果, 或者结果更差; 请重新学习。",
            )
        note(context, request, visitor_of(request).login, Noted.ENROLLED, f"{site_id} {wanted.version}")
        return standing(site_id, context)

    @router.post("/enrolment/rollback", responses=REFUSALS)
    def rollback(site_id: str, request: Request, context: Told) -> EnrolmentOut:
        """Back to what judged before, from the box's next start on."""
        teacher = _teacher(context)
        with context.database.reading() as session:
            if enrolments.in_force(session, site_id) is None:
                raise Problem(HTTPStatus.CONFLICT, f"site {site_id}: nothing to roll back", zh="没有可以退回的。")
        version = teacher.roll_back(site_id, visitor_of(request).login, context.now())
        note(context, request, visitor_of(request).login, Noted.UNENROLLED, f"{site_id} {version}".strip())
        return standing(site_id, context)


def _teacher(context: Context) -> Teaching:
    if context.teacher is None:
        raise Problem(HTTPStatus.CONFLICT, "this program learns nothing", zh="本程序不能学习。")
    return context.teacher


def _head(session: Session, site_id: str, head_id: UUID) -> Kept:
    kept = samples.one(session, head_id, site_id)
    if kept is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"there is no head {head_id} any more", zh="这张头像已不在。")
    return kept


def _served(context: Context, request: Request, kept: Kept) -> Response:
    wanted = shown(kept)
    headers = cached(f"{sha256(kept.sample.jpeg).hexdigest()}-{wanted.tag}")
    if known_to(request.headers.get("if-none-match", ""), headers["etag"]):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    picture = context.darkroom.render(kept.sample.jpeg, wanted)
    if picture is None:
        raise gone(f"head {kept.sample.id} is no picture any more")
    return Response(picture, headers=headers, media_type="image/jpeg")
