"""Bearer tokens: a browser's session, or a program's key. Only their sha256 is kept; the text is given once.

A token may what its owner may at that moment; one made for a role over a scope may just that, and only while its owner
holds it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from records import tables
from records.grants import Grant, Grants, held, narrowed
from records.scopes import Scope
from vision.errors import AccountError

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whose token it is, and what it may."""

    login: str
    grants: Grants


@dataclass(frozen=True, slots=True)
class TokenEntry:
    """A token without its secret; `only` is the one grant it was made for, None where it may all its owner may."""

    id: UUID
    name: str
    account: str
    created: datetime
    expires: datetime
    revoked: datetime | None
    only: Grant | None


def issue(session: Session, account: str, name: str, at: datetime, expires: datetime, only: Grant | None = None) -> str:
    """A new token for an account. Tokens that expired are forgotten on the way: every login makes one.

    Raises:
        AccountError: it would never or too late expire, or be wider than what the account holds.
    """
    if not at < expires <= at + LONGEST:
        raise AccountError(f"token {name}: expected to expire within {LONGEST.days} days, came {expires.isoformat()}")
    if only is not None and not narrowed(session, held(session, account), only):
        raise AccountError(f"token {name}: expected what {account} holds or a part of it, came {only}")
    session.execute(delete(tables.Token).where(tables.Token.expires <= at))
    token = f"sk_{secrets.token_urlsafe(32)}"
    row = tables.Token(
        id=uuid4(), sha256=_digest(token), name=name, account=account, created=at, expires=expires, revoked=None
    )
    if only is not None:
        row.role, row.level = only.role, only.scope.level
        row.place, row.district = only.scope.place, only.scope.district
    session.add(row)
    session.flush()
    return token


def bearer_of(session: Session, token: str, at: datetime) -> Bearer | None:
    """Whose a token is; None when unknown, expired or revoked, or its owner is locked."""
    t, a = tables.Token, tables.Account
    known = (t.sha256 == _digest(token), t.revoked.is_(None), t.expires > at, a.locked.is_(None))
    row = session.scalars(select(t).join(a, a.login == t.account).where(*known)).one_or_none()
    if row is None:
        return None
    grants, only = held(session, row.account), _only(row)
    return Bearer(row.account, grants if only is None else narrowed(session, grants, only))


def listed(session: Session, account: str | None = None) -> tuple[TokenEntry, ...]:
    """Tokens that have not expired or been forgotten yet, of one account or of all, oldest first."""
    query = select(tables.Token).order_by(tables.Token.created, tables.Token.id)
    if account is not None:
        query = query.where(tables.Token.account == account)
    rows = session.scalars(query)
    return tuple(TokenEntry(r.id, r.name, r.account, r.created, r.expires, r.revoked, _only(r)) for r in rows)


def revoke(session: Session, token: UUID, at: datetime) -> bool:
    """Stop a token; False where there is none or it was stopped before."""
    row = session.get(tables.Token, token)
    if row is None or row.revoked is not None:
        return False
    row.revoked = at
    return True


def forget(session: Session, account: str) -> None:
    """End every session and token of an account."""
    session.execute(delete(tables.Token).where(tables.Token.account == account))


def _only(row: tables.Token) -> Grant | None:
    if row.role is None or row.level is None:
        return None
    return Grant(row.role, Scope(row.level, row.place, row.district))


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
