"""GET and POST /notifiers, and of one: DELETE, /test, /pause, /resume, /deliveries."""

from __future__ import annotations

import logging
from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.access.may import Right
from api.access.needs import needs
from api.context import Context, Told
from api.notifiers.outside import Outside
from api.notifiers.schemas import (
    DeliveryList,
    DeliveryOut,
    NothingWanted,
    NotifierList,
    NotifierMade,
    NotifierOut,
    NotifierWanted,
    TestedOut,
)
from api.notifiers.wanting import wanted_new
from api.problem import Problem, field_problem
from api.session import Reading
from records import deliveries, notifiers
from records.deliveries import Tally
from records.notifiers import NotifierEntry
from records.states import NotifierKind
from vision.errors import AccountError, NotDelivered

log = logging.getLogger(__name__)
ABSENT: dict[int | str, dict[str, object]] = {404: {"description": "no such notifier, or this program tells nobody"}}
ARRIVED = TestedOut(ok=True, zh="已送达。", en="It arrived.")


def notifiers_router() -> APIRouter:
    """For who keeps the box; every change takes force at once."""
    router = APIRouter(prefix="/notifiers", tags=["notifiers"], dependencies=[needs(Right.KEEP_NOTIFIERS)])
    _add_lists(router)
    _add_changes(router)
    return router


def _add_lists(router: APIRouter) -> None:
    @router.get("")
    def listed(session: Reading) -> NotifierList:
        """Who is told of what, and how it goes."""
        tallies = deliveries.tallies(session)
        found = notifiers.listed(session)
        return NotifierList(items=tuple(NotifierOut.of(one, tallies.get(one.id, Tally())) for one in found))

    @router.get("/{notifier_id}/deliveries", responses=ABSENT)
    def told(notifier_id: UUID, session: Reading) -> DeliveryList:
        """The newest messages to one."""
        _known(session, notifier_id)
        items = tuple(DeliveryOut.of(one) for one in deliveries.recent(session, notifier_id))
        return DeliveryList(items=items)


def _add_changes(router: APIRouter) -> None:
    @router.post("", status_code=HTTPStatus.CREATED, responses=ABSENT)
    def add(wanted: NotifierWanted, context: Told) -> NotifierMade:
        """Tell somebody from now on. The secret of a webhook is told once, here."""
        outside, (new, secret) = _outside(context), wanted_new(wanted)
        try:
            with context.database.writing() as session:
                made = notifiers.add(session, new, context.now())
                outside.secrets.put(made, secret.written())
        except AccountError as error:
            raise field_problem("scope", "expected a place of this box") from error
        return NotifierMade(id=made, secret=secret.key if new.kind is NotifierKind.WEBHOOK else None)

    @router.post("/{notifier_id}/test", responses=ABSENT)
    def test(notifier_id: UUID, _wanted: NothingWanted, context: Told) -> TestedOut:
        """Send a message that says nothing, now; what came of it."""
        outside = _outside(context)
        with context.database.reading() as session:
            entry = _known(session, notifier_id)
        try:
            outside.test(entry)
        except NotDelivered as error:
            log.warning("notifier %s: %s", entry.name, error)
            return TestedOut(ok=False, zh=f"没有送达: {error}", en=f"It did not arrive: {error}")
        return ARRIVED

    @router.post("/{notifier_id}/pause", responses=ABSENT)
    def pause(notifier_id: UUID, _wanted: NothingWanted, context: Told) -> NotifierOut:
        """Tell them nothing for now."""
        return _set(context, notifier_id, active=False)

    @router.post("/{notifier_id}/resume", responses=ABSENT)
    def resume(notifier_id: UUID, _wanted: NothingWanted, context: Told) -> NotifierOut:
        """Tell them again; what happened meanwhile is not told."""
        return _set(context, notifier_id, active=True)

    @router.delete("/{notifier_id}", status_code=HTTPStatus.NO_CONTENT, responses=ABSENT)
    def remove(notifier_id: UUID, context: Told) -> Response:
        """Tell them nothing any more; their secret is forgotten."""
        outside = _outside(context)
        with context.database.writing() as session:
            _known(session, notifier_id)
            notifiers.remove(session, notifier_id)
        outside.secrets.drop(notifier_id)
        return Response(status_code=HTTPStatus.NO_CONTENT)


def _set(context: Context, notifier: UUID, *, active: bool) -> NotifierOut:
    with context.database.writing() as session:
        _known(session, notifier)
        notifiers.set_active(session, notifier, active)
        session.flush()
        tally = deliveries.tallies(session).get(notifier, Tally())
        return NotifierOut.of(_known(session, notifier), tally)


def _known(session: Session, notifier: UUID) -> NotifierEntry:
    entry = notifiers.one(session, notifier)
    if entry is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"there is no notifier {notifier}", zh="没有这个通知。")
    return entry


def _outside(context: Context) -> Outside:
    if context.outside is None:
        raise Problem(HTTPStatus.NOT_FOUND, "this program tells nobody", zh="本程序不发通知。")
    return context.outside
