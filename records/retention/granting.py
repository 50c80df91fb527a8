"""What a person was granted: the pictures of a violation go before their time, in the usual way."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from records.requests import Request
from records.retention.holdings import holdings
from records.retention.keeper import Keeper
from records.retention.plan import Going, Holding
from records.retention.removing import Gone
from records.retention.rules import Standing
from records.retention.words import REQUEST
from records.states import Matter
from vision.errors import Withheld

MATTERS = (Matter.CLIP, Matter.PICTURE, Matter.PHOTO, Matter.LOOKS)
"""Rows stay: that something was captured and what was decided is nobody's picture."""


def grant_deletion(keeper: Keeper, session: Session, request: Request, at: datetime) -> Gone:
    """Put on record that the pictures it is about are gone; call keeper.finish() once that is kept.

    Raises:
        Withheld: one of them is under legal hold, or of a case that is open; nothing was changed.
    """
    found = holdings(session, request.asked.violations)
    kept = [one for one in found if one.held or one.standing is Standing.OPEN]
    if kept:
        why = "under legal hold" if kept[0].held else "evidence of an open case"
        raise Withheld(
            f"request {request.id}: violation {kept[0].violation} is {why}; refuse it for now, or close the case first"
        )
    gone = Gone()
    for one in found:
        gone += keeper.remove_now(session, _all(one, f"{REQUEST}/{request.id}", at), at)
    return gone


def _all(holding: Holding, rule: str, at: datetime) -> list[Going]:
    return [
        Going(holding.violation, holding.site, matter, rule, at, holding.of(matter))
        for matter in MATTERS
        if holding.has(matter)
    ]
