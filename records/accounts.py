"""Who may log in. Passwords are kept as argon2 hashes, tokens as sha256; both are shown once and never again."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from records import tables
from records.database import Database
from vision.errors import StoreError

FREE_FAILURES = 3
MAX_WAIT_S = 15 * 60
FORGET_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LoginResult:
    """Whether a password was right; `wait_s` > 0: not even looked at, ask again after so many seconds."""

    accepted: bool
    wait_s: float = 0.0


@dataclass(frozen=True, slots=True)
class TokenEntry:
    """A token without its secret."""

    id: UUID
    name: str
    account: str
    created: datetime
    expires: datetime | None
    revoked: datetime | None


def create_account(session: Session, login: str, at: datetime) -> str:
    """A new account; gives its random password, which is kept nowhere.

    Raises:
        StoreError: there is one with this login.
    """
    if session.get(tables.Account, login) is not None:
        raise StoreError(
            f"account {login}: expected a new login, came one that exists; choose another or reset its password"
        )
    password = secrets.token_urlsafe(12)
    session.add(tables.Account(login=login, password_hash=PasswordHasher().hash(password), created=at))
    return password


def reset_password(session: Session, login: str) -> str:
    """A new random password for an account; all its tokens stop working.

    Raises:
        StoreError: there is none with this login.
    """
    account = session.get(tables.Account, login)
    if account is None:
        raise StoreError(f"account {login}: expected a known login; see the list of accounts")
    password = secrets.token_urlsafe(12)
    account.password_hash = PasswordHasher().hash(password)
    session.execute(delete(tables.Token).where(tables.Token.account == login))
    return password


def logins(session: Session) -> tuple[str, ...]:
    """All logins, by name."""
    return tuple(session.scalars(select(tables.Account.login).order_by(tables.Account.login)))


def check_password(database: Database, login: str, password: str, at: datetime) -> LoginResult:
    """Whether the password is the login's; slower and slower on repeated failures.

    Known and unknown logins take the same work and the same back-off, so nobody learns which exist.
    """
    key = sha256(login.encode()).hexdigest()
    with database.reading() as session:
        failure = session.get(tables.LoginFailure, key)
        wait_s = _wait_s(failure, at)
        account = session.get(tables.Account, login)
        known_hash = account.password_hash if account else None
    if wait_s > 0:
        return LoginResult(accepted=False, wait_s=wait_s)
    accepted = _matches(known_hash, password)
    with database.writing() as session:
        _note(session, key, accepted, at)
    return LoginResult(accepted)


def issue_token(session: Session, account: str, name: str, at: datetime, expires: datetime | None = None) -> str:
    """A new bearer token for an account; the text is given once, only its hash is kept.

    Tokens that expired are forgotten on the way: every login makes one.
    """
    session.execute(delete(tables.Token).where(tables.Token.expires <= at))
    token = f"sk_{secrets.token_urlsafe(32)}"
    row = tables.Token(
        id=uuid4(), sha256=_digest(token), name=name, account=account, created=at, expires=expires, revoked=None
    )
    session.add(row)
    session.flush()
    return token


def owner_of_token(session: Session, token: str, at: datetime) -> str | None:
    """Login of the account a token belongs to; None when unknown, expired or revoked."""
    row = session.scalars(select(tables.Token).where(tables.Token.sha256 == _digest(token))).one_or_none()
    if row is None or row.revoked is not None or (row.expires is not None and row.expires <= at):
        return None
    return row.account


def tokens(session: Session, account: str | None = None) -> tuple[TokenEntry, ...]:
    """Tokens that have not expired or been forgotten yet, of one account or of all, oldest first."""
    query = select(tables.Token).order_by(tables.Token.created, tables.Token.id)
    if account is not None:
        query = query.where(tables.Token.account == account)
    rows = session.scalars(query)
    return tuple(TokenEntry(r.id, r.name, r.account, r.created, r.expires, r.revoked) for r in rows)


def revoke_token(session: Session, token: UUID, at: datetime) -> bool:
    """Stop a token; False where there is none or it was stopped before."""
    row = session.get(tables.Token, token)
    if row is None or row.revoked is not None:
        return False
    row.revoked = at
    return True


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


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
