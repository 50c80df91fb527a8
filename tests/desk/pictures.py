"""Pictures of every page for the documents: `make pictures` (`python -m tests.desk.pictures [NAME…]`).

They show the demo's made-up quarter, whose people are drawn.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from sunkitchen.console import progress
from tests.browsing import WIDTHS, launched
from tests.desk.site import ROOT, DemoSite, served, template

OUT = ROOT / "docs" / "pictures"
QUALITY = 82
Act = Callable[[Page], None]


def nothing(_page: Page) -> None:
    """The page as it opens."""


def first(selector: str) -> Act:
    """Open the first of a list."""

    def act(page: Page) -> None:
        page.locator(selector).first.click()
        page.wait_for_load_state("networkidle")

    return act


@dataclass(frozen=True, slots=True)
class Picture:
    """What is photographed: who looks at which page, and what they do first."""

    name: str
    login: str
    path: str
    act: Act = nothing
    narrow: bool = False
    dark: bool = False
    english: bool = False


PICTURES = (
    Picture("history", "sup_a", "/history"),
    Picture("history-list", "sup_a", "/history?view=list"),
    Picture("history-pictures", "sup_a", "/history?view=pictures"),
    Picture("violation", "mgr_yuehu", "/history?view=pictures", first(".card")),
    Picture("cases", "mgr_yuehu", "/cases"),
    Picture("case", "mgr_yuehu", "/cases", first(".queue a")),
    Picture("case-phone", "mgr_yuehu", "/cases", first(".queue a"), narrow=True),
    Picture("cameras", "root", "/cameras"),
    Picture("audit", "audit", "/audit", dark=True, english=True),
)


def take(site: DemoSite, browser: Browser, picture: Picture) -> None:
    """Open, do, photograph."""
    width = WIDTHS["phone" if picture.narrow else "desk"]
    visit = site.visit(browser, picture.login, width, dark=picture.dark)
    if picture.english:
        visit.page.context.add_cookies([{"name": "lang", "value": "en", "url": site.address}])
    visit.go(picture.path)
    visit.page.wait_for_load_state("networkidle")
    picture.act(visit.page)
    visit.page.wait_for_timeout(600)  # plots draw themselves in
    visit.page.screenshot(path=OUT / f"{picture.name}.jpg", type="jpeg", quality=QUALITY)
    visit.page.context.close()


def main(names: Sequence[str]) -> None:
    """Take those that are named, or all."""
    chosen = [picture for picture in PICTURES if not names or picture.name in names]
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place, progress("网页截图 pictures", len(chosen)) as step:
        source = template(Path(place))
        with served(source, Path(place) / "served") as site, launched() as browser:
            for done, picture in enumerate(chosen):
                step(done, picture.name)
                take(site, browser, picture)
            step(len(chosen), "")


if __name__ == "__main__":
    main(sys.argv[1:])
