"""Pictures of every page for the documents: `make pictures` (`python -m tests.desk.pictures [NAME…]`).

They show the demo, its sample videos watched and its quarter made up; the people are drawn.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from sunkitchen.console import progress
from tests.browsing import WIDTHS, launched
from tests.desk.site import ROOT, DemoSite, free_port, wait_for

OUT = ROOT / "docs" / "pictures"
QUALITY = 82
WATCHED_S = 600.0
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
    Picture("review", "mgr_yuehu", "/review"),
    Picture("review-phone", "mgr_yuehu", "/review", narrow=True),
    Picture("cases", "mgr_yuehu", "/cases"),
    Picture("case", "mgr_yuehu", "/cases", first(".queue a")),
    Picture("case-phone", "mgr_yuehu", "/cases", first(".queue a"), narrow=True),
    Picture("stall-phone", "stall01", "/stall", narrow=True),
    Picture("history", "sup_a", "/history"),
    Picture("history-dark", "sup_a", "/history", dark=True, english=True),
    Picture("violation", "mgr_yuehu", "/history?view=pictures", first(".card")),
    Picture("live", "mgr_yuehu", "/live"),
    Picture("cameras", "root", "/cameras"),
    Picture("camera-editor", "root", "/cameras/YH-C01"),
    Picture("analyse", "mgr_yuehu", "/analyse"),
    Picture("enrolment", "mgr_yuehu", "/enrolment"),
    Picture("quality", "sup_a", "/quality"),
    Picture("reports", "sup_a", "/reports"),
    Picture("admin-system", "root", "/admin/system", english=True),
    Picture("admin-users", "root", "/admin/users"),
    Picture("admin-models", "root", "/admin/models"),
    Picture("admin-retention", "root", "/admin/retention"),
    Picture("admin-requests", "root", "/admin/requests"),
    Picture("admin-notifiers", "root", "/admin/notifiers"),
    Picture("audit", "audit", "/audit", english=True),
)


@contextmanager
def demo(place: Path) -> Iterator[DemoSite]:
    """`sunkitchen demo`, all its videos watched, and a stall told of a missing mask."""
    port, said = free_port(), place / "said.txt"
    command = [sys.executable, "-m", "sunkitchen.cli", "demo", "--data", str(place / "data"), "--port", str(port)]
    with said.open("w") as err, subprocess.Popen(command, cwd=ROOT, stderr=err) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(process, address)
            passwords = dict(re.findall(r"^  (\w+) +(\S+)$", said.read_text(encoding="utf-8"), re.MULTILINE))
            yield DemoSite(address, place / "data", passwords)
        finally:
            process.terminate()


def prepare(site: DemoSite, browser: Browser) -> None:
    """Wait until the videos are watched; then a stall is told of what is on the first."""
    page = site.visit(browser, "mgr_yuehu").page
    end = time.monotonic() + WATCHED_S
    while _watching(page, site.address) and time.monotonic() < end:
        page.wait_for_timeout(2000)
    found = page.request.get(f"{site.address}/api/v1/cases?merchant=YH-D01&state=pending_review").json()["items"]
    for case in found[:1]:
        _step(page, site.address, case["id"], "confirm", {})
        spoken = {"stall": "阿明卤味", "spoken_at": case["opened_at"], "words": "请戴好口罩", "answer": "马上戴"}
        _step(page, site.address, case["id"], "dissuade", spoken)
    page.context.close()


def _watching(page: Page, address: str) -> bool:
    cameras = page.request.get(f"{address}/api/v1/cameras").json()["items"]
    return any(one["health"] and one["health"]["state"] == "watching" for one in cameras)


def _step(page: Page, address: str, case: str, step: str, payload: dict[str, object]) -> None:
    at = f"{address}/api/v1/cases/{case}"
    known = page.request.get(at).json()
    seen = [file["sha256"] for file in page.request.get(f"{address}/api/v1/violations/{case}").json()["evidence"]]
    sent = {"version": known["version"], "evidence_seen": seen, "payload": payload}
    answer = page.request.post(f"{at}/{step}", data=sent, headers={"Origin": address})
    assert answer.ok, answer.text()


def take(site: DemoSite, browser: Browser, picture: Picture) -> None:
    """Open, do, photograph."""
    width = WIDTHS["phone" if picture.narrow else "desk"]
    visit = site.visit(browser, picture.login, width, dark=picture.dark)
    if picture.english:
        visit.page.context.add_cookies([{"name": "lang", "value": "en", "url": site.address}])
    visit.go(picture.path)
    visit.page.wait_for_load_state("networkidle")
    picture.act(visit.page)
    visit.page.wait_for_timeout(900)  # plots draw themselves in
    visit.page.screenshot(path=OUT / f"{picture.name}.jpg", type="jpeg", quality=QUALITY)
    visit.page.context.close()


def main(names: Sequence[str]) -> None:
    """Take those that are named, or all."""
    chosen = [picture for picture in PICTURES if not names or picture.name in names]
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place, progress("网页截图 pictures", len(chosen)) as step:
        with demo(Path(place)) as site, launched() as browser:
            prepare(site, browser)
            for done, picture in enumerate(chosen):
                step(done, picture.name)
                take(site, browser, picture)
        step(len(chosen), "")


if __name__ == "__main__":
    main(sys.argv[1:])
