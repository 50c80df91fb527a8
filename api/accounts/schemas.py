"""Accounts and tokens as the API tells of them. No hash, no secret; a token's text is given once, when it is made."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.problem import field_problem
from api.schemas import Out
from records.accounts import AccountEntry
from records.grants import Grant
from records.roles import Role
from records.scopes import Scope
from records.tokens import TokenEntry


class GrantOut(Out):
    """A role over a scope: all, district:NAME, street:DISTRICT/NAME, site:ID or merchant:ID."""

    role: Role
    scope: str

    @classmethod
    def of(cls, grant: Grant) -> GrantOut:
        """From the records."""
        return cls(role=grant.role, scope=str(grant.scope))


class AccountOut(Out):
    """Who may log in; `locked` since when they may not."""

    login: str
    created: datetime
    locked: datetime | None
    grants: tuple[GrantOut, ...]

    @classmethod
    def of(cls, entry: AccountEntry) -> AccountOut:
        """From the records."""
        held = tuple(GrantOut.of(grant) for grant in sorted(entry.grants, key=str))
        return cls(login=entry.login, created=entry.created, locked=entry.locked, grants=held)


class AccountList(Out):
    """All accounts, by login."""

    items: tuple[AccountOut, ...]


class GrantWanted(BaseModel):
    """A role over a scope."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: Role
    scope: str = Field(min_length=1, max_length=200)

    def grant(self) -> Grant:
        """As the records know it.

        Raises:
            Problem: the scope is none.
        """
        try:
            return Grant(self.role, Scope.parse(self.scope))
        except ValueError as error:
            raise field_problem("scope", str(error)) from error


class AccountWanted(BaseModel):
    """An account to make, with a role or, for now, without."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    login: str = Field(min_length=1, max_length=64)
    grant: GrantWanted | None = None


class WhyWanted(BaseModel):
    """Why something is done to an account; kept in the audit log."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: str = Field("", max_length=300)


class AccountMade(Out):
    """A new password: tell it to its owner, nobody can tell it again."""

    login: str
    password: str


class TokenWanted(BaseModel):
    """A token to make; with role and scope it may just that, without all that its owner may."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=64)
    days: Annotated[int, Field(ge=1, le=366)] = 90
    role: Role | None = None
    scope: str | None = Field(None, max_length=200)


class TokenOut(Out):
    """A token without its text; `only` is the one thing it may, null where it may all its owner may."""

    id: UUID
    name: str
    created: datetime
    expires: datetime
    revoked: datetime | None
    only: GrantOut | None

    @classmethod
    def of(cls, entry: TokenEntry) -> TokenOut:
        """From the records."""
        only = None if entry.only is None else GrantOut.of(entry.only)
        return cls(
            id=entry.id,
            name=entry.name,
            created=entry.created,
            expires=entry.expires,
            revoked=entry.revoked,
            only=only,
        )


class TokenList(Out):
    """One's own tokens and sessions, oldest first."""

    items: tuple[TokenOut, ...]


class TokenMade(Out):
    """A new token's text: keep it, nobody can tell it again."""

    token: str
