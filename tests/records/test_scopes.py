"""Scopes: how they are written, what contains what, who is given which, and that SQL keeps within them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from records import grants, registry, scopes, tables
from records.database import Database
from records.grants import Grant
from records.registry import CameraEntry, MerchantEntry, SiteEntry
from records.roles import LEVELS_OF, Level, Role
from records.scopes import EVERYWHERE, Reach, Scope
from tests.records.build import SQUARE, T0
from vision.errors import AccountError
from vision.facts import Zone, ZoneKind

ALL = Scope(Level.ALL)
HAISHU, YINZHOU = Scope(Level.DISTRICT, "海曙区"), Scope(Level.DISTRICT, "鄞州区")
LAKE, SOUTH = Scope(Level.STREET, "月湖街道", "海曙区"), Scope(Level.STREET, "月湖街道", "鄞州区")
MARKET, CANTEEN, FAR = (Scope(Level.SITE, site) for site in ("market", "canteen", "far"))
M1, M2, K1, F1 = (Scope(Level.MERCHANT, merchant) for merchant in ("m1", "m2", "k1", "f1"))
EVERY = (ALL, HAISHU, YINZHOU, LAKE, SOUTH, MARKET, CANTEEN, FAR, M1, M2, K1, F1)


def zone(name: str, merchant: str | None) -> Zone:
    return Zone(name, ZoneKind.DELI_COUNTER, SQUARE, merchant)


SITES = (
    SiteEntry(
        "market",
        "",
        "farmers_market",
        "月湖街道",
        "海曙区",
        merchants=(MerchantEntry("m1", ""), MerchantEntry("m2", "")),
        cameras=(
            CameraEntry("c1", "", (zone("z1", "m1"), zone("z2", "m2"))),
            CameraEntry("c2", "", (zone("z3", None),)),
        ),
    ),
    SiteEntry("canteen", "", "school_canteen", "南门街道", "海曙区", merchants=(MerchantEntry("k1", ""),)),
    SiteEntry("far", "", "farmers_market", "月湖街道", "鄞州区", merchants=(MerchantEntry("f1", ""),)),
    SiteEntry("nowhere", "", "farmers_market"),
)


@pytest.fixture(scope="module")
def placed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    from records.database import open_database  # noqa: PLC0415 - the fixture `database` is one test's

    with open_database(tmp_path_factory.mktemp("scopes") / "box.db") as database:
        with database.writing() as session:
            registry.sync(session, SITES)
        yield database


@pytest.mark.parametrize("scope", EVERY, ids=str)
def test_a_scope_is_read_as_it_is_written(scope: Scope) -> None:
    assert Scope.parse(str(scope)) == scope


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_scope_or_refused(text: str) -> None:
    with suppress(ValueError):
        assert str(Scope.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["", "all:x", "street:月湖街道", "street:/月湖街道", "street:海曙区/", "site:", "market", "box:1", "ALL"]
)
def test_what_is_no_scope_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="scope: expected all"):
        Scope.parse(text)


@pytest.mark.parametrize(
    ("outer", "inside"),
    [
        pytest.param(ALL, set(EVERY), id="everything"),
        pytest.param(HAISHU, {HAISHU, LAKE, MARKET, CANTEEN, M1, M2, K1}, id="a district"),
        pytest.param(LAKE, {LAKE, MARKET, M1, M2}, id="a street"),
        pytest.param(SOUTH, {SOUTH, FAR, F1}, id="a street of the same name elsewhere"),
        pytest.param(MARKET, {MARKET, M1, M2}, id="a site"),
        pytest.param(M1, {M1}, id="a stall"),
    ],
)
def test_what_lies_within_what(placed: Database, outer: Scope, inside: set[Scope]) -> None:
    with placed.reading() as session:
        assert {scope for scope in EVERY if scopes.covers(session, frozenset({outer}), scope)} == inside


def test_within_nothing_lies_nothing(placed: Database) -> None:
    with placed.reading() as session:
        assert not any(scopes.covers(session, frozenset(), scope) for scope in EVERY)


def reach(*parts: Scope) -> Reach:
    return frozenset(parts)


@pytest.mark.parametrize(
    ("wide", "sites", "merchants", "cameras", "zones"),
    [
        pytest.param(EVERYWHERE, "canteen far market nowhere", "f1 k1 m1 m2", "c1 c2", "z1 z2 z3", id="everywhere"),
        pytest.param(reach(), "", "", "", "", id="nowhere"),
        pytest.param(reach(HAISHU), "canteen market", "k1 m1 m2", "c1 c2", "z1 z2 z3", id="district"),
        pytest.param(reach(LAKE), "market", "m1 m2", "c1 c2", "z1 z2 z3", id="street"),
        pytest.param(reach(SOUTH), "far", "f1", "", "", id="street of the same name"),
        pytest.param(reach(CANTEEN), "canteen", "k1", "", "", id="site"),
        pytest.param(reach(M1), "market", "m1", "c1", "z1", id="stall sees neither its neighbour nor the aisle"),
        pytest.param(reach(M2, CANTEEN), "canteen market", "k1 m2", "c1", "z2", id="two scopes"),
        pytest.param(reach(Scope(Level.SITE, "' OR 1=1 --")), "", "", "", "", id="injection"),
        pytest.param(reach(Scope(Level.DISTRICT, "")), "nowhere", "", "", "", id="no name matches no name only"),
    ],
)
def test_sql_keeps_within_a_reach(
    placed: Database, wide: Reach, sites: str, merchants: str, cameras: str, zones: str
) -> None:
    queries = {
        sites: select(tables.Site.id).where(scopes.site_in(wide)).order_by("id"),
        merchants: select(tables.Merchant.id).where(scopes.merchant_in(wide)).order_by("id"),
        cameras: scopes.cameras_of(wide).order_by("id"),
        zones: select(tables.Zone.id).where(scopes.zone_in(wide)).order_by("id"),
    }
    with placed.reading() as session:
        assert [" ".join(session.scalars(query)) for query in queries.values()] == list(queries)


@pytest.fixture
def login(database: Database) -> str:
    with database.writing() as session:
        registry.sync(session, SITES)
        session.add(tables.Account(login="somebody", password_hash="", created=T0))
    return "somebody"


OF_LEVEL = {Level.ALL: ALL, Level.DISTRICT: HAISHU, Level.STREET: LAKE, Level.SITE: MARKET, Level.MERCHANT: M1}


@pytest.mark.parametrize(("role", "level"), list(product(Role, Level)))
def test_a_role_is_given_at_its_levels_only(database: Database, login: str, role: Role, level: Level) -> None:
    grant = Grant(role, OF_LEVEL[level])
    if level in LEVELS_OF.get(role, ()):
        with database.writing() as session:
            grants.give(session, login, grant, T0)
            grants.give(session, login, grant, T0)
            assert grants.held(session, login) == {grant}
        return
    with (
        pytest.raises(AccountError, match=f"role {role}: expected a scope at the level"),
        database.writing() as session,
    ):
        grants.give(session, login, grant, T0)


def test_the_box_is_nobodys_role() -> None:
    assert set(Role) - set(LEVELS_OF) == {Role.SYSTEM}


@pytest.mark.parametrize(
    "scope",
    [Scope(Level.SITE, "gone"), Scope(Level.MERCHANT, "market"), Scope(Level.DISTRICT, "月湖街道")],
    ids=str,
)
def test_a_place_nobody_knows_is_given_to_nobody(database: Database, login: str, scope: Scope) -> None:
    role = next(role for role, levels in LEVELS_OF.items() if scope.level in levels)
    with pytest.raises(AccountError, match="expected a place the box knows"), database.writing() as session:
        grants.give(session, login, Grant(role, scope), T0)


def test_nobody_is_given_nothing(database: Database) -> None:
    with pytest.raises(AccountError, match="account nobody"), database.writing() as session:
        grants.give(session, "nobody", Grant(Role.ADMIN, ALL), T0)


def test_what_is_taken_back_is_gone_and_cannot_be_taken_twice(database: Database, login: str) -> None:
    kept, gone = Grant(Role.MANAGER, MARKET), Grant(Role.OPERATOR, M1)
    with database.writing() as session:
        for grant in (kept, gone):
            grants.give(session, login, grant, T0)
        grants.take(session, login, gone)
        assert grants.held(session, login) == {kept}
    with pytest.raises(AccountError, match="expected to hold operator merchant:m1"), database.writing() as session:
        grants.take(session, login, gone)


def test_reach_is_by_role() -> None:
    mine = (Grant(Role.OPERATOR, M1), Grant(Role.MANAGER, CANTEEN), Grant(Role.MANAGER, FAR))
    assert grants.reach_of(mine, {Role.MANAGER, Role.HEAD}) == {CANTEEN, FAR}
    assert grants.reach_of(mine, ()) == frozenset()
