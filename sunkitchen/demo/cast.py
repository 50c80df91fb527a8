"""Who acts in the demo: the accounts of the demo site, all made up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from cases.values import Actor
from records import accounts, grants
from records.grants import Grant
from records.roles import Level, Role
from records.scopes import Scope
from sunkitchen.demo.places import CANTEEN, MARKET

DISTRICT, STREET = "海曙区(演示)", "月湖街道"
_ALL_OF_IT = Scope(Level.DISTRICT, DISTRICT)


@dataclass(frozen=True, slots=True)
class Person:
    """An account of the demo and what it may."""

    login: str
    grant: Grant

    @property
    def actor(self) -> Actor:
        """In its role."""
        return Actor(self.login, self.grant.role)


def _person(login: str, role: Role, scope: Scope) -> Person:
    return Person(login, Grant(role, scope))


STALL_01 = _person("stall01", Role.OPERATOR, Scope(Level.MERCHANT, "YH-D01"))
STALL_02 = _person("stall02", Role.OPERATOR, Scope(Level.MERCHANT, "YH-D02"))
MANAGER = _person("mgr_yuehu", Role.MANAGER, Scope(Level.SITE, MARKET))
HEAD = _person("head_yuehu", Role.HEAD, Scope(Level.SITE, MARKET))
SCHOOL = _person("school_fs", Role.MANAGER, Scope(Level.SITE, CANTEEN))
GRID = _person("grid07", Role.GRID_WORKER, Scope(Level.STREET, STREET, DISTRICT))
SUPERVISOR_A = _person("sup_a", Role.SUPERVISOR, _ALL_OF_IT)
SUPERVISOR_B = _person("sup_b", Role.SUPERVISOR, _ALL_OF_IT)
CAST = (
    STALL_01,
    STALL_02,
    MANAGER,
    HEAD,
    SCHOOL,
    GRID,
    SUPERVISOR_A,
    SUPERVISOR_B,
    _person("audit", Role.AUDITOR, Scope(Level.ALL)),
    _person("root", Role.ADMIN, Scope(Level.ALL)),
)


def invite(session: Session, at: datetime) -> dict[str, str]:
    """Make the accounts that are not there yet; gives their random passwords, which are shown once.

    Raises:
        AccountError: the registry lacks the demo's places.
    """
    known, made = set(accounts.logins(session)), dict[str, str]()
    for person in (one for one in CAST if one.login not in known):
        made[person.login] = accounts.create_account(session, person.login, at)
        grants.give(session, person.login, person.grant, at)
    return made
