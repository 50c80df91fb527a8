"""Cases as the API tells of them."""

from __future__ import annotations

from dataclasses import MISSING, fields
from datetime import date, datetime
from typing import Annotated, get_type_hints
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.cases.reading import CaseView, Filter, Queue
from api.context import Names
from api.schemas import LabelOut, Out
from cases.bars import Bar
from cases.deadlines import Due, DueKind
from cases.offers import Offer
from cases.papers.kinds import PaperKind
from cases.papers.paper import Docket
from cases.payloads import Dissuasion, Order, Outcome, Payload, Referral
from cases.states import Action, DismissReason, ReferralGround, Role, State
from cases.values import Transition
from cases.words import ACTIONS, DUES, FIELDS, GROUNDS, REASONS, ROLES, STATES, Words
from records.attachments import Attachment
from vision.facts import Severity, TimeQuality

NO_CASE: dict[int | str, dict[str, object]] = {404: {"description": "no such case, or not yours to see"}}
REFUSALS = NO_CASE | {
    409: {"description": "the case has moved on, is in another state, or something stands against it"},
}
Id = Annotated[str, Field(min_length=1, max_length=64)]
CHOICES: dict[object, dict[str, Words]] = {
    DismissReason: {str(reason): words for reason, words in REASONS.items()},
    ReferralGround: {str(ground): words for ground, words in GROUNDS.items()},
}
KINDS: dict[object, str] = {
    str: "text",
    datetime: "time",
    date: "date",
    bool: "flag",
    UUID: "case",
    tuple[str, ...]: "files",
}


class CaseQuery(BaseModel):
    """Which open cases; every field left out lists all."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    site: Id | None = None
    merchant: Id | None = None
    state: State | None = Field(None, description="of any state; left out: of every open one")
    level: int | None = Field(None, ge=1, le=3)
    mine: bool = Field(False, description="only where you may take a step now")
    limit: int = Field(50, ge=1, le=200, description="cases on one page")
    cursor: str | None = Field(None, max_length=400, description="the `next` of an earlier page")

    def wanted(self) -> Filter:
        """As the workflow knows it."""
        return Filter(self.site, self.merchant, self.state, self.level, self.mine)


class DueOut(Out):
    """A deadline. `at`: UTC. `late`: it has passed."""

    kind: DueKind
    name: LabelOut
    at: datetime
    late: bool

    @classmethod
    def of(cls, due: Due, now: datetime) -> DueOut:
        """From the workflow."""
        return cls(kind=due.kind, name=_label(DUES[due.kind]), at=due.at, late=due.at <= now)


class ChoiceOut(Out):
    """One of what may be chosen."""

    value: str
    name: LabelOut


class NeedOut(Out):
    """A part of the payload. `kind`: text | time | date | flag | case | files | choice."""

    field: str
    name: LabelOut
    kind: str
    required: bool
    choices: tuple[ChoiceOut, ...]


class AgainstOut(Out):
    """What stands against a step now, and what to do instead."""

    when: LabelOut
    mend: LabelOut

    @classmethod
    def of(cls, bar: Bar) -> AgainstOut:
        """From the table."""
        return cls(when=_label(bar.when), mend=_label(bar.mend))


class OfferOut(Out):
    """A step you may take from here, in which role, what it needs; refused while anything stands against it."""

    action: Action
    name: LabelOut
    role: Role
    needs: tuple[NeedOut, ...]
    against: tuple[AgainstOut, ...]

    @classmethod
    def of(cls, offer: Offer) -> OfferOut:
        """From the workflow."""
        return cls(
            action=offer.action,
            name=_label(ACTIONS[offer.action]),
            role=offer.role,
            needs=_needs(offer.needs),
            against=tuple(AgainstOut.of(bar) for bar in offer.against),
        )


class StepOut(Out):
    """A step that was taken; `at` is when it took effect, a timer's its due time."""

    version: int
    at: datetime
    actor: str
    role: Role
    role_name: LabelOut
    action: Action
    name: LabelOut
    was: State
    became: State
    became_name: LabelOut
    level: int
    payload: Payload
    evidence_seen: tuple[str, ...]

    @classmethod
    def of(cls, step: Transition) -> StepOut:
        """From the workflow; from where it was taken is not told."""
        values = {name: getattr(step, name) for name in cls.model_fields if hasattr(step, name)}
        return cls(
            **values,
            role_name=_label(ROLES[step.role]),
            name=_label(ACTIONS[step.action]),
            became_name=_label(STATES[step.became]),
        )


