"""Who may log in at a box and what they may, as its keeper at the command line changes it. Every change is noted."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from records import accounts, audit, grants, tokens
from records.accounts import AccountEntry
from records.audit import Entry
from records.grants import Grant
from records.states import Noted
from sunkitchen.config import BoxConfig
from sunkitchen.store import open_existing


@dataclass(frozen=True, slots=True)
class Keeper:
    """The command line's way into a box that was started once.

    Raises, in every method:
        AccountError: what is asked for is refused; nothing was changed.
        StoreError: the box's store cannot be used.
    """

    box: BoxConfig

    def add(self, login: str, grant: Grant | None, password: str | None) -> str:
        """A new account, with a role if one is named; gives its password."""
        with self._writing(Noted.ACCOUNT_ADDED, login) as (session, at):
            password = accounts.create_account(session, login, at, password)
            if grant is not None:
                grants.give(session, login, grant, at)
                _note(session, Noted.GRANTED, f"{login}: {grant}", at)
        return password

    def listed(self) -> tuple[AccountEntry, ...]:
        """All accounts, by login; that they were read is noted."""
        with self._writing(Noted.READ, "accounts") as (session, _):
            return accounts.accounts(session)

    def grant(self, login: str, grant: Grant) -> None:
        """Give a role."""
        with self._writing(Noted.GRANTED, f"{login}: {grant}") as (session, at):
            grants.give(session, login, grant, at)

    def revoke(self, login: str, grant: Grant) -> None:
        """Take a role back."""
        with self._writing(Noted.REVOKED, f"{login}: {grant}") as (session, _):
            grants.take(session, login, grant)

    def password(self, login: str, password: str | None) -> str:
        """A new password, which it gives; all sessions and tokens of the account end."""
        with self._writing(Noted.PASSWORD_CHANGED, login) as (session, _):
            return accounts.reset_password(session, login, password)

    def lock(self, login: str) -> None:
        """Let nobody in by this account; its sessions and tokens end."""
        with self._writing(Noted.LOCKED, login) as (session, at):
            accounts.lock(session, login, at)

    def unlock(self, login: str) -> None:
        """Let people in again."""
        with self._writing(Noted.UNLOCKED, login) as (session, _):
            accounts.unlock(session, login)

    def token(self, login: str, name: str, days: int, only: Grant | None) -> str:
        """A key for a program, which it gives."""
        with self._writing(Noted.TOKEN_MADE, f"{login}: {name}") as (session, at):
            accounts.expect(session, login)
            return tokens.issue(session, login, name, at, at + timedelta(days=days), only)

    @contextmanager
    def _writing(self, action: Noted, subject: str) -> Iterator[tuple[Session, datetime]]:
        """A transaction that is noted; what is refused leaves no line, for nothing happened."""
        at = datetime.now(UTC)
        with open_existing(self.box.data) as store, store.database.writing() as session:
            yield session, at
            _note(session, action, subject, at)


def _note(session: Session, action: Noted, subject: str, at: datetime) -> None:
    audit.note(session, Entry(f"command line: {getpass.getuser()}", action, subject), at)
