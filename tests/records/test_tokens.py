"""Tokens: never wider than their owner, never for ever, never readable."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from records import accounts, grants, registry, tables, tokens
from records.database import Database
from records.grants import Grant
from records.registry import SiteEntry
from records.roles import Level, Role
from records.scopes import Scope
from tests.records.build import MARKET, T0, later
from vision.errors import AccountError, StoreError

DISTRICT, STREET = Scope(Level.DISTRICT, "海曙区"), Scope(Level.STREET, "月湖街道", "海曙区")
SITE, STALL = Scope(Level.SITE, "market"), Scope(Level.MERCHANT, "m1")
OFFICER = Grant(Role.SUPERVISOR, DISTRICT)
LONG = T0 + timedelta(days=366)


@pytest.fixture
def owner(database: Database) -> str:
    """A supervisor of a district, with a second account beside."""
    placed = SiteEntry("market", "月湖市场", "farmers_market", "月湖街道", "海曙区", merchants=MARKET.merchants)
    with database.writing() as session:
        registry.sync(session, [placed])
        session.add(tables.Account(login="mgr", password_hash="", created=T0))
        session.add(tables.Account(login="other", password_hash="", created=T0))
        grants.give(session, "mgr", OFFICER, T0)
    return "mgr"


def test_a_token_is_its_owners_until_it_expires(database: Database, owner: str) -> None:
    with database.writing() as session:
        token = tokens.issue(session, owner, "page", T0, later(60))
    with database.reading() as session:
        found = [tokens.bearer_of(session, token, later(s)) for s in (59, 60)]
        assert tokens.bearer_of(session, f"{token}x", T0) is None
    assert found == [tokens.Bearer(owner, frozenset({OFFICER})), None]


@pytest.mark.parametrize(
    "expires",
    [
        pytest.param(T0, id="at once"),
        pytest.param(later(-1), id="before it begins"),
        pytest.param(LONG + timedelta(seconds=1), id="after a year"),
    ],
)
def test_no_token_is_for_ever(database: Database, owner: str, expires: datetime) -> None:
    with pytest.raises(AccountError, match="expire within 366 days"), database.writing() as session:
        tokens.issue(session, owner, "script", T0, expires)


def test_expired_tokens_are_forgotten_by_the_next_login(database: Database, owner: str) -> None:
    with database.writing() as session:
        for name, expires in (("old", later(60)), ("page", later(600)), ("script", LONG)):
            tokens.issue(session, owner, name, T0, expires)
        tokens.issue(session, owner, "new", later(60), later(600))
    with database.reading() as session:
        assert {entry.name for entry in tokens.listed(session)} == {"page", "script", "new"}


def test_a_revoked_token_is_nobodys(database: Database, owner: str) -> None:
    with database.writing() as session:
        token = tokens.issue(session, owner, "page", T0, LONG)
        (entry,) = tokens.listed(session, owner)
        stopped = [tokens.revoke(session, entry.id, later(5)) for _ in range(2)]
    with database.reading() as session:
        assert tokens.bearer_of(session, token, T0) is None
        assert [t.revoked for t in tokens.listed(session)] == [later(5)]
    assert stopped == [True, False]


def test_a_token_needs_an_account(database: Database) -> None:
    with pytest.raises(StoreError, match="FOREIGN KEY"), database.writing() as session:
        tokens.issue(session, "nobody", "page", T0, LONG)


@pytest.mark.parametrize("scope", [DISTRICT, STREET, SITE, STALL], ids=str)
def test_a_token_may_be_narrower_than_its_owner(database: Database, owner: str, scope: Scope) -> None:
    only = Grant(Role.SUPERVISOR, scope)
    with database.writing() as session:
        token = tokens.issue(session, owner, "script", T0, LONG, only)
    with database.reading() as session:
        assert tokens.bearer_of(session, token, T0) == tokens.Bearer(owner, frozenset({only}))
        assert [entry.only for entry in tokens.listed(session)] == [only]


@pytest.mark.parametrize(
    "only",
    [
        pytest.param(Grant(Role.SUPERVISOR, Scope(Level.ALL)), id="wider scope"),
        pytest.param(Grant(Role.SUPERVISOR, Scope(Level.DISTRICT, "鄞州区")), id="other district"),
        pytest.param(Grant(Role.SUPERVISOR, Scope(Level.SITE, "canteen")), id="unknown site"),
        pytest.param(Grant(Role.MANAGER, SITE), id="other role"),
        pytest.param(Grant(Role.SYSTEM, SITE), id="the box itself"),
    ],
)
def test_a_token_is_never_wider_than_its_owner(database: Database, owner: str, only: Grant) -> None:
    with pytest.raises(AccountError, match="expected what mgr holds"), database.writing() as session:
        tokens.issue(session, owner, "script", T0, LONG, only)


@pytest.mark.parametrize("only", [None, Grant(Role.SUPERVISOR, SITE)], ids=["all its owner may", "narrower"])
def test_what_its_owner_loses_a_token_loses(database: Database, owner: str, only: Grant | None) -> None:
    with database.writing() as session:
        token = tokens.issue(session, owner, "script", T0, LONG, only)
        grants.take(session, owner, OFFICER)
    with database.reading() as session:
        assert tokens.bearer_of(session, token, T0) == tokens.Bearer(owner, frozenset())


def test_another_account_gains_nothing_by_it(database: Database, owner: str) -> None:
    with database.writing() as session:
        token = tokens.issue(session, "other", "script", T0, LONG)
    with database.reading() as session:
        assert tokens.bearer_of(session, token, T0) == tokens.Bearer("other", frozenset())
        assert accounts.logins(session) == ("mgr", "other")
