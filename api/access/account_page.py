"""One's own account: the roles held, tokens for programs, a new password, and the end of every session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from starlette.responses import HTMLResponse

from api.access.form import Paper, bad, page
from api.context import Label
from api.icon import ICON
from api.pages.shell.markup import Html, h, join
from api.schemas import HOME
from records.accounts import LEAST_PASSWORD, MOST_PASSWORD
from records.grants import Grant
from records.tokens import TokenEntry

SESSION = "browser "  # how the name of a browser's token begins
HEADING = Label("我的账号", "My account")


@dataclass(frozen=True, slots=True)
class Own:
    """What the page tells: who, what they hold in words, and their keys. `made`: a token's text, this once."""

    login: str
    held: tuple[tuple[Grant, str], ...]
    keys: tuple[TokenEntry, ...]
    by_cookie: bool
    made: str = ""


def account_page(paper: Paper, own: Own, fault: Label | None = None, status: int = 200) -> HTMLResponse:
    """The page."""
    top = h(
        "header",
        h("a", h("img", src=ICON, alt="", width="28", height="28"), h("b", paper.title), href="/", class_="brand"),
        h("a", paper.say("返回", "Back"), href="/", class_="btn"),
    )
    made = _made(paper, own.made) if own.made else Html("")
    panels = (_roles(paper, own), _tokens(paper, own), _password(paper), _leave(paper))
    content = join(top, h("main", h("h1", own.login), bad(paper, fault), made, *panels, class_="own"))
    return page(paper, HEADING, content, status)


def _panel(heading: str, *children: Html) -> Html:
    return h("section", h("h2", heading), *children)


def _roles(paper: Paper, own: Own) -> Html:
    nothing = h("p", paper.say("还没有角色", "No role yet"), class_="soft")
    held = h("ul", *(h("li", words) for _, words in own.held)) if own.held else nothing
    return _panel(paper.say("我的角色", "My roles"), held)


def _made(paper: Paper, token: str) -> Html:
    told = paper.say("新令牌, 只显示这一次:", "A new token, shown this once:")
    return h("div", h("p", told), h("code", token), class_="made", role="status")


def _tokens(paper: Paper, own: Own) -> Html:
    heading = paper.say("令牌与登录", "Tokens and sessions")
    alive = [key for key in own.keys if key.revoked is None]
    return _panel(heading, h("ul", *(_token(paper, key) for key in alive), class_="keys"), _make(paper, own))


def _token(paper: Paper, key: TokenEntry) -> Html:
    is_session = key.name.startswith(SESSION)
    name = paper.say("浏览器登录", "Browser session") if is_session else key.name
    span = f"{_clock(key.created)} → {_clock(key.expires)}"
    only = f" · {key.only}" if key.only else ""
    stop = h(
        "form",
        h("input", type="hidden", name="token_id", value=str(key.id)),
        h("button", paper.say("停用", "Stop"), type="submit", class_="btn hot"),
        method="post",
        action="/account/tokens/stop",
    )
    return h("li", h("div", h("b", name), h("small", span + only)), stop)


def _make(paper: Paper, own: Own) -> Html:
    if not own.by_cookie:
        return Html("")
    whole = h("option", paper.say("与我的账号相同", "all I may"), value="")
    some = (h("option", words, value=str(grant)) for grant, words in own.held)
    return h(
        "form",
        h("h3", paper.say("给程序用的新令牌", "A new token for a program")),
        h("label", paper.say("用途", "What for"), for_="name"),
        h("input", id="name", name="name", required="", maxlength="64", autocomplete="off"),
        h("label", paper.say("有效天数, 最多 366", "Days it is good for, 366 at most"), for_="days"),
        h("input", id="days", name="days", type="number", min="1", max="366", value="90", required=""),
        h("label", paper.say("权限", "It may"), for_="only"),
        h("select", whole, *some, id="only", name="only"),
        h("button", paper.say("生成令牌", "Make it"), type="submit"),
        method="post",
        action="/account/tokens",
    )


def _password(paper: Paper) -> Html:
    least = paper.say(f"新密码, 至少 {LEAST_PASSWORD} 位", f"New one, {LEAST_PASSWORD} characters or more")
    old = h(
        "input", id="old", name="old", type="password", required="", maxlength="256", autocomplete="current-password"
    )
    new = h(
        "input",
        id="new",
        name="new",
        type="password",
        required="",
        minlength=str(LEAST_PASSWORD),
        maxlength=str(MOST_PASSWORD),
        autocomplete="new-password",
    )
    form = h(
        "form",
        h("label", paper.say("现在的密码", "Password now"), for_="old"),
        old,
        h("label", least, for_="new"),
        new,
        h("button", paper.say("更改密码并全部退出", "Change it, and log out everywhere"), type="submit"),
        method="post",
        action="/account/password",
    )
    return _panel(paper.say("密码", "Password"), form)


def _leave(paper: Paper) -> Html:
    told = paper.say("所有浏览器退出, 所有令牌停用。", "Every browser is logged out, and every token stops.")
    button = h("button", paper.say("全部退出", "Log out everywhere"), type="submit", class_="btn hot")
    form = h("form", button, method="post", action="/account/leave")
    return _panel(paper.say("退出", "Log out"), h("p", told, class_="soft"), form)


def _clock(at: datetime) -> str:
    return f"{at.astimezone(HOME):%Y-%m-%d %H:%M}"
