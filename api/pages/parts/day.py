"""A camera's newest watched day: hour by hour, in words, and what did not count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from api.access.may import Right, reach, sight
from api.context import Names
from api.pages.parts.lasting import lasted
from api.pages.shell.markup import Html, h
from api.pages.shell.places import midnight
from api.pages.shell.say import said, say
from api.pages.shell.words import percent, word
from records import coverage, ledger, violations
from records.coverage import abstain_rate
from records.grants import Grants
from records.ledger import LedgerLine
from records.runs import added
from records.violation_rows import CodeCount, ViolationFilter
from vision.camera_facts import Coverage

HOUR_S = 3600.0


@dataclass(frozen=True, slots=True)
class Day:
    """What was watched of a camera on one local day.

    Attributes:
        hours: local hour of day -> what was watched in it; hours without are not there.
        flagged: violations opened on it.
    """

    date: date
    today: bool
    hours: dict[int, Coverage]
    why_not: tuple[LedgerLine, ...]
    flagged: tuple[CodeCount, ...]

    @property
    def total(self) -> Coverage:
        """All hours together."""
        return reduce(added, self.hours.values())


def read_day(session: Session, camera: str, zone: ZoneInfo, now: datetime, grants: Grants) -> Day | None:
    """Today, or the newest day with anything watched (recordings carry their own dates); None where there is none, or
    none that somebody with these grants may see."""
    within = reach(grants, Right.SEE_COVERAGE)
    newest_hour = coverage.newest_hour(session, None, camera, within)
    if newest_hour is None:
        return None
    facts = coverage.per_hour(session, newest_hour - timedelta(days=1), None, camera, within)
    newest = newest_hour.astimezone(zone).date()
    hours: dict[int, Coverage] = {}
    for fact in (f for f in facts if f.hour.astimezone(zone).date() == newest):
        hour = fact.hour.astimezone(zone).hour
        hours[hour] = added(hours[hour], fact) if hour in hours else fact
    begins, ends = midnight(newest, zone), midnight(newest, zone, days_later=1)
    lines = ledger.totals(session, begins, ends, camera, within)
    wanted = ViolationFilter(camera=camera, since=begins, until=ends, sight=sight(grants))
    flagged = violations.counts(session, wanted)
    return Day(newest, newest == now.astimezone(zone).date(), hours, lines, flagged)


def coverage_strip(day: Day) -> Html:
    """24 cells, the darker the more of the hour was watched."""
    cells = (_cell(hour, day.hours.get(hour)) for hour in range(24))
    marks = h("div", *(h("span", f"{hour:02d}") for hour in (0, 6, 12, 18, 24)), class_="marks")
    name = say("今天", "Today") if day.today else f"{day.date:%Y-%m-%d}"
    return h("div", h("div", name, class_="daytitle"), h("div", *cells, class_="hours"), marks)


def coverage_words(day: Day) -> Html:
    """The day's sums."""
    total = day.total
    lines = {
        say("观察", "Watched"): lasted(total.watched_s),
        say("有人在岗", "Staffed"): lasted(total.staffed_s),
        say("画面", "Frames"): f"{total.frames:,}",
        say("跳过", "Dropped"): f"{total.dropped:,}",
        say("损坏", "Corrupt"): f"{total.corrupt:,}",
        say("看不清", "Cannot tell"): percent(abstain_rate(total)),
        say("计入的抓拍", "Counted"): f"{sum(line.count for line in day.flagged):,}",
        say("仅提示", "Advisory"): f"{sum(line.advisory for line in day.flagged):,}",
    }
    return h("dl", *(h("div", h("dt", key), h("dd", value)) for key, value in lines.items()), class_="sums")


def why_not_table(ledger_lines: Sequence[LedgerLine], names: Names) -> Html:
    """Looks that did not count, most first."""
    heads = (say("原因", "Why"), say("类型", "Type"), say("区域", "Zone"), say("次", "Looks"))
    head = h("tr", *(h("th", text) for text in heads))
    rows = (_line(line, names) for line in sorted(ledger_lines, key=lambda line: -line.looks))
    return h("div", h("table", h("thead", head), h("tbody", *rows)), tabindex="0", class_="scroll")


def _line(line: LedgerLine, names: Names) -> Html:
    return h(
        "tr",
        h("td", said(word(line.why))),
        h("td", said(names.code(line.code))),
        h("td", line.zone or "–"),
        h("td", f"{line.looks:,}", class_="num"),
    )


def _cell(hour: int, fact: Coverage | None) -> Html:
    share = 0.0 if fact is None else min(fact.watched_s / HOUR_S, 1.0)
    title = f"{hour:02d}:00 {'–' if fact is None else f'{fact.watched_s / 60:.0f} min'}"
    strength = 0.0 if share == 0 else 0.25 + 0.75 * share
    return h("i", title=title, style=f"--share:{strength:.2f}")
