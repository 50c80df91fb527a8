"""What each step brings along, as it is sent: sizes are bounded here, what is missing the workflow says itself."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.schemas import Time
from cases.payloads import (
    NOTHING,
    Dismissal,
    Dissuasion,
    Finding,
    Merging,
    Nothing,
    Order,
    Outcome,
    Payload,
    Proof,
    Referral,
    Statement,
)
from cases.states import Action, DismissReason, ReferralGround
from cases.table import payload_of

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Files = Annotated[tuple[Digest, ...], Field(max_length=50)]
Line = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f]*$")]
Text = Annotated[str, StringConstraints(max_length=4000, pattern=r"^[^\x00]*$")]


class Sent(BaseModel):
    """Base of what is sent: nothing unknown, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PaperIn(Sent):
    """A paper to print. `number`: as the market counts its papers; null: made from the case."""

    number: (
        Annotated[str, StringConstraints(max_length=60, pattern=r"^[^\x00-\x1f]*[^\x00-\x20][^\x00-\x1f]*$")] | None
    ) = None


class PayloadIn(Sent):
    """A payload of cases.payloads; the fields are the same."""

    makes: ClassVar[type[Payload]]

    def value(self) -> Payload:
        """As the workflow knows it."""
        return self.makes(**dict(self))


class NothingIn(Sent):
    """The step says it all."""


class StatementIn(PayloadIn):
    """Why, in words."""

    makes = Statement
    text: Text


class DismissalIn(PayloadIn):
    """Why the lead is none."""

    makes = Dismissal
    reason: DismissReason
    note: Text = ""


class MergingIn(PayloadIn):
    """The case that goes on."""

    makes = Merging
    into: UUID


class DissuasionIn(PayloadIn):
    """劝阻记录: which stall, what was said, when, what was answered."""

    makes = Dissuasion
    stall: Line
    words: Text
    spoken_at: Time
    answer: Text = ""


class ProofIn(PayloadIn):
    """What was done, with photos: attachments of this case by their SHA-256."""

    makes = Proof
    text: Text
    photos: Files


class FindingIn(PayloadIn):
    """What was found or is claimed; photos are attachments of this case by their SHA-256."""

    makes = Finding
    text: Text
    photos: Files = ()


class OrderIn(PayloadIn):
    """责令改正通知书 of the agency: number and date."""

    makes = Order
    number: Line
    issued_on: date
    second_officer: Line


class ReferralIn(PayloadIn):
    """线索移送: why, with which documents (attachments of this case by their SHA-256)."""

    makes = Referral
    ground: ReferralGround
    text: Text
    documents: Files
    second_officer: Line


class OutcomeIn(PayloadIn):
    """What the agency wrote back."""

    makes = Outcome
    number: Line
    decided_on: date
    penalised: bool


P = TypeVar("P", bound=PayloadIn)


class Looked(Sent):
    """A step to take. `version`: of the case as it was looked at. `evidence_seen`: SHA-256 of what was looked at."""

    version: int = Field(ge=0, le=1_000_000)
    evidence_seen: Annotated[tuple[Digest, ...], Field(max_length=200)] = ()

    def brought(self) -> Payload:
        """What it brings along."""
        return NOTHING


class StepIn(Looked, Generic[P]):
    """A step to take, with what it brings along."""

    payload: P

    def brought(self) -> Payload:
        """What it brings along."""
        return self.payload.value()


class BareStepIn(Looked):
    """A step that brings nothing along."""

    payload: NothingIn = NothingIn()


BODIES: dict[type[Payload], type[Looked]] = {
    Nothing: BareStepIn,
    Statement: StepIn[StatementIn],
    Dismissal: StepIn[DismissalIn],
    Merging: StepIn[MergingIn],
    Dissuasion: StepIn[DissuasionIn],
    Proof: StepIn[ProofIn],
    Finding: StepIn[FindingIn],
    Order: StepIn[OrderIn],
    Referral: StepIn[ReferralIn],
    Outcome: StepIn[OutcomeIn],
}


def body_of(action: Action) -> type[Looked]:
    """What is sent to take a step."""
    return BODIES[payload_of(action)]


def longest(action: Action, field: str) -> int:
    """How many characters a text may have that an action brings along."""
    brought = body_of(action).model_fields["payload"].annotation
    assert isinstance(brought, type)
    assert issubclass(brought, PayloadIn)
    rules = brought.model_fields[field].metadata
    return next(int(rule.max_length) for rule in rules if getattr(rule, "max_length", None))
