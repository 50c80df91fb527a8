"""How long a reviewer waits: the queue and a flag from a database of 100,000 events, and in a real browser the time
from the key that settles one flag to the next one painted.

`sunkitchen bench review [--json]`. Needs what the tests of the pages need: Chromium, and the demo's quarter, which is
made first where DEMO_TEMPLATE names no folder that has it. The server runs as it always does, as a process of its own.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from shutil import copytree

from playwright.sync_api import Page

from benchmarks.crowd import fill
from tests.browsing import Visit, launched, opened
from tests.desk.site import DemoSite, served, template

EVENTS, WAITING = 100_000, 400
ASKED, SETTLED = 100, 60
DWELL_MS = 700
"""How long each flag is looked at: less than a practised reviewer needs."""
WEIGHT_KB, NEXT_MS = 1200.0, 150.0
WHO = "sup_a"
NEXT = """async (key) => {
  const page = document.querySelector("review-desk");
  const before = page.item.dataset.case;
  const frame = () => new Promise(requestAnimationFrame);
  const began = performance.now();
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  while (!page.item || page.item.dataset.case === before) await frame();
  const picture = new Image();
  picture.src = page.viewer.querySelector(".view > svg:not([hidden]) image").getAttribute("href");
  await picture.decode();
  await frame();
  await frame();
  return performance.now() - began;
}"""


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured. `most`: what it may be at p95, None where nobody said."""

    name: str
    unit: str
    count: int
    p50: float
    p95: float
    most: float | None = None

    @classmethod
    def of(cls, name: str, unit: str, values: Sequence[float], most: float | None = None) -> Row:
        """From single measurements."""
        found = sorted(values)
        return cls(name, unit, len(found), found[len(found) // 2], found[int(len(found) * 0.95)], most)


@dataclass(frozen=True, slots=True)
class ReviewResult:
    """All rows of one run."""

    events: int
    waiting: int
    rows: tuple[Row, ...]

    def to_json(self) -> str:
        """For machines."""
        return json.dumps(asdict(self), indent=1)

    def to_text(self) -> str:
        """For people."""
        head = f"{self.events} events, {self.waiting} of them waiting\n{'':42}{'n':>5}{'p50':>9}{'p95':>9}  at most"
        return "\n".join([head, *map(_line, self.rows)])

    def to_svg(self) -> str:
        """A bar to p95 per row in ms, p50 marked."""
        timed = [row for row in self.rows if row.unit == "ms"]
        bars = "".join(_bar(number, row) for number, row in enumerate(timed))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="{26 * len(timed) + 12}" font-size="12" '
            f'font-family="sans-serif"><rect width="100%" height="100%" fill="#fff"/>{bars}</svg>\n'
        )


def run(progress: Callable[[str], None] = lambda _: None) -> ReviewResult:
    """Measure; `progress` is told what is going on."""
    with _site(progress) as site, launched() as browser:
        progress("weight")
        weight = _weight(site, opened(browser, site.address))
        visit = site.visit(browser, WHO)
        visit.go("/review")
        visit.page.wait_for_load_state("networkidle")
        progress("asking")
        asked = tuple(_asked(visit))
        progress("settling")
        nexts = Row.of("key to next flag painted", "ms", list(_settled(visit.page)), NEXT_MS)
    return ReviewResult(EVENTS, WAITING, (*asked, nexts, weight))


@contextmanager
def _site(progress: Callable[[str], None]) -> Iterator[DemoSite]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        progress("the demo's quarter")
        quarter = template(Path(os.environ.get("DEMO_TEMPLATE", folder)))
        progress(f"{EVENTS} events")
        fill(copytree(quarter, place / "many"), EVENTS, WAITING)
        with served(place / "many", place / "site") as site:
            yield site


def _asked(visit: Visit) -> Iterator[Row]:
    """The two addresses that the page asks for, as HTTP answers from end to end."""
    page = visit.page
    cases = page.eval_on_selector_all("li[data-case]", "all => all.map(one => one.dataset.case)")
    for name, paths in (("queue, 50 places", ["/review/waiting"]), ("one flag", [f"/review/cases/{c}" for c in cases])):
        values = [_timed_ms(page, f"{visit.site}{paths[n % len(paths)]}") for n in range(ASKED)]
        yield Row.of(name, "ms", values)


def _timed_ms(page: Page, address: str) -> float:
    began = time.perf_counter()
    answer = page.request.get(address)
    took_ms = (time.perf_counter() - began) * 1000
    assert answer.status == 200, answer.status
    return took_ms


def _settled(page: Page) -> Iterator[float]:
    for _ in range(SETTLED):
        page.wait_for_timeout(DWELL_MS)
        yield page.evaluate(NEXT, "y")


def _weight(site: DemoSite, visit: Visit) -> Row:
    """Bytes that come over the line until the page rests, with nothing of it in the browser's cache."""
    visit.log_in(WHO, site.passwords[WHO])
    watch = visit.page.context.new_cdp_session(visit.page)
    watch.send("Network.enable")
    watch.send("Network.clearBrowserCache")
    came: list[float] = []
    watch.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
    visit.go("/review")
    visit.page.wait_for_load_state("networkidle")
    visit.page.wait_for_timeout(500)
    visit.page.context.close()
    return Row.of("cold page, everything", "kB", [sum(came) / 1000], WEIGHT_KB)


def _line(row: Row) -> str:
    most = "" if row.most is None else f"  {row.most:g} {row.unit}"
    return f"{row.name + ', ' + row.unit:42}{row.count:5}{row.p50:9.1f}{row.p95:9.1f}{most}"


def _bar(number: int, row: Row) -> str:
    y = 26 * number + 8
    return (
        f'<text x="6" y="{y + 13}">{escape(row.name)}</text>'
        f'<rect x="190" y="{y}" width="{row.p95 * 2:.0f}" height="18" fill="#9ccbb3"/>'
        f'<rect x="190" y="{y}" width="{row.p50 * 2:.0f}" height="18" fill="#1f6f4a"/>'
        f'<text x="{196 + row.p95 * 2:.0f}" y="{y + 13}">{row.p95:.0f} {row.unit}</text>'
    )
