"""POST /cameras/{id}/rehearsal: a rule with other numbers, over looks that were kept. Nothing comes of it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends

from api.access.may import Right
from api.access.needs import needs
from api.context import Told
from api.problem import Problem, field_problem
from api.rehearsal.schemas import RehearsalIn, RehearsalOut
from records import registry
from records.scopes import Reach
from vision.errors import ConfigError

REHEARSES = needs(Right.REHEARSE_RULES)
REFUSED: dict[int | str, dict[str, Any]] = {
    404: {"description": "no such camera, or not yours to see"},
    409: {"description": "this program watches nothing, so it keeps no looks"},
}


def rehearsal_router() -> APIRouter:
    """POST /cameras/{id}/rehearsal."""
    router = APIRouter(prefix="/cameras", tags=["cameras"])

    @router.post("/{camera_id}/rehearsal", responses=REFUSED, dependencies=[REHEARSES, Depends(expect_theirs)])
    def rehearsal(camera_id: str, wanted: RehearsalIn, context: Told) -> RehearsalOut:
        """What a code would have flagged with these numbers, beside what was flagged."""
        if context.rehearse is None:
            raise Problem(HTTPStatus.CONFLICT, "this program watches nothing, so it keeps no looks")
        try:
            return RehearsalOut.of(context.rehearse(wanted.trial(camera_id, context.now())))
        except ConfigError as error:
            raise field_problem("code", "; ".join(error.mistakes)) from error

    return router


def expect_theirs(camera_id: str, within: Annotated[Reach, REHEARSES], context: Told) -> None:
    """The camera is one whose rules the visitor may try; said before anybody looks at what was sent.

    Raises:
        Problem: 404.
    """
    with context.database.reading() as session:
        if registry.camera(session, camera_id, within) is None:
            raise Problem(HTTPStatus.NOT_FOUND, f"there is no camera {camera_id[:64]}")
