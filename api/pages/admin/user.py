"""One account: its roles, its door, its tokens."""

from __future__ import annotations

from datetime import datetime

from nicegui import ui
from starlette.concurrency import run_in_threadpool

from api.access.may import Right, reach
from api.context import Context, Label
from api.pages.admin.room import cell, panel, room, send_button, send_form, table
from api.pages.admin.tree import Tree
from api.pages.admin.users import grant_fields, grant_words, state_chip
from api.pages.shell.frame import absent
from api.pages.shell.markup import Html, h, join
from api.pages.shell.places import HOME
from api.pages.shell.say import Tongue, say, tongue_of
from api.pages.shell.visit import Visit
from api.pages.shell.words import local
from records import accounts, registry, tokens
from records.accounts import AccountEntry
from records.grants import Grant
from records.scopes import EVERYWHERE
from records.tokens import TokenEntry

SESSION = "browser "  # how the name of a browser's token begins
TOKEN_HEADS = (say("用途", "For"), say("权限", "May"), say("生成", "Made"), say("到期", "Ends"), say("", ""))


async def user_page(visit: Visit) -> None:
    """Build the page.

    Raises:
        StoreError: the database cannot be used.
    """
    login = visit.request.path_params["login"]
    entry, tree, keys = await run_in_threadpool(_read, visit.context, login)
    if entry is None:
        absent(visit, Label("没有这个用户", "No such user"))
        return
    mine = visit.visitor.login == entry.login
    may = bool(reach(visit.grants, Right.KEEP_ACCOUNTS)) and not mine
    with room(visit, Label(entry.login, entry.login)):
        ui.html(_head(entry, mine), sanitize=False)
        ui.html(_roles(entry, tree, tongue_of(visit.request), may), sanitize=False)
        if may:
            ui.html(_door(entry), sanitize=False)
        ui.html(_tokens(entry, keys, tree, visit.context.now(), may), sanitize=False)


def _read(context: Context, login: str) -> tuple[AccountEntry | None, Tree, tuple[TokenEntry, ...]]:
    with context.database.reading() as session:
        tree = Tree(registry.sites(session, EVERYWHERE))
        return accounts.account(session, login), tree, tokens.listed(session, login)


def _head(entry: AccountEntry, mine: bool) -> Html:
    back = h("a", say("← 全部用户", "← All users"), href="/admin/users", class_="back")
    since = h("span", say(f"{local(entry.created, HOME)} 建立", f"since {local(entry.created, HOME)}"), class_="soft")
    own = h(
        "p",
        say(
            "这是您自己的账号: 角色与锁定须由另一位管理员更改; 密码与令牌在",
            "This is your own account: another admin changes its roles and lock; password and tokens are under ",
        ),
        h("a", say("我的账号", "my account"), href="/account", class_="to"),
        class_="warn",
    )
    return join(h("div", back, state_chip(entry), since, class_="top"), own if mine else Html(""))


def _roles(entry: AccountEntry, tree: Tree, tongue: Tongue, may: bool) -> Html:
    rows = [_held(entry.login, grant, tree, may) for grant in sorted(entry.grants, key=str)]
    nothing = h("p", say("没有角色: 登录后什么也看不到。", "No role: whoever logs in sees nothing."), class_="soft")
    held = table((say("角色与范围", "Role and scope"), say("", "")), *rows) if rows else nothing
    if not may:
        return panel(say("角色", "Roles"), held)
    role, scope = grant_fields(tree, tongue)
    form = send_form(f"{_address(entry)}/grants", role, scope, button=say("授予角色", "Give this role"))
    return panel(say("角色", "Roles"), held, h("h3", say("再授予", "Give another")), form)


def _held(login: str, grant: Grant, tree: Tree, may: bool) -> Html:
    take = send_button(
        f"/api/v1/accounts/{login}/revocations",
        say("收回", "Take back"),
        look="btn hot",
        data_sure=f"收回 {login} 的这个角色? 正在打开的页面立即失效。",
        data_sure_en=f"Take this role from {login}? Pages open on it stop at once.",
        data_body=f'{{"role": "{grant.role}", "scope": "{grant.scope}"}}',
    )
    return h(
        "tr",
        cell(say("角色", "Role"), grant_words(grant, tree), class_="lead-cell"),
        cell(say("", ""), take if may else Html(""), class_="last-cell"),
    )


def _door(entry: AccountEntry) -> Html:
    at, name = _address(entry), entry.login
    lock = send_button(
        f"{at}/lock",
        say("锁定", "Lock"),
        look="btn hot",
        data_sure=f"锁定 {name}? 其登录与令牌立即失效。",
        data_sure_en=f"Lock {name}? Sessions and tokens end at once.",
    )
    unlock = send_button(f"{at}/unlock", say("解锁", "Unlock"))
    renew = send_button(
        f"{at}/password",
        say("新密码", "New password"),
        data_then="password",
        data_sure=f"给 {name} 新的随机密码? 旧密码、登录与令牌立即失效。",
        data_sure_en=f"Give {name} a new random password? The old one, sessions and tokens end at once.",
    )
    return panel(say("登录", "Logging in"), h("div", unlock if entry.locked else lock, renew, class_="acts"))


def _tokens(entry: AccountEntry, keys: tuple[TokenEntry, ...], tree: Tree, now: datetime, may: bool) -> Html:
    alive = [key for key in keys if key.revoked is None and key.expires > now]
    heading = say("令牌与登录", "Tokens and sessions")
    if not alive:
        return panel(heading, h("p", say("没有有效的令牌或登录。", "No token or session is in force."), class_="soft"))
    return panel(heading, table(TOKEN_HEADS, *(_token(entry.login, key, tree, may) for key in alive)))


def _token(login: str, key: TokenEntry, tree: Tree, may: bool) -> Html:
    purpose, allowed, made, ends, end = TOKEN_HEADS
    is_session = key.name.startswith(SESSION)
    stop = send_button(
        f"/api/v1/accounts/{login}/tokens/{key.id}",
        say("停用", "Stop"),
        look="btn hot",
        data_method="DELETE",
        data_sure="停用它? 用它的程序或浏览器立即被拒。",
        data_sure_en="Stop it? Whoever uses it is refused at once.",
    )
    everything = h("span", say("与账号相同", "as the account"), class_="soft")
    return h(
        "tr",
        cell(purpose, say("浏览器登录", "browser session") if is_session else key.name, class_="lead-cell"),
        cell(allowed, everything if key.only is None else grant_words(key.only, tree)),
        cell(made, h("time", local(key.created, HOME))),
        cell(ends, h("time", local(key.expires, HOME))),
        cell(end, stop if may else Html(""), class_="last-cell"),
    )


def _address(entry: AccountEntry) -> str:
    return f"/api/v1/accounts/{entry.login}"
