"""Pages without scripts: the login page, and what one's own account stands in. Nothing else must be open to strangers.

Language and light are those of the other pages' switches, read from their cookies.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Self
from urllib.parse import quote

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse

from api.context import Label
from api.icon import ICON
from api.pages.shell.markup import Html, h, join
from api.pages.shell.say import COOKIE, Tongue, pick, tongue_of

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
STYLE = Path(__file__).with_name("login.css")
YEAR_S = 31536000


@dataclass(frozen=True, slots=True)
class Paper:
    """What a page is written on: whose pages they are, in which tongue and light (empty: as the browser likes).

    `chosen`: the tongue was chosen just now, and is to be remembered.
    """

    title: str
    tongue: Tongue
    light: str = ""
    chosen: bool = False

    @classmethod
    def of(cls, title: str, connection: HTTPConnection) -> Self:
        """As somebody chose; `lang` in the address chooses anew."""
        asked = connection.query_params.get("lang")
        chosen = asked in set(Tongue)
        tongue = Tongue(asked) if asked is not None and chosen else tongue_of(connection)
        light = connection.cookies.get("theme", "")
        return cls(title, tongue, light if light in ("light", "dark") else "", chosen)

    def say(self, zh: str, en: str) -> str:
        """In the page's tongue."""
        return pick(Label(zh, en), self.tongue)


def login_page(
    paper: Paper, target: str, fault: Label | None = None, status: int = 200, wait_s: int = 0
) -> HTMLResponse:
    """The page; `target` is where to go afterwards, `fault` what went wrong before, `wait_s` how long to wait."""
    name = _input("login", "text", maxlength="128", autocomplete="username", autocapitalize="none", autofocus="")
    secret = _input("password", "password", maxlength="256", autocomplete="current-password")
    form = h(
        "form",
        h("input", type="hidden", name="next", value=target),
        h("label", paper.say("用户名", "Name"), for_="login"),
        name,
        h("label", paper.say("密码", "Password"), for_="password"),
        secret,
        h("button", paper.say("登录", "Log in"), type="submit"),
        method="post",
        action="/login",
    )
    other = Tongue.ZH if paper.tongue is Tongue.EN else Tongue.EN
    switch = h(
        "a", paper.say("English", "中文"), href=f"/login?next={quote(target, safe='')}&lang={other}", class_="lang"
    )
    lead = h("p", paper.say("让后厨看得见", "Kitchens to be seen"), class_="soft")
    content = join(h("h1", paper.title), lead, bad(paper, fault), form, switch)
    return page(paper, Label("登录", "Log in"), h("main", _icon(), content, class_="door"), status, wait_s)


def page(paper: Paper, heading: Label, content: Html, status: int = HTTPStatus.OK, wait_s: int = 0) -> HTMLResponse:
    """A whole page."""
    head = join(
        h("title", f"{pick(heading, paper.tongue)} · {paper.title}"),
        h("style", Html(STYLE.read_text(encoding="utf-8"))),
    )
    lang = "en" if paper.tongue is Tongue.EN else "zh-CN"
    body = f"""<!doctype html><html lang="{lang}" data-theme="{paper.light}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="{ICON}">{head}</head>
<body>{content}</body></html>"""
    headers = {"content-security-policy": POLICY} | ({"retry-after": str(wait_s)} if wait_s else {})
    response = HTMLResponse(body, status, headers)
    if paper.chosen:
        response.set_cookie(COOKIE, paper.tongue, max_age=YEAR_S, path="/", samesite="lax")
    return response


def bad(paper: Paper, fault: Label | None) -> Html:
    """What went wrong; nothing where nothing did."""
    return Html("") if fault is None else h("div", pick(fault, paper.tongue), class_="bad", role="alert")


def _icon() -> Html:
    return h("img", src=ICON, alt="", width="44", height="44")


def _input(name: str, kind: str, **attributes: str | None) -> Html:
    return h("input", id=name, name=name, type=kind, required="", **attributes)