class CaseOut(Out):
    """A case as it stands. Times UTC; deadlines nearest first.

    `level`: who is told: 1 the area manager, 2 the market's head, 3 the supervisor. `violation_url` has the pictures
    and the reason.
    """

    id: UUID
    version: int
    state: State
    state_name: LabelOut
    is_open: bool
    level: int
    code: str
    code_name: LabelOut
    severity: Severity
    advisory: bool
    site: str
    zone: str
    merchant: str | None
    opened_at: datetime
    since: datetime
    deadlines: tuple[DueOut, ...]
    violation_url: str

    @classmethod
    def of(cls, view: CaseView, names: Names) -> CaseOut:
        """From the workflow, with the names people know."""
        case, lead = view.case, view.case.lead
        return cls(
            id=case.id,
            version=case.version,
            state=case.state,
            state_name=_label(STATES[case.state]),
            is_open=case.is_open,
            level=case.level,
            code=lead.code,
            code_name=LabelOut.of(names.code(lead.code)),
            severity=lead.severity,
            advisory=lead.advisory,
            site=case.site.id,
            zone=lead.zone,
            merchant=case.merchant,
            opened_at=lead.opened_at,
            since=case.since,
            deadlines=tuple(DueOut.of(due, view.at) for due in view.dues),
            violation_url=f"/api/v1/violations/{case.id}",
        )


class AttachmentOut(Out):
    """A photo of a case; steps name it by its SHA-256. `name`: as its bringer called it; sizes in bytes and px.

    `url` gives its colours and no more; who may open originals posts a reason to `url`/original.
    """

    sha256: str
    size_bytes: int
    width: int
    height: int
    name: str
    by: str
    at: datetime
    url: str

    @classmethod
    def of(cls, kept: Attachment) -> AttachmentOut:
        """From the records."""
        return cls(
            sha256=kept.file.sha256,
            size_bytes=kept.file.size_bytes,
            width=kept.width,
            height=kept.height,
            name=kept.name,
            by=kept.by,
            at=kept.at,
            url=f"/api/v1/cases/{kept.violation}/attachments/{kept.file.sha256}",
        )


class CaseDetailOut(CaseOut):
    """A case with everything that was done, and what you may do."""

    time_quality: TimeQuality
    attempt: int
    review_overdue: bool
    confirmer: str | None
    confirmed_at: datetime | None
    noticed_at: datetime | None
    appeal_until: datetime | None
    legal_hold: bool
    merged_into: UUID | None
    dissuasions: tuple[Dissuasion, ...]
    order: Order | None
    referral: Referral | None
    outcome: Outcome | None
    timeline: tuple[StepOut, ...]
    attachments: tuple[AttachmentOut, ...]
    offers: tuple[OfferOut, ...]

    @classmethod
    def of_detail(cls, view: CaseView, names: Names) -> CaseDetailOut:
        """From the workflow."""
        case = view.case
        alike = ("attempt", "review_overdue", "confirmer", "confirmed_at", "noticed_at", "merged_into")
        records = ("dissuasions", "order", "referral", "outcome")
        return cls(
            **CaseOut.of(view, names).model_dump(),
            **{name: getattr(case, name) for name in (*alike, *records)},
            time_quality=case.lead.time_quality,
            legal_hold=view.held,
            appeal_until=view.appeal_until,
            timeline=tuple(map(StepOut.of, view.steps)),
            attachments=tuple(map(AttachmentOut.of, view.attachments)),
            offers=tuple(map(OfferOut.of, view.offers)),
        )


class CasePage(Out):
    """Some cases, the most urgent first; `next` is the cursor of the page after, null at the end."""

    items: tuple[CaseOut, ...]
    next: str | None

    @classmethod
    def of(cls, queue: Queue, names: Names) -> CasePage:
        """From the workflow."""
        items = tuple(CaseOut.of(view, names) for view in queue.items)
        return cls(items=items, next=None if queue.next is None else str(queue.next))


def _label(words: Words) -> LabelOut:
    return LabelOut(zh=words.zh, en=words.en)


def _needs(payload: type[Payload]) -> tuple[NeedOut, ...]:
    hints = get_type_hints(payload)
    return tuple(
        NeedOut(
            field=field.name,
            name=_label(FIELDS[field.name]),
            kind=KINDS.get(hints[field.name], "choice"),
            required=field.default is MISSING,
            choices=tuple(
                ChoiceOut(value=value, name=_label(words))
                for value, words in CHOICES.get(hints[field.name], {}).items()
            ),
        )
        for field in fields(payload)
    )


class PaperOut(Out):
    """A paper. `lacking`: what is not on record yet; null where it can be printed."""

    name: str
    title: LabelOut
    lacking: LabelOut | None

    @classmethod
    def of(cls, kind: PaperKind, docket: Docket) -> PaperOut:
        """From the workflow."""
        missing = kind.missing(docket)
        return cls(name=kind.name, title=_label(kind.title), lacking=None if missing is None else _label(missing))


class PrintedOut(Out):
    """A paper that was printed; `sha256` of the file, `at` UTC."""

    paper: str
    number: str
    sha256: str
    by: str
    at: datetime


class PaperList(Out):
    """Which there are, and what was printed, oldest first."""

    items: tuple[PaperOut, ...]
    printed: tuple[PrintedOut, ...]
