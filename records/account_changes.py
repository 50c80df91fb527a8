"""Changes to accounts, each with its line in the audit log, whoever makes them: the command line or the interface.

All within the caller's transaction: what is refused leaves no line, for nothing happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from records import accounts, audit, grants, tables, tokens
from records.audit import Entry
from records.grants import Grant
from records.roles import Level, Role
from records.scopes import Scope
from records.states import Noted
from vision.errors import LastAdmin

ADMIN = Grant(Role.ADMIN, Scope(Level.ALL))


@dataclass(frozen=True, slots=True)
class Hand:
    """Who changes something, when, and from where; the address is empty at the box itself."""

    who: str
    at: datetime
    address: str = ""
    reason: str = ""

    def note(self, session: Session, action: Noted, subject: str) -> None:
        """Add a line to the audit log."""
        audit.note(session, Entry(self.who, action, subject, self.reason, self.address), self.at)


def add(session: Session, hand: Hand, login: str, grant: Grant | None = None, password: str | None = None) -> str:
    """A new account, with a role if one is named; gives its password, a random one where none was chosen.

    Raises:
        AccountError: login, password, role or scope are not such as may be.
    """
    password = accounts.create_account(session, login, hand.at, password)
    if grant is not None:
        give(session, hand, login, grant)
    hand.note(session, Noted.ACCOUNT_ADDED, login)
    return password


def give(session: Session, hand: Hand, login: str, grant: Grant) -> None:
    """Give a role.

    Raises:
        AccountError: no such account or place, or a role that is not given at this level.
    """
    grants.give(session, login, grant, hand.at)
    hand.note(session, Noted.GRANTED, f"{login}: {grant}")


def take(session: Session, hand: Hand, login: str, grant: Grant) -> None:
    """Take a role back.

    Raises:
        LastAdmin: nobody would keep the box any more.
        AccountError: the account does not have it.
    """
    grants.take(session, login, grant)
    if grant == ADMIN:
        _expect_an_admin(session, login)
    hand.note(session, Noted.REVOKED, f"{login}: {grant}")


def password(session: Session, hand: Hand, login: str, chosen: str | None = None) -> str:
    """A new password, which it gives; all sessions and tokens of the account end.

    Raises:
        AccountError: no such account, or a password that is not such as may be.
    """
    given = accounts.reset_password(session, login, chosen)
    hand.note(session, Noted.PASSWORD_CHANGED, login)
    return given


def lock(session: Session, hand: Hand, login: str) -> None:
    """Let nobody in by this account; its sessions and tokens end.

    Raises:
        LastAdmin: nobody would keep the box any more.
        AccountError: no such account.
    """
    was_admin = login in admins(session)
    accounts.lock(session, login, hand.at)
    if was_admin:
        _expect_an_admin(session, login)
    hand.note(session, Noted.LOCKED, login)


def unlock(session: Session, hand: Hand, login: str) -> None:
    """Let people in again.

    Raises:
        AccountError: no such account.
    """
    accounts.unlock(session, login)
    hand.note(session, Noted.UNLOCKED, login)


def token(session: Session, hand: Hand, login: str, name: str, days: int, only: Grant | None = None) -> str:
    """A key for a program, which it gives.

    Raises:
        AccountError: no such account, too long a time, or more than the account holds.
    """
    accounts.expect(session, login)
    key = tokens.issue(session, login, name, hand.at, hand.at + timedelta(days=days), only)
    hand.note(session, Noted.TOKEN_MADE, f"{login}: {name}")
    return key


def admins(session: Session) -> frozenset[str]:
    """Who keeps the box and can log in."""
    g, a = tables.Grant, tables.Account
    query = select(a.login).join(g, g.account == a.login)
    return frozenset(session.scalars(query.where(g.role == Role.ADMIN, g.level == Level.ALL, a.locked.is_(None))))


def _expect_an_admin(session: Session, login: str) -> None:
    session.flush()
    if not admins(session):
        raise LastAdmin(f"account {login}: expected another admin who can log in, and there is none; make one first")
