"""The login page and one's own account: plain HTML without scripts, so that nothing else must be open to strangers."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from starlette.responses import HTMLResponse

from api.icon import ICON
from records.accounts import LEAST_PASSWORD, MOST_PASSWORD

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
STYLE = Path(__file__).with_name("login.css")


def login_page(title: str, target: str, fault: str = "", status: int = 200, wait_s: int = 0) -> HTMLResponse:
    """The page; `target` is where to go afterwards, `fault` what went wrong before, `wait_s` how long to wait."""
    form = f"""<form method="post" action="/login"><input type="hidden" name="next" value="{escape(target)}">
<label for="login">用户名 Name</label>
<input id="login" name="login" required maxlength="128" autocomplete="username" autocapitalize="none" autofocus>
<label for="password">密码 Password</label>
<input id="password" name="password" type="password" required maxlength="256" autocomplete="current-password">
<button type="submit">登录 Log in</button></form>"""
    return _page(title, "登录", _bad(fault) + form, status, wait_s)


def account_page(title: str, login: str, roles: Sequence[str], fault: str = "", status: int = 200) -> HTMLResponse:
    """One's own account: the roles held, a new password, and the end of every session."""
    held = "".join(f"<li>{escape(role)}</li>" for role in roles) or "<li>还没有角色 no role yet</li>"
    form = f"""<h2>{escape(login)}</h2><ul>{held}</ul>
<form method="post" action="/account/password">
<label for="old">现在的密码 Password now</label>
<input id="old" name="old" type="password" required maxlength="256" autocomplete="current-password">
<label for="new">新密码, 至少 {LEAST_PASSWORD} 位 New one, {LEAST_PASSWORD} characters or more</label>
<input id="new" name="new" type="password" required minlength="{LEAST_PASSWORD}" maxlength="{MOST_PASSWORD}"
 autocomplete="new-password">
<button type="submit">更改密码并全部退出 Change it, log out everywhere</button></form>
<form method="post" action="/account/leave"><button type="submit">全部退出 Log out everywhere</button></form>
<p><a href="/">返回 Back</a></p>"""
    return _page(title, "我的账号", _bad(fault) + form, status)


def _bad(fault: str) -> str:
    return f'<div class="bad" role="alert">{escape(fault)}</div>' if fault else ""


def _page(title: str, heading: str, content: str, status: int, wait_s: int = 0) -> HTMLResponse:
    body = f"""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{heading} · {escape(title)}</title>
<link rel="icon" href="{escape(ICON)}"><style>{STYLE.read_text(encoding="utf-8")}</style></head><body><main>
<img src="{escape(ICON)}" alt=""><h1>{escape(title)}</h1><p>sunkitchen</p>{content}</main></body></html>"""
    headers = {"content-security-policy": POLICY} | ({"retry-after": str(wait_s)} if wait_s else {})
    return HTMLResponse(body, status, headers)
