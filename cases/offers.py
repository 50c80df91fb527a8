"""What somebody may do with a case now, and what stands against it already, whatever they would bring along."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime

from cases import bars
from cases.bars import Bar
from cases.payloads import Payload
from cases.settings import CaseSettings
from cases.states import Action, Role, State
from cases.table import ROWS, Row, roles_of, row_of
from cases.values import Actor, Case, Deed

ASK_NOTHING = (
    bars.CLOCK,
    bars.ADVICE,
    bars.NO_ADVICE,
    bars.UNCONFIRMED,
    bars.SECOND_APPEAL,
    bars.LATE_APPEAL,
    bars.OWN_VERDICT,
    bars.NO_DISSUASION,
)
"""Bars that look at nothing somebody brings along; the others can be told of only once it is there."""

PEOPLES = tuple(action for action in Action if roles_of(action) - {Role.SYSTEM})
"""What people may do; the rest is the box's."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that may be taken.

    Attributes:
        role: in which it would be. needs: what must be brought along. against: what stands against it now.
    """

    action: Action
    role: Role
    needs: type[Payload]
    against: tuple[Bar, ...]

    @property
    def is_open(self) -> bool:
        """Whether nothing stands against it."""
        return not self.against


def offers(case: Case, login: str, roles: Container[Role], at: datetime, settings: CaseSettings) -> tuple[Offer, ...]:
    """Every step that somebody in these roles may take from here."""
    rows = ((row, _first(row.roles, roles)) for row in ROWS if case.state in row.froms)
    return tuple(_offer(row, case, Actor(login, role), at, settings) for row, role in rows if role is not None)


def role_for(action: Action, state: State, roles: Iterable[Role]) -> Role:
    """The role in which somebody takes a step: one that may, the nearest to the stall; else one that is refused.

    Args:
        roles: all that they hold over the case, at least one.
    """
    held = frozenset(roles)
    row = row_of(action, state)
    here = None if row is None else _first(row.roles, held)
    return here or _first(roles_of(action), held) or next(role for role in Role if role in held)


def _first(may: Container[Role], held: Container[Role]) -> Role | None:
    return next((role for role in Role if role in may and role in held), None)


def _offer(row: Row, case: Case, actor: Actor, at: datetime, settings: CaseSettings) -> Offer:
    probe = Deed(row.action, actor, at, case.version)
    against = (bar for bar in row.bars if bar in ASK_NOTHING and bar.stands(case, probe, settings))
    return Offer(row.action, actor.role, row.needs, tuple(against))
