"""GET /models, POST /models/{name}/use and /models/rollback."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from fastapi import APIRouter, Request

from api.access.identity import visitor_of
from api.access.may import Right
from api.access.needs import address_of, needs
from api.context import Context, Told
from api.models.networks import Networks
from api.models.schemas import BackWanted, SetList, SetOut, SwitchOut, UseWanted
from api.problem import Problem
from records import audit
from records.audit import Entry
from records.model_switches import ModelSwitch
from records.states import Noted
from vision.errors import FallsBehind, ModelError

SWITCH = [needs(Right.SWITCH_MODELS)]
REFUSALS: dict[int | str, dict[str, object]] = {
    404: {"description": "this program judges nothing"},
    409: {"description": "no such set, a damaged one, the one in force, or a worse one without a reason"},
}


def models_router() -> APIRouter:
    """What is installed, and switching; a switch takes force at the box's next start."""
    router = APIRouter(prefix="/models", tags=["models"])

    @router.get("", dependencies=[needs(Right.SEE_MODELS)])
    def listed(context: Told) -> SetList:
        """All installed sets with what was measured of them."""
        networks = context.networks
        found = () if networks is None else networks.sets()
        items = tuple(SetOut.model_validate(one) for one in found)
        return SetList(running=None if networks is None else networks.running, items=items)

    @router.post("/rollback", dependencies=SWITCH, responses=REFUSALS)
    def back(_wanted: BackWanted, request: Request, context: Told) -> SwitchOut:
        """Back to the set before, at the next start."""
        return _switched(context, request, _networks(context).back)

    @router.post("/{name}/use", dependencies=SWITCH, responses=REFUSALS)
    def use(name: str, wanted: UseWanted, request: Request, context: Told) -> SwitchOut:
        """Verify a set and put it in force at the next start."""
        networks = _networks(context)
        return _switched(context, request, lambda who: networks.use(name, who, wanted.reason.strip()))

    return router


def _switched(context: Context, request: Request, switch: Callable[[str], ModelSwitch]) -> SwitchOut:
    who = visitor_of(request).login
    try:
        done = switch(who)
    except FallsBehind as error:
        zh = "这一套的实测数字低于现用的; 仍要换用, 须写明理由。"
        raise Problem(HTTPStatus.CONFLICT, str(error), type_="urn:sunkitchen:refused:falls-behind", zh=zh) from error
    except ModelError as error:
        raise Problem(HTTPStatus.CONFLICT, str(error), zh="不能换用。") from error
    entry = Entry(who, Noted.SWITCHED, f"{done.before} → {done.after}", done.reason, address_of(request))
    with context.database.writing() as session:
        audit.note(session, entry, context.now())
    return SwitchOut.model_validate(done)


def _networks(context: Context) -> Networks:
    if context.networks is None:
        raise Problem(HTTPStatus.NOT_FOUND, "this program judges nothing", zh="本程序不判断。")
    return context.networks
