"""Accounts and tokens: nothing secret is kept, nobody learns which logins exist."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import select

from records import accounts, tables, tokens
from records.accounts import LoginResult
from records.database import Database
from tests.records.build import T0, later
from vision.errors import AccountError, StoreError


@pytest.fixture
def password(database: Database) -> str:
    with database.writing() as session:
        return accounts.create_account(session, "mgr", T0)


def test_the_password_given_is_the_one_that_works(database: Database, password: str) -> None:
    assert accounts.check_password(database, "mgr", password, T0) == LoginResult(accepted=True)


@pytest.mark.parametrize(
    ("login", "typed"),
    [
        pytest.param("mgr", "wrong", id="wrong password"),
        pytest.param("mgr", "", id="empty password"),
        pytest.param("nobody", "wrong", id="unknown login"),
        pytest.param("", "", id="nothing"),
    ],
)
@pytest.mark.usefixtures("password")
def test_anything_else_is_refused(database: Database, login: str, typed: str) -> None:
    assert accounts.check_password(database, login, typed, T0) == LoginResult(accepted=False)


@pytest.mark.parametrize("login", ["mgr", "nobody"])
@pytest.mark.usefixtures("password")
def test_known_and_unknown_logins_wait_alike(database: Database, login: str) -> None:
    waits = [accounts.check_password(database, login, "wrong", later(0)).wait_s for _ in range(5)]
    assert waits == [0, 0, 0, 1, 1]


def test_the_hash_of_unknown_logins_takes_the_same_work(database: Database, password: str) -> None:
    with database.reading() as session:
        real = session.get_one(tables.Account, "mgr").password_hash
    assert extract_parameters(accounts.decoy()) == extract_parameters(real)
    with pytest.raises(VerifyMismatchError):
        PasswordHasher().verify(accounts.decoy(), password)


def test_success_forgets_earlier_failures(database: Database, password: str) -> None:
    for typed in ("wrong", "wrong", password, "wrong", "wrong"):
        accounts.check_password(database, "mgr", typed, T0)
    assert accounts.check_password(database, "mgr", password, T0).accepted


def test_the_right_password_waits_too(database: Database, password: str) -> None:
    for _ in range(3):
        accounts.check_password(database, "mgr", "wrong", later(0))
    assert accounts.check_password(database, "mgr", password, later(0.5)) == LoginResult(accepted=False, wait_s=0.5)
    assert accounts.check_password(database, "mgr", password, later(1)).accepted


@pytest.mark.parametrize(
    ("failures", "wait_s"),
    [
        pytest.param(3, 1, id="first wait"),
        pytest.param(4, 2, id="doubles"),
        pytest.param(12, 512, id="and doubles"),
        pytest.param(13, 900, id="to a quarter of an hour"),
        pytest.param(10**6, 900, id="and no further"),
    ],
)
def test_waiting_doubles(database: Database, failures: int, wait_s: float) -> None:
    with database.writing() as session:
        session.add(tables.LoginFailure(login_sha256=sha256(b"mgr").hexdigest(), failures=failures, last_at=T0))
    assert accounts.check_password(database, "mgr", "wrong", T0) == LoginResult(accepted=False, wait_s=wait_s)


def test_failures_of_yesterday_are_not_kept(database: Database) -> None:
    for login, day in (("mgr", 0), ("other", 2)):
        accounts.check_password(database, login, "wrong", T0 + timedelta(days=day))
    with database.reading() as session:
        (left,) = session.scalars(select(tables.LoginFailure.login_sha256))
    assert left == sha256(b"other").hexdigest()


def test_a_login_is_given_once(database: Database, password: str) -> None:
    with pytest.raises(StoreError, match="account mgr: expected a new login"), database.writing() as session:
        accounts.create_account(session, "mgr", T0)
    assert accounts.check_password(database, "mgr", password, T0).accepted


def test_a_reset_ends_the_old_password_and_all_tokens(database: Database, password: str) -> None:
    with database.writing() as session:
        token = tokens.issue(session, "mgr", "page", T0, later(60))
        new = accounts.reset_password(session, "mgr")
    with database.reading() as session:
        assert tokens.bearer_of(session, token, T0) is None
    assert not accounts.check_password(database, "mgr", password, T0).accepted
    assert accounts.check_password(database, "mgr", new, T0).accepted


def test_nobody_has_no_password_to_reset(database: Database) -> None:
    with pytest.raises(StoreError, match="account nobody"), database.writing() as session:
        accounts.reset_password(session, "nobody")


@pytest.mark.parametrize(
    "login",
    [
        pytest.param("", id="empty"),
        pytest.param("<b>x</b>", id="HTML"),
        pytest.param("a b", id="space"),
        pytest.param("../etc", id="path"),
        pytest.param("x" * 65, id="long"),
        pytest.param("a\n", id="line break"),
    ],
)
def test_a_login_is_a_plain_word(database: Database, login: str) -> None:
    with pytest.raises(AccountError, match="letters"), database.writing() as session:
        accounts.create_account(session, login, T0)


@pytest.mark.parametrize("login", ["王阿明", "mgr_yuehu", "a@b.cn", "7"])
def test_a_login_may_be_chinese(database: Database, login: str) -> None:
    with database.writing() as session:
        accounts.create_account(session, login, T0)
    with database.reading() as session:
        assert accounts.logins(session) == (login,)


@pytest.mark.parametrize("length", [11, 257])
def test_a_chosen_password_is_neither_short_nor_endless(database: Database, length: int) -> None:
    with pytest.raises(AccountError, match=f"came {length}"), database.writing() as session:
        accounts.create_account(session, "mgr", T0, "x" * length)


def test_a_chosen_password_works(database: Database) -> None:
    with database.writing() as session:
        assert accounts.create_account(session, "mgr", T0, "twelve chars") == "twelve chars"
    assert accounts.check_password(database, "mgr", "twelve chars", T0).accepted


def test_a_locked_account_lets_nobody_in_until_unlocked(database: Database, password: str) -> None:
    with database.writing() as session:
        token = tokens.issue(session, "mgr", "page", T0, later(60))
        accounts.lock(session, "mgr", T0)
    refused = accounts.check_password(database, "mgr", password, later(1))
    with database.writing() as session:
        assert tokens.bearer_of(session, token, T0) is None
        accounts.unlock(session, "mgr")
    assert not refused.accepted
    assert accounts.check_password(database, "mgr", password, later(1)).accepted
    with database.reading() as session:
        assert tokens.bearer_of(session, token, T0) is None


def test_a_lock_holds_even_where_a_token_was_left(database: Database, password: str) -> None:
    with database.writing() as session:
        accounts.lock(session, "mgr", T0)
        token = tokens.issue(session, "mgr", "page", T0, later(60))
    with database.reading() as session:
        assert tokens.bearer_of(session, token, T0) is None


def test_logins_are_listed(database: Database, password: str) -> None:
    with database.reading() as session:
        assert accounts.logins(session) == ("mgr",)


def test_no_secret_reaches_the_disk(database: Database, password: str, tmp_path: Path) -> None:
    with database.writing() as session:
        token = tokens.issue(session, "mgr", "page", T0, later(60))
    accounts.check_password(database, "typed my password here", "x", T0)
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("box.db*"))
    assert b"argon2id" in kept
    assert [secret for secret in (password, token, "typed my password here") if secret.encode() in kept] == []
