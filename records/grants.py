"""Which roles an account has, and over which part of the registry."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import astuple, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from records import tables
from records.roles import LEVELS_OF, Level, Role
from records.scopes import Reach, Scope, above, covers
from vision.errors import AccountError


@dataclass(frozen=True, slots=True)
class Grant:
    """A role over a scope."""

    role: Role
    scope: Scope

    def __str__(self) -> str:
        return f"{self.role} {self.scope}"


Grants = frozenset[Grant]

OF_THE_FIRST: Grants = frozenset(Grant(role, Scope(Level.ALL)) for role in (Role.ADMIN, Role.SUPERVISOR))
"""What the account gets that a box makes at its first start."""


def reach_of(grants: Iterable[Grant], roles: Container[Role]) -> Reach:
    """All scopes over which one of these roles is held."""
    return frozenset(grant.scope for grant in grants if grant.role in roles)


def roles_over(session: Session, grants: Iterable[Grant], site: str, merchant: str | None) -> frozenset[Role]:
    """The roles held over a stall, or over a place of the site that is nobody's.

    Raises:
        AccountError: the registry knows no such site.
    """
    stall = set() if merchant is None else {Scope(Level.MERCHANT, merchant)}
    around = above(session, Scope(Level.SITE, site)) | stall
    return frozenset(grant.role for grant in grants if grant.scope in around)


def give(session: Session, login: str, grant: Grant, at: datetime) -> None:
    """Give a role; giving it again changes nothing.

    Raises:
        AccountError: no such account or place, or a role that is not given at this level.
    """
    _expect_account(session, login)
    levels = LEVELS_OF.get(grant.role, ())
    if grant.scope.level not in levels:
        wanted = ", ".join(levels) or "nobody: it is the box itself"
        raise AccountError(f"role {grant.role}: expected a scope at the level {wanted}, came {grant.scope}")
    above(session, grant.scope)
    if session.get(tables.Grant, _key(login, grant)) is None:
        session.add(tables.Grant(account=login, role=grant.role, at=at, **_columns(grant.scope)))
        session.flush()


def take(session: Session, login: str, grant: Grant) -> None:
    """Take a role back; tokens made for it stop with it.

    Raises:
        AccountError: the account does not have it.
    """
    row = session.get(tables.Grant, _key(login, grant))
    if row is None:
        raise AccountError(f"account {login}: expected to hold {grant}, and does not; see `sunkitchen users list`")
    session.delete(row)


def held(session: Session, login: str) -> Grants:
    """What an account holds; nothing where there is none."""
    g = tables.Grant
    rows = session.scalars(select(g).where(g.account == login))
    return frozenset(Grant(row.role, Scope(row.level, row.place, row.district)) for row in rows)


def narrowed(session: Session, grants: Grants, only: Grant) -> Grants:
    """Just this one, where the grants contain it; nothing where they do not (any more)."""
    return frozenset({only}) if covers(session, reach_of(grants, {only.role}), only.scope) else frozenset()


def _columns(scope: Scope) -> dict[str, str]:
    return {"level": scope.level, "place": scope.place, "district": scope.district}


def _key(login: str, grant: Grant) -> tuple[str, ...]:
    return login, grant.role, *astuple(grant.scope)


def _expect_account(session: Session, login: str) -> None:
    if session.get(tables.Account, login) is None:
        raise AccountError(f"account {login}: expected a known login; see `sunkitchen users list`")
