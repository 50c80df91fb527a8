"""Who may log in at a box and what they may, as its keeper at the command line changes it. Every change is noted."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from records import account_changes, accounts
from records.account_changes import Hand
from records.accounts import AccountEntry
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
        with self._writing() as (session, hand):
            return account_changes.add(session, hand, login, grant, password)

    def listed(self) -> tuple[AccountEntry, ...]:
        """All accounts, by login; that they were read is noted."""
        with self._writing() as (session, hand):
            hand.note(session, Noted.READ, "accounts")
            return accounts.accounts(session)

    def grant(self, login: str, grant: Grant) -> None:
        """Give a role."""
        with self._writing() as (session, hand):
            account_changes.give(session, hand, login, grant)

    def revoke(self, login: str, grant: Grant) -> None:
        """Take a role back."""
        with self._writing() as (session, hand):
            account_changes.take(session, hand, login, grant)

    def password(self, login: str, password: str | None) -> str:
        """A new password, which it gives; all sessions and tokens of the account end."""
        with self._writing() as (session, hand):
            return account_changes.password(session, hand, login, password)

    def lock(self, login: str) -> None:
        """Let nobody in by this account; its sessions and tokens end."""
        with self._writing() as (session, hand):
            account_changes.lock(session, hand, login)

    def unlock(self, login: str) -> None:
        """Let people in again."""
        with self._writing() as (session, hand):
            account_changes.unlock(session, hand, login)

    def token(self, login: str, name: str, days: int, only: Grant | None) -> str:
        """A key for a program, which it gives."""
        with self._writing() as (session, hand):
            return account_changes.token(session, hand, login, name, days, only)

    @contextmanager
    def _writing(self) -> Iterator[tuple[Session, Hand]]:
        """A transaction, and who makes it."""
        hand = Hand(f"command line: {getpass.getuser()}", datetime.now(UTC))
        with open_existing(self.box.data) as store, store.database.writing() as session:
            yield session, hand
