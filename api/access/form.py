"""The login page: plain HTML without scripts, so that nothing else has to be open to strangers."""

from __future__ import annotations

from html import escape
from pathlib import Path

from starlette.responses import HTMLResponse

from api.icon import ICON

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
STYLE = Path(__file__).with_name("login.css")


def login_page(title: str, target: str, fault: str = "", status: int = 200, wait_s: int = 0) -> HTMLResponse:
    """The page; `target` is where to go afterwards, `fault` what went wrong before, `wait_s` how long to wait."""
    notice = f'<div class="bad" role="alert">{escape(fault)}</div>' if fault else ""
    body = f"""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>登录 · {escape(title)}</title>
<link rel="icon" href="{escape(ICON)}"><style>{STYLE.read_text(encoding="utf-8")}</style></head><body><main>
<img src="{escape(ICON)}" alt=""><h1>{escape(title)}</h1><p>sunkitchen</p>{notice}
<form method="post" action="/login"><input type="hidden" name="next" value="{escape(target)}">
<label for="login">用户名 Name</label>
<input id="login" name="login" required maxlength="128" autocomplete="username" autocapitalize="none" autofocus>
<label for="password">密码 Password</label>
<input id="password" name="password" type="password" required maxlength="256" autocomplete="current-password">
<button type="submit">登录 Log in</button></form></main></body></html>"""
    headers = {"content-security-policy": POLICY} | ({"retry-after": str(wait_s)} if wait_s else {})
    return HTMLResponse(body, status, headers)
