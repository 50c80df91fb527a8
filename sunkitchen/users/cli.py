"""`sunkitchen users`: who may log in, in which role and over what. A password is never on the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sunkitchen.console import out, say
from sunkitchen.options import ConfigOption, JsonOption

if TYPE_CHECKING:
    from records.accounts import AccountEntry
    from records.grants import Grant
    from sunkitchen.users.keeping import Keeper

app = typer.Typer(no_args_is_help=True, help="用户与角色 Who may log in, and what they may (docs/roles.md).")

LoginArgument = Annotated[str, typer.Argument(help="登录名 login")]
RoleOption = Annotated[str | None, typer.Option("--role", help="角色 operator, manager, head, grid_worker, …")]
ScopeOption = Annotated[
    str | None,
    typer.Option("--scope", help="范围 all, district:NAME, street:DISTRICT/NAME, site:ID, merchant:ID"),
]
RoleArgument = Annotated[str, typer.Argument(help="角色 role")]
ScopeArgument = Annotated[str, typer.Argument(help="范围 scope, as in --scope of `users add`")]
StdinOption = Annotated[
    bool, typer.Option("--password-stdin", help="密码从标准输入读取 the password is the first line of stdin")
]
ONCE = "此密码只显示这一次。 Shown this once: write it down."


@app.command()
def add(
    login: LoginArgument,
    config: ConfigOption,
    role: RoleOption = None,
    scope: ScopeOption = None,
    stdin: StdinOption = False,
    as_json: JsonOption = False,
) -> None:
    """新用户, 随机密码只显示一次。 A new account; its random password is shown once."""
    chosen = _typed(stdin)
    _tell_password(login, _keeper(config).add(login, _grant(role, scope), chosen), chosen, as_json=as_json)


@app.command("list")
def list_(config: ConfigOption, as_json: JsonOption = False) -> None:
    """所有用户及其角色。 All accounts with their roles."""
    found = _keeper(config).listed()
    out(json.dumps([_plain(one) for one in found], ensure_ascii=False) if as_json else "\n".join(map(_words, found)))


@app.command()
def grant(login: LoginArgument, role: RoleArgument, scope: ScopeArgument, config: ConfigOption) -> None:
    """授予角色。 Give a role over a scope."""
    given = _one(role, scope)
    _keeper(config).grant(login, given)
    say(f"{login}: {given}")


@app.command()
def revoke(login: LoginArgument, role: RoleArgument, scope: ScopeArgument, config: ConfigOption) -> None:
    """收回角色。 Take a role back; what is open on it stops at once."""
    taken = _one(role, scope)
    _keeper(config).revoke(login, taken)
    say(f"{login}: 已收回 taken back: {taken}")


@app.command()
def password(
    login: LoginArgument, config: ConfigOption, stdin: StdinOption = False, as_json: JsonOption = False
) -> None:
    """新密码; 所有登录与令牌随之失效。 A new password; every session and token of the account ends."""
    chosen = _typed(stdin)
    _tell_password(login, _keeper(config).password(login, chosen), chosen, as_json=as_json)


@app.command()
def lock(login: LoginArgument, config: ConfigOption) -> None:
    """锁定, 立即失效。 Let nobody in by it; its sessions and tokens end now."""
    _keeper(config).lock(login)
    say(f"{login}: 已锁定 locked")


@app.command()
def unlock(login: LoginArgument, config: ConfigOption) -> None:
    """解锁。 Let people in by it again."""
    _keeper(config).unlock(login)
    say(f"{login}: 已解锁 unlocked")


@app.command()
def token(
    login: LoginArgument,
    config: ConfigOption,
    name: Annotated[str, typer.Option(help="用途 what it is for")],
    days: Annotated[int, typer.Option(min=1, max=366, help="有效天数 days it is good for")] = 90,
    role: RoleOption = None,
    scope: ScopeOption = None,
) -> None:
    """给程序用的令牌, 只显示一次。 A key for a program, shown once; no wider than its owner."""
    out(_keeper(config).token(login, name, days, _grant(role, scope)))
    say(ONCE)


def _keeper(config: Path) -> Keeper:
    from sunkitchen.config import load_config
    from sunkitchen.users.keeping import Keeper

    return Keeper(load_config(config).box)


def _grant(role: str | None, scope: str | None) -> Grant | None:
    if role is None and scope is None:
        return None
    if role is None or scope is None:
        raise typer.BadParameter("--role 与 --scope 须同时给出: --role and --scope go together")
    return _one(role, scope)


def _one(role: str, scope: str) -> Grant:
    from records.grants import Grant
    from records.roles import LEVELS_OF, Role
    from records.scopes import Scope

    if role not in LEVELS_OF:
        raise typer.BadParameter(f"role: expected one of {', '.join(LEVELS_OF)}, came {role[:80]!r}")
    try:
        return Grant(Role(role), Scope.parse(scope))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _typed(stdin: bool) -> str | None:
    return sys.stdin.readline().rstrip("\r\n") if stdin else None


def _tell_password(login: str, password: str, chosen: str | None, *, as_json: bool) -> None:
    """The password on stdout, once, and only where it is a new one of ours."""
    shown = password if chosen is None else None
    if shown is not None:
        say(f"{login}: {ONCE}")
    if as_json:
        out(json.dumps({"login": login, "password": shown}))
    elif shown is not None:
        out(shown)


def _plain(entry: AccountEntry) -> dict[str, object]:
    held = [{"role": g.role, "scope": str(g.scope)} for g in sorted(entry.grants, key=str)]
    locked = None if entry.locked is None else entry.locked.isoformat()
    return {"login": entry.login, "created": entry.created.isoformat(), "locked": locked, "grants": held}


def _words(entry: AccountEntry) -> str:
    held = ", ".join(sorted(map(str, entry.grants))) or "没有角色 no role"
    return f"{entry.login}{' (已锁定 locked)' if entry.locked else ''}: {held}"
