"""市场月报: levels, how fast, the rate, each stall's place, how often it was a false alarm."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean

from cases.reports.figures import (
    by_level,
    counts,
    false_alarm_rate,
    median,
    minutes_to_close,
    minutes_to_rectify,
    p90,
    rate,
)
from cases.reports.frame import (
    COUNTED,
    COVERAGE,
    RATE,
    SITE,
    STAFF_HOURS,
    STALL,
    UNRANKED,
    formula_note,
    framed,
    rate_note,
    seen,
    unranked_note,
)
from cases.reports.material import Material, Place
from cases.reports.table import Cell, Chart, Column, Kind, Report, Table
from cases.scores import Score
from cases.words import Words

NAME = "market-monthly"
TITLE = Words("市场月报", "Market monthly")

LEVEL_COLUMNS = (
    SITE,
    Column(Words("抓拍", "flagged"), Kind.COUNT, 3),
    COUNTED,
    Column(Words("止于一级", "level 1"), Kind.COUNT, 4),
    Column(Words("升至二级", "level 2"), Kind.COUNT, 4),
    Column(Words("升至三级", "level 3"), Kind.COUNT, 4),
    Column(Words("误报率", "false alarms"), Kind.SHARE, 4),
    RATE,
    COVERAGE,
    STAFF_HOURS,
)
SPEED_COLUMNS = (
    SITE,
    Column(Words("整改中位(分)", "rectified, median min"), Kind.MINUTES, 5),
    Column(Words("整改九成(分)", "rectified, p90 min"), Kind.MINUTES, 5),
    Column(Words("整改件数", "rectified"), Kind.COUNT, 4),
    Column(Words("办结中位(分)", "closed, median min"), Kind.MINUTES, 5),
    Column(Words("办结九成(分)", "closed, p90 min"), Kind.MINUTES, 5),
    Column(Words("办结件数", "closed"), Kind.COUNT, 4),
    COVERAGE,
)
RANK_COLUMNS = (
    Column(Words("名次", "rank"), width=4),
    STALL,
    Column(Words("得分", "score"), Kind.NUMBER, 4),
    Column(Words("与均分差", "to the mean"), Kind.NUMBER, 4),
    COUNTED,
    RATE,
    COVERAGE,
    STAFF_HOURS,
    Column(Words("可申诉", "may change"), width=4),
)


def market_monthly(material: Material) -> Report:
    """Per site levels and speed; per stall its rank by score, then by rate; the rates as a chart."""
    scores = {place.id: material.scores(place.id) for place in material.places}
    tables = (
        Table(
            Words("层级与误报", "Levels"), LEVEL_COLUMNS, tuple(_levels(material, place) for place in material.places)
        ),
        Table(Words("处置用时", "Speed"), SPEED_COLUMNS, tuple(_speed(material, place) for place in material.places)),
        *(_ranks(material, place, scores[place.id]) for place in material.places if scores[place.id]),
    )
    numbers = material.book.settings.scores
    return framed(
        NAME,
        TITLE,
        material,
        tables,
        notes=(SPEED_NOTE, rate_note(), unranked_note(numbers), formula_note(numbers)),
        charts=(_chart(material, [one for some in scores.values() for one in some]),),
        signatures=(Words("市场负责人", "head of the market"), Words("日期", "date")),
    )


SPEED_NOTE = Words(
    "整改: 自告知摊位起至首次提交整改; 办结: 自首次抓拍起至办结。中位为半数不超过, 九成为九成不超过。",
    "Rectified: from telling the stall to the first rectification; closed: from the first capture.",
)


def rank_text(number: int | None) -> str:
    """A place among those compared, or that it is not."""
    return UNRANKED if number is None else str(number)


def in_order(material: Material, scores: Sequence[Score]) -> list[tuple[int | None, Score]]:
    """Scores with their places, those that are not compared at the end."""
    ranks = material.ranks(scores)
    placed = [(ranks.get(one.merchant), one) for one in scores]
    return sorted(placed, key=lambda pair: (pair[0] is None, pair[0] or 0, pair[1].merchant))


def _levels(material: Material, place: Place) -> tuple[Cell, ...]:
    some, watched = material.of_site(place.id), material.watched_at(place.id)
    told = counts(some)
    per_100_h = rate(told.counted, watched.staff_hours)
    return (
        place.name,
        told.flagged,
        told.counted,
        *by_level(some),
        false_alarm_rate(some),
        per_100_h,
        *seen(watched),
    )


def _speed(material: Material, place: Place) -> tuple[Cell, ...]:
    some = material.of_site(place.id)
    rectified, closed = minutes_to_rectify(some), minutes_to_close(some)
    return (
        place.name,
        median(rectified),
        p90(rectified),
        len(rectified),
        median(closed),
        p90(closed),
        len(closed),
        material.watched_at(place.id).coverage,
    )


def _ranks(material: Material, place: Place, scores: Sequence[Score]) -> Table:
    compared = [one.points for one in scores if one.ranked]
    average = mean(compared) if compared else None
    rows = tuple(_rank(material, number, one, average) for number, one in in_order(material, scores))
    told = "—" if average is None else f"{average:.1f}"
    return Table(
        Words(f"{place.name} 摊位排名 (均分 {told})", f"Stalls of {place.id} by score, mean {told}"),
        RANK_COLUMNS,
        rows,
    )


def _rank(material: Material, number: int | None, one: Score, average: float | None) -> tuple[Cell, ...]:
    compared = number is not None and average is not None
    return (
        rank_text(number),
        material.stall(one.merchant),
        one.points if compared else None,
        one.points - average if compared and average is not None else None,
        len(one.deductions),
        one.per_100_h,
        *seen(one.watched),
        "是" if one.provisional else "",
    )


def _chart(material: Material, scores: Sequence[Score]) -> Chart:
    known = [(material.stall(one.merchant), one.per_100_h) for one in scores if one.ranked]
    bars = [(name, value) for name, value in known if value is not None]
    return Chart(
        Words("各摊位百小时率 (不参评的不列)", "Counted cases per 100 observed staff-hours; unranked left out"),
        tuple(name for name, _ in bars),
        tuple(value for _, value in bars),
    )
