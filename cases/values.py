"""The nouns of handling: the case, what somebody wants to do with it, and the step that was taken.

Times are aware datetimes. The order of steps is their version, never their time: a clock may be set back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID
from zoneinfo import ZoneInfo

from cases.payloads import NOTHING, Dissuasion, Order, Outcome, Payload, Referral
from cases.states import TERMINAL, Action, Role, SiteType, State
from vision.facts import Severity, TimeQuality, Violation

LEVELS = (1, 2, 3)
"""Who is told: 1 the area manager, 2 the market's head, 3 the supervisor."""


@dataclass(frozen=True, slots=True)
class Lead:
    """The violation a case is about, as far as handling needs it; its looks and pictures stay in the records.

    Attributes:
        id: of the violation, and so of the case. zone: where.
        started_at: first look that counted. captures: when it was captured, first and again; never empty.
        time_quality: of its evidence. advisory: advice to the operator, never a counted violation.
    """

    id: UUID
    code: str
    severity: Severity
    zone: str
    started_at: datetime
    captures: tuple[datetime, ...]
    time_quality: TimeQuality = TimeQuality.GOOD
    advisory: bool = False

    @classmethod
    def of(cls, violation: Violation, time_quality: TimeQuality) -> Self:
        """The lead of a violation that has just opened."""
        return cls(
            id=violation.id,
            code=violation.code,
            severity=violation.severity,
            zone=violation.zone,
            started_at=violation.started_at,
            captures=(violation.opened_at,),
            time_quality=time_quality,
            advisory=violation.advisory,
        )

    @property
    def opened_at(self) -> datetime:
        """The first capture."""
        return self.captures[0]


@dataclass(frozen=True, slots=True)
class CaseSite:
    """Where: what decides law and hours. hours: local (opens, closes) as "HH:MM"; may pass midnight; None is always."""

    id: str
    type: SiteType
    timezone: ZoneInfo
    hours: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which role. Scope (whose stall, whose site) is checked before anything comes here."""

    id: str
    role: Role


BOX = Actor("system", Role.SYSTEM)


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody wants to do.

    Attributes:
        version: of the case they looked at; 0 before the first step.
        evidence_seen: SHA-256 of what they had before them. client: from where, for the log.
    """

    action: Action
    actor: Actor
    at: datetime
    version: int
    payload: Payload = NOTHING
    evidence_seen: tuple[str, ...] = ()
    client: str = ""

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError(f"deed {self.action}: expected a time with its zone, came {self.at!r}")


@dataclass(frozen=True, slots=True)
class Transition:
    """A step that was taken; written once, never changed.

    Attributes:
        version: 1 for the first step of a case.
        at: when it took effect; a timer's is its due time, however late the box was.
        was, became: states; the same where only the level or a record changed. level: after it.
    """

    case: UUID
    version: int
    at: datetime
    actor: str
    role: Role
    action: Action
    was: State
    became: State
    level: int
    payload: Payload
    evidence_seen: tuple[str, ...] = ()
    client: str = ""


@dataclass(frozen=True, slots=True)
class Interrupted:
    """What an appeal interrupted: the state, since when it stood, and when the appeal came."""

    state: State
    since: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it stands after its steps.

    Attributes:
        merchant: whose stall; None where nobody's (an aisle, a camera).
        version: steps taken. level: one of LEVELS.
        since: when the state began, moved on by the length of a rejected appeal.
        attempt: which rectification is awaited or was handed in, from 1.
        review_overdue: nobody looked in time.
        confirmer: who confirmed, when. noticed_at: when the stall was first told.
        repeats: captures that raised the level. interrupted: set exactly while APPEALED.
    """

    lead: Lead
    site: CaseSite
    merchant: str | None
    since: datetime
    state: State = State.PENDING_REVIEW
    version: int = 0
    level: int = 1
    attempt: int = 1
    review_overdue: bool = False
    confirmer: str | None = None
    confirmed_at: datetime | None = None
    noticed_at: datetime | None = None
    dissuasions: tuple[Dissuasion, ...] = ()
    repeats: tuple[datetime, ...] = ()
    appeals: int = 0
    interrupted: Interrupted | None = None
    merged_into: UUID | None = None
    order: Order | None = None
    referral: Referral | None = None
    outcome: Outcome | None = None

    @property
    def id(self) -> UUID:
        """The violation's id: one violation, one case."""
        return self.lead.id

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state not in TERMINAL

    @property
    def is_market_stall(self) -> bool:
        """Whether 宁波市菜市场管理条例 33(3) applies: a stall in a farmers' market."""
        return self.site.type is SiteType.FARMERS_MARKET and self.merchant is not None

    @property
    def counts(self) -> bool:
        """Whether it stands against the merchant: confirmed by a person, and neither withdrawn nor dismissed since."""
        return self.confirmer is not None and self.state not in {State.WITHDRAWN, State.DISMISSED}

    @property
    def legal_hold(self) -> bool:
        """Whether its evidence may not be deleted, whatever retention says."""
        return self.referral is not None


def open_case(lead: Lead, site: CaseSite, merchant: str | None) -> Case:
    """The case of a lead, waiting for review since it was captured."""
    return Case(lead=lead, site=site, merchant=merchant, since=lead.opened_at)
