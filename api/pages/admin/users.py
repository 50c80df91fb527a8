"""Who may log in: the list, and a form for somebody new."""

from __future__ import annotations

from nicegui import ui
from starlette.concurrency import run_in_threadpool

from api.access.may import Right, reach
from api.context import Context, Label
from api.pages.admin.room import cell, field, panel, room, send_form, table, text_input
from api.pages.admin.tree import Tree, role_options
from api.pages.shell.markup import Html, h, join
from api.pages.shell.places import HOME
from api.pages.shell.say import Tongue, said, say, tongue_of
from api.pages.shell.visit import Visit
from cases.words import ROLES
from records import accounts, registry
from records.accounts import AccountEntry
from records.grants import Grant
from records.roles import LEVELS_OF
from records.scopes import EVERYWHERE

NAMES = {role: Label(*ROLES[role]) for role in LEVELS_OF}
HEADS = (
    say("登录名", "Login"),
    say("角色与范围", "Roles and scopes"),
    say("状态", "State"),
    say("建立", "Since"),
)


async def users_page(visit: Visit) -> None:
    """Build the page.

    Raises:
        StoreError: the database cannot be used.
    """
    entries, tree = await run_in_threadpool(_read, visit.context)
    with room(visit, Label("用户", "Users")):
        if reach(visit.grants, Right.KEEP_ACCOUNTS):
            ui.html(_add_form(tree, tongue_of(visit.request)), sanitize=False)
        ui.html(_list(entries, tree), sanitize=False)


def _read(context: Context) -> tuple[tuple[AccountEntry, ...], Tree]:
    with context.database.reading() as session:
        return accounts.accounts(session), Tree(registry.sites(session, EVERYWHERE))


def _add_form(tree: Tree, tongue: Tongue) -> Html:
    login = text_input("login", required="", maxlength="64", autocapitalize="none", pattern=r"[^\W_][\w.@\-]{0,63}")
    form = send_form(
        "/api/v1/accounts",
        field(say("登录名", "Login"), login),
        *grant_fields(tree, tongue, "grant."),
        button=say("新建, 显示随机密码", "Add, and show a random password"),
        data_then="password",
    )
    return h("details", h("summary", say("新建用户", "Add a user")), form, class_="panel", id="add")


def grant_fields(tree: Tree, tongue: Tongue, inside: str = "") -> tuple[Html, Html]:
    """A role, and over what."""
    none = h("option", "–", value="", data_levels="")
    role = h("select", none, *role_options(NAMES, tongue), data_field=f"{inside}role", data_role="", name="role")
    empty = h("option", "–", value="")
    scope = h("select", empty, *tree.options(tongue), data_field=f"{inside}scope", data_place="", name="scope")
    hint = say("区 → 街道 → 场所 → 摊位", "District → street → site → stall")
    return field(say("角色", "Role"), role), field(say("范围", "Over"), scope, hint)


def _list(entries: tuple[AccountEntry, ...], tree: Tree) -> Html:
    count = h("span", say(f"{len(entries)} 个账号", f"{len(entries)} accounts"), class_="soft")
    return panel("", table(HEADS, *(_row(entry, tree) for entry in entries)), h("p", count))


def _row(entry: AccountEntry, tree: Tree) -> Html:
    login, held, state, since = HEADS
    link = h("a", entry.login, href=f"/admin/users/{entry.login}", class_="name")
    day = h("time", f"{entry.created.astimezone(HOME):%Y-%m-%d}")
    return h(
        "tr",
        cell(login, link, class_="lead-cell"),
        cell(held, held_words(entry, tree)),
        cell(state, state_chip(entry)),
        cell(since, day),
    )


def held_words(entry: AccountEntry, tree: Tree) -> Html:
    """The roles of an account, each with its scope."""
    if not entry.grants:
        return h("span", say("没有角色", "no role"), class_="soft")
    return h("div", *(h("div", grant_words(grant, tree)) for grant in sorted(entry.grants, key=str)), class_="held")


def grant_words(grant: Grant, tree: Tree) -> Html:
    """A role over a scope."""
    role, scope = NAMES.get(grant.role, Label(grant.role, grant.role)), tree.words(grant.scope)
    return join(h("b", said(role)), h("span", " · "), h("span", said(scope), class_="soft"))


def state_chip(entry: AccountEntry) -> Html:
    """Whether the account may log in."""
    if entry.locked is None:
        return h("span", say("可登录", "may log in"), class_="chip on")
    return h("span", say("已锁定", "locked"), class_="chip off")
