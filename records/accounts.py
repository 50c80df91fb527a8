"""Who may log in. Passwords are kept as argon2 hashes; a random one is shown once and never again."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from records import tables
from records.database import Database
from records.grants import Grants, held
from records.tokens import forget
from vision.errors import AccountError

LOGIN = re.compile(r"[^\W_][\w.@-]{0,63}")
LEAST_PASSWORD, MOST_PASSWORD = 12, 256
FREE_FAILURES = 3
MAX_WAIT_S = 15 * 60
FORGET_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LoginResult:
    """Whether a password was right; `wait_s` > 0: not even looked at, ask again after so many seconds."""

    accepted: bool
    wait_s: float = 0.0


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """An account without its password; `locked` since when it may not log in, None while it may."""

    login: str
    created: datetime
    locked: datetime | None
    grants: Grants


def create_account(session: Session, login: str, at: datetime, password: str | None = None) -> str:
    """A new account; gives its password, a random one where none was chosen. It is kept nowhere.

    Raises:
        AccountError: there is one with this login, or login or password are not such as may be.
    """
    if not LOGIN.fullmatch(login):
        raise AccountError(
            f"account {login[:80]!r}: expected 1 to 64 letters, digits or . _ @ -, beginning with a letter or digit"
        )
    if session.get(tables.Account, login) is not None:
        raise AccountError(
            f"account {login}: expected a new login, came one that exists; choose another or reset its password"
        )
    password = _chosen(password)
    session.add(tables.Account(login=login, password_hash=PasswordHasher().hash(password), created=at))
    session.flush()
    return password


def reset_password(session: Session, login: str, password: str | None = None) -> str:
    """A new password for an account, random where none was chosen; all its sessions and tokens end.

    Raises:
        AccountError: there is none with this login, or the password is not such as may be.
    """
    account = _account(session, login)
    password = _chosen(password)
    account.password_hash = PasswordHasher().hash(password)
    forget(session, login)
    return password


def lock(session: Session, login: str, at: datetime) -> None:
    """Let nobody in by this account any more; all its sessions and tokens end.

    Raises:
        AccountError: there is none with this login.
    """
    _account(session, login).locked = at
    forget(session, login)


def unlock(session: Session, login: str) -> None:
    """Let people in again by this account, and forget what failed before.

    Raises:
        AccountError: there is none with this login.
    """
    _account(session, login).locked = None
    session.execute(delete(tables.LoginFailure).where(tables.LoginFailure.login_sha256 == _key(login)))


def expect(session: Session, login: str) -> None:
    """Nothing where there is such an account.

    Raises:
        AccountError: there is none.
    """
    _account(session, login)


def logins(session: Session) -> tuple[str, ...]:
    """All logins, by name."""
    return tuple(session.scalars(select(tables.Account.login).order_by(tables.Account.login)))


def accounts(session: Session) -> tuple[AccountEntry, ...]:
    """All accounts with what they hold, by login."""
    rows = session.scalars(select(tables.Account).order_by(tables.Account.login))
    return tuple(_entry(session, row) for row in rows)


def account(session: Session, login: str) -> AccountEntry | None:
    """An account with what it holds; None where there is none."""
    row = session.get(tables.Account, login)
    return None if row is None else _entry(session, row)


def check_password(database: Database, login: str, password: str, at: datetime) -> LoginResult:
    """Whether the password is the login's; slower and slower on repeated failures.

    Known, locked and unknown logins take the same work and the same back-off, so nobody learns which exist.
    """
    key = _key(login)
    with database.reading() as session:
        failure = session.get(tables.LoginFailure, key)
        wait_s = _wait_s(failure, at)
        account = session.get(tables.Account, login)
        known_hash = account.password_hash if account and account.locked is None else None
    if wait_s > 0:
        return LoginResult(accepted=False, wait_s=wait_s)
    accepted = _matches(known_hash, password)
    with database.writing() as session:
        _note(session, key, accepted, at)
    return LoginResult(accepted)


def _entry(session: Session, row: tables.Account) -> AccountEntry:
    return AccountEntry(row.login, row.created, row.locked, held(session, row.login))


def _account(session: Session, login: str) -> tables.Account:
    account = session.get(tables.Account, login)
    if account is None:
        raise AccountError(f"account {login}: expected a known login; see `sunkitchen users list`")
    return account


def _chosen(password: str | None) -> str:
    if password is None:
        return secrets.token_urlsafe(12)
    if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
        raise AccountError(
            f"password: expected {LEAST_PASSWORD} to {MOST_PASSWORD} characters, came {len(password)}; choose another"
        )
    return password


def _key(login: str) -> str:
    return sha256(login.encode()).hexdigest()


def _wait_s(failure: tables.LoginFailure | None, at: datetime) -> float:
    """Seconds to wait still: 1, 2, 4 ... after the failures that are free."""
    if failure is None or failure.failures < FREE_FAILURES:
        return 0.0
    pause_s = min(2.0 ** min(failure.failures - FREE_FAILURES, 20), MAX_WAIT_S)
    return max(0.0, (failure.last_at + timedelta(seconds=pause_s) - at).total_seconds())


def _matches(known_hash: str | None, password: str) -> bool:
    """The same work whether the account exists or not."""
    hasher = PasswordHasher()
    try:
        hasher.verify(known_hash or decoy(), password)
    except (VerificationError, InvalidHashError):
        return False
    return known_hash is not None


def decoy() -> str:
    """A well-formed hash nobody has the password of, with the hasher's own cost."""
    h = PasswordHasher()
    return f"$argon2id$v=19$m={h.memory_cost},t={h.time_cost},p={h.parallelism}${'A' * 22}${'A' * 43}"


def _note(session: Session, key: str, accepted: bool, at: datetime) -> None:
    failure = tables.LoginFailure
    session.execute(delete(failure).where(failure.last_at < at - FORGET_AFTER))
    row = session.get(failure, key)
    if accepted:
        session.execute(delete(failure).where(failure.login_sha256 == key))
    elif row is None:
        session.add(failure(login_sha256=key, failures=1, last_at=at))
    else:
        row.failures, row.last_at = row.failures + 1, at
