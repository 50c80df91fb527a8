"""What the history page waits for, over as many violations as a city's markets have in three years.

`sunkitchen bench history [--size N]` makes a database of N violations in a temporary folder, asks what the page asks
for with filters that people choose, and deletes it. 10 million take about ten minutes and 9 GB.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from uuid import UUID

from sqlalchemy.orm import Session

from api.pages.history.choice import Choice, When
from api.pages.shell.places import Places
from benchmarks.many import NOW, build
from cases.lookback import Question, past
from records import tallies, violations
from records.database import Database, open_database
from records.roles import Level
from records.scopes import EVERYWHERE, Scope, Sight
from records.states import ReviewState
from records.tallies import Days, Standing
from records.violation_rows import Cursor, ViolationFilter

SIZE = 1_000_000
RUNS = 5
PAGE = 50
STALL, STREET = frozenset({Scope(Level.MERCHANT, "m123")}), frozenset({Scope(Level.STREET, "月湖街道", "海曙区")})
MARKET = frozenset({Scope(Level.SITE, "s06")})


@dataclass(frozen=True, slots=True)
class Ask:
    """Who asks for what."""

    name: str
    choice: Choice
    within: frozenset[Scope] = EVERYWHERE


ASKS = (
    Ask("one stall, this quarter", Choice(merchant="m123")),
    Ask("one stall, a year", Choice(merchant="m123", when=When.YEAR)),
    Ask("one stall, came back", Choice(merchant="m123", repeated=True)),
    Ask("one market, this quarter", Choice(site="s06")),
    Ask("one market, level 3, a year", Choice(site="s06", level=3, when=When.YEAR)),
    Ask("operator: own stall", Choice(), STALL),
    Ask("manager: own market", Choice(), MARKET),
    Ask("grid worker: ten markets", Choice(), STREET),
    Ask("everything, today", Choice(when=When.TODAY)),
    Ask("everything, this quarter", Choice()),
    Ask("everything, waiting", Choice(state=ReviewState.PENDING_REVIEW)),
    Ask("everything, a rare kind", Choice(code="NO_GLOVES")),
    Ask("everything, level 3", Choice(level=3)),
    Ask("everything, a year", Choice(when=When.YEAR)),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One question: how many it finds, and what each part of the page takes, ms."""

    asked: str
    part: str
    found: int
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class HistoryResult:
    """All rows of one run over `size` violations; `file_mib` of the database."""

    size: int
    file_mib: float
    tally_rows: int
    rows: tuple[Row, ...]

    def to_json(self) -> str:
        """For machines."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False)

    def to_text(self) -> str:
        """For people: a line per question, p50 / p95 in ms."""
        parts = list(dict.fromkeys(row.part for row in self.rows))
        head = f"{'ms, p50 / p95':30}{'found':>11}" + "".join(f"{part:>17}" for part in parts)
        return "\n".join([self._about(), head, *(self._line(name, parts) for name in self._names())])

    def to_svg(self) -> str:
        """A bar per question: p95 of the figures."""
        bars = [row for row in self.rows if row.part == "figures"]
        longest = max((row.p95_ms for row in bars), default=1.0)
        drawn = "".join(_bar(n, row, longest) for n, row in enumerate(bars))
        size = f'width="680" height="{22 * len(bars) + 8}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="11">{drawn}</svg>\n'

    def _about(self) -> str:
        return f"{self.size:,} violations, {self.tally_rows:,} rows of the tally, {self.file_mib:,.0f} MiB"

    def _names(self) -> list[str]:
        return list(dict.fromkeys(row.asked for row in self.rows))

    def _line(self, name: str, parts: list[str]) -> str:
        mine = {row.part: row for row in self.rows if row.asked == name}
        cells = "".join(f"{f'{mine[part].p50_ms:.1f} / {mine[part].p95_ms:.1f}':>17}" for part in parts)
        return f"{name:30}{next(iter(mine.values())).found:>11,}{cells}"


def run(progress: Callable[[str], None] = lambda _: None, size: int = SIZE) -> HistoryResult:
    """Make the database, ask, delete it.

    Args:
        progress: is told what is being done. size: violations.
    """
    with TemporaryDirectory(prefix="sunkitchen-history-") as place:
        path = build(Path(place), size, progress)
        with open_database(path) as database:
            rows = tuple(row for ask in ASKS for row in _rows(database, ask, progress))
            with database.reading() as session:
                counted = session.connection().exec_driver_sql("SELECT count(*) FROM tally").scalar_one()
        return HistoryResult(size, path.stat().st_size / 2**20, counted, rows)


def _rows(database: Database, ask: Ask, progress: Callable[[str], None]) -> Iterator[Row]:
    progress(ask.name)
    with database.reading() as session:
        places = Places.read(session, ask.within)
        days = ask.choice.days(places, NOW)
        wanted = ask.choice.wanted(places, Sight(ask.within, ask.within), days)
        found = tallies.total(tallies.by_day(session, wanted, days)).all
    for part, work in _parts(places, wanted, days).items():
        times = sorted(_ms(database, work) for _ in range(RUNS))
        yield Row(ask.name, part, found, median(times), times[min(round(0.95 * RUNS), RUNS - 1)])


def _parts(places: Places, wanted: ViolationFilter, days: Days) -> dict[str, Callable[[Session], object]]:
    """What the page asks for."""
    middle = days.since + (min(days.until, NOW) - days.since) / 2
    deep = Cursor(middle, UUID(int=0))
    asked = Question(wanted, days, NOW, 0.6)
    return {
        "page": lambda session: violations.page(session, wanted, None, PAGE),
        "deep page": lambda session: violations.page(session, wanted, deep, PAGE),
        "sums, trend, rank": lambda session: tallies.by_day(session, wanted, days),
        "kinds": lambda session: tallies.by_code(session, wanted, days),
        "heat": lambda session: tallies.by_hour(session, wanted, days, [Standing.COUNTED]),
        "figures": lambda session: past(session, asked, places.sites),
    }


def _ms(database: Database, work: Callable[[Session], object]) -> float:
    with database.reading() as session:
        began = time.perf_counter()
        work(session)
        return (time.perf_counter() - began) * 1000


def _bar(number: int, row: Row, longest: float) -> str:
    y, width = 22 * number + 6, 400 * row.p95_ms / longest
    return (
        f'<text x="4" y="{y + 11}">{escape(row.asked)}</text>'
        f'<rect x="210" y="{y}" width="{width:.0f}" height="12" fill="#1f6f4a"/>'
        f'<text x="{216 + width:.0f}" y="{y + 11}">{row.p95_ms:.0f} ms</text>'
    )
