"""All that the page of a case tells, read at once."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from api.access.identity import Visitor
from api.access.may import Right, reach, sight
from api.cases.reading import CaseView, Filter, Reader
from api.context import Context
from api.pages.shell.places import Places
from api.pages.shell.words import local
from cases.filing import Printed, docket, printed
from cases.papers.paper import Docket
from records import clips, holds, violations
from records.clips import ClipRow
from records.holds import Word
from records.scopes import Sight
from records.violation_rows import ViolationDetail

MERGEABLE = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page tells of a case.

    Attributes:
        others: cases it could be merged into, by id. docket: what its papers say; None for who may print none.
        opens, exports, holds: whether the visitor may open its originals, take a package, hold it.
        words: what was said of holds. prints: papers that were printed.
    """

    view: CaseView
    detail: ViolationDetail
    places: Places
    others: dict[str, str]
    docket: Docket | None
    opens: bool
    exports: bool
    holds: bool
    words: tuple[Word, ...]
    prints: tuple[Printed, ...]
    clip: ClipRow | None


def read_case(context: Context, visitor: Visitor, case_id: UUID) -> Shown | None:
    """The case before somebody; None where there is none for them.

    Raises:
        StoreError: the database cannot be used.
    """
    within = reach(visitor.grants, Right.SEE_VIOLATIONS)
    reader = Reader(context.desk, visitor, within, context.now())
    with context.database.reading() as session:
        view = reader.one(session, case_id)
        detail = violations.one(session, case_id, sight(visitor.grants))
        if view is None or detail is None:
            return None
        places = Places.read(session, within)
        return Shown(
            view=view,
            detail=detail,
            places=places,
            others=_others(context, reader, session, view, places),
            docket=_docket(context, visitor, session, case_id),
            opens=_may(session, visitor, Right.SEE_ORIGINALS, case_id),
            exports=_may(session, visitor, Right.EXPORT_EVIDENCE, case_id),
            holds=_may(session, visitor, Right.HOLD_EVIDENCE, case_id),
            words=holds.history(session, case_id),
            prints=printed(session, case_id),
            clip=clips.of(session, case_id),
        )


def version_of(context: Context, visitor: Visitor, case_id: UUID) -> int | None:
    """How far it has come; None where it is not there for the visitor any more."""
    within = reach(visitor.grants, Right.SEE_VIOLATIONS)
    with context.database.reading() as session:
        view = Reader(context.desk, visitor, within, context.now()).one(session, case_id)
    return None if view is None else view.case.version


def _may(session: Session, visitor: Visitor, right: Right, case_id: UUID) -> bool:
    held = reach(visitor.grants, right)
    return bool(held) and violations.share(session, case_id, Sight(held, held, held)) is not None


def _docket(context: Context, visitor: Visitor, session: Session, case_id: UUID) -> Docket | None:
    held = reach(visitor.grants, Right.PRINT_PAPERS)
    return docket(session, case_id, held, context.press.book, context.now()) if held else None


def _others(context: Context, reader: Reader, session: Session, view: CaseView, places: Places) -> dict[str, str]:
    """Open cases of the same zone first, by what people call them."""
    found = reader.queue(session, Filter(site=view.case.site.id), None, MERGEABLE).items
    cases = sorted(
        (one.case for one in found if one.case.id != view.case.id), key=lambda c: c.lead.zone != view.case.lead.zone
    )
    zone = places.zone_info(view.case.site.id)
    return {
        str(case.id): " · ".join(
            (context.names.code(case.lead.code).zh, places.merchant(case.merchant), local(case.lead.opened_at, zone))
        )
        for case in cases
    }
