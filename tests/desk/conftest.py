"""The demo's pages, a browser before them, and everybody who has an account there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browsing import WIDTHS, Visit
from tests.desk.site import DemoSite, served, template

OUT = Path(__file__).parents[2] / "out" / "desk"
HEAVY = ("serious", "critical")

Enter = Callable[..., Visit]


@pytest.fixture(scope="session")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's quarter, not to be opened; DEMO_TEMPLATE names a folder that keeps it between runs."""
    if kept := os.environ.get("DEMO_TEMPLATE"):
        return template(Path(kept))
    base = tmp_path_factory.getbasetemp()
    return template(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


@pytest.fixture(scope="session")
def demo(quarter: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoSite]:
    """Shared by all tests of this process: each handles cases of its own."""
    with served(quarter, tmp_path_factory.mktemp("demo")) as site:
        yield site


@pytest.fixture(params=list(WIDTHS))
def width(request: pytest.FixtureRequest) -> int:
    """On a desk and on a phone."""
    return WIDTHS[request.param]


@pytest.fixture
def enter(demo: DemoSite, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Enter]:
    """`enter("mgr_yuehu", width)`: somebody logged in. At the end a picture of every page is kept, and nothing may have
    failed or been asked of another host."""
    visits: list[Visit] = []

    def come(login: str, width: int = 1280, *, dark: bool = False) -> Visit:
        visits.append(demo.visit(browser, login, width, dark=dark))
        return visits[-1]

    yield come
    OUT.mkdir(parents=True, exist_ok=True)
    for number, visit in enumerate(visits):
        visit.page.screenshot(path=OUT / f"{request.node.name}-{number}.png".replace("/", "_"))
        visit.page.context.close()
    assert [(visit.outside, visit.faults) for visit in visits] == [([], [])] * len(visits)


def heavy_faults(page: Page) -> list[str]:
    """What axe finds serious or worse on a page, with where."""
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {node['target']} {node['failureSummary']}".replace("\n", " ")
        for fault in found
        if fault["impact"] in HEAVY
        for node in fault["nodes"]
    ]


def overflow(page: Page) -> int:
    """How many pixels the page is wider than the screen."""
    found: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return max(found, 0)
