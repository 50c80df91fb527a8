"""A browser as people have one: what it asked for elsewhere and what went wrong in it is noted, and fails the test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {"desk": 1280, "phone": 390}
HEIGHT = 844


@dataclass(slots=True)
class Visit:
    """A browser's page with what it asked for elsewhere and what went wrong."""

    page: Page
    site: str
    outside: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note errors of the console, of scripts and of the server, and requests to other hosts."""
        page = self.page
        page.on("console", lambda m: self.faults.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: self.faults.append(str(e)))
        page.on("response", lambda r: self.faults.append(f"{r.status} {r.url}") if r.status >= 500 else None)
        page.on("request", lambda r: None if r.url.startswith((self.site, *OWN)) else self.outside.append(r.url))

    def go(self, path: str) -> Response | None:
        """Open one of the site's pages."""
        return self.page.goto(f"{self.site}{path}")

    def log_in(self, login: str, password: str) -> None:
        """As a person does."""
        self.go("/login")
        self.page.fill("#login", login)
        self.page.fill("#password", password)
        self.page.click("button")
        self.page.wait_for_selector("header.head, .head")


OWN = ("data:", "blob:")


@contextmanager
def launched() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


def opened(browser: Browser, site: str, width: int = 1280, *, dark: bool = False) -> Visit:
    """A browser of somebody's own, at no page yet."""
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": HEIGHT}, color_scheme="dark" if dark else "light", locale="zh-CN"
    )
    visit = Visit(context.new_page(), site)
    visit.watch()
    return visit
