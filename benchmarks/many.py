"""A box that has watched twenty markets for three years: as many violations as are wanted, made by the database.

Four hundred stalls, two hundred cameras, thirteen open hours a day, the time of day and the kinds in the shares of the
demo's quarter. The newest have pictures and looks; of the others only the rows are left, as retention leaves them. The
same size gives the same rows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from records import registry
from records.database import open_database
from records.registry import CameraEntry, MerchantEntry, SiteEntry
from vision.facts import Point, Zone, ZoneKind

SITES, STALLS, CAMERAS = 20, 20, 10
"""Markets, and of each its stalls and cameras: two stalls before a camera."""
DAYS = 3 * 365
NOW = datetime(2026, 6, 30, 15, 59, tzinfo=UTC)
"""Late on the last day, in Ningbo."""
STREETS = ("月湖街道", "南门街道")
BATCH = 500_000
PICTURED = 20_000
SQUARE = (Point(0.1, 0.1), Point(0.9, 0.1), Point(0.9, 0.9))
Progress = Callable[[str], None]


def build(place: Path, size: int, progress: Progress) -> Path:
    """The database's file."""
    path = place / "box.db"
    with open_database(path) as database, database.writing() as session:
        registry.sync(session, list(_sites()))
    with _raw(path) as connection:
        triggers, indexes = _put_aside(connection)
        for first in range(0, size, BATCH):
            progress(f"{first:,} of {size:,} violations")
            connection.execute(VIOLATIONS, {"first": first, "last": min(first + BATCH, size), "size": size, **TIMES})
        for n, statement in enumerate(indexes, start=1):
            progress(f"index {n} of {len(indexes)}")
            connection.execute(statement)
        progress("the tally")
        connection.execute(TALLY)
        for statement in triggers:
            connection.execute(statement)
        progress("pictures and coverage")
        for statement in (PICTURES, LOOKS, COVERAGE):
            connection.execute(statement, {"first": max(size - PICTURED, 0), "size": size, **TIMES})
    return path


def _sites() -> Iterator[SiteEntry]:
    for site in range(SITES):
        merchants = tuple(MerchantEntry(f"m{site * STALLS + n:03}", f"摊位{n}", f"{n}号") for n in range(STALLS))
        cameras = tuple(_camera(site, n) for n in range(CAMERAS))
        street = STREETS[site % len(STREETS)]
        yield SiteEntry(
            f"s{site:02}", f"市场{site}", "farmers_market", street, "海曙区", "Asia/Shanghai", merchants, cameras
        )


def _camera(site: int, number: int) -> CameraEntry:
    stalls = [site * STALLS + 2 * number + half for half in range(2)]
    zones = (Zone(f"z{n:03}", ZoneKind.DELI_COUNTER, SQUARE, f"m{n:03}", ("05:30", "18:30")) for n in stalls)
    return CameraEntry(f"c{site * CAMERAS + number:03}", f"{number}号机", tuple(zones))


@contextmanager
def _raw(path: Path) -> Iterator[sqlite3.Connection]:
    """The file without its safeguards: nobody needs it after a crash."""
    connection = sqlite3.connect(path, isolation_level=None)
    for setting in ("synchronous=OFF", "journal_mode=OFF", "cache_size=-400000", "temp_store=FILE"):
        connection.execute(f"PRAGMA {setting}")
    yield connection
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()


def _put_aside(connection: sqlite3.Connection) -> tuple[list[str], list[str]]:
    """Triggers and indexes of the violation table, to be made again over all rows at once."""
    put = []
    for kind in ("trigger", "index"):
        query = "SELECT name, sql FROM sqlite_master WHERE type = ? AND tbl_name = 'violation' AND sql IS NOT NULL"
        found = connection.execute(query, (kind,)).fetchall()
        for name, _ in found:
            connection.execute(f"DROP {kind} {name}")
        put.append([sql for _, sql in found])
    return put[0], put[1]


BEGAN = NOW.replace(hour=21, minute=30) - timedelta(days=DAYS)
"""Half past five in the morning of the first day, in Ningbo."""
TIMES = {"began": f"{BEGAN:%Y-%m-%d %H:%M:%S}", "days": DAYS, "open_s": 13 * 3600}

# Dice that fall the same every time: a number of a row, multiplied and cut. `age` is in days.
DICE = """
    WITH RECURSIVE row(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM row WHERE n + 1 < :last),
    thrown AS MATERIALIZED (
        SELECT n, n * :days / :size AS day,
            (n * :days % :size) * :open_s / :size AS second,
            (n * 7919 + n / 311) % 400 AS stall,
            (n * 2654435761 / 65536) % 100 AS d1, (n * 40503 + n / 97) % 100 AS d2,
            (n * 69069 + n / 89) % 100 AS d3, (n * 30011 + n / 83) % 100 AS d4
        FROM row)
"""
VIOLATIONS = f"""
    INSERT INTO violation (id, code, severity, advisory, site, camera, zone, merchant, track, state, level, phase, at,
        started_at, opened_at, ended_at, counted_s, assessable_s, unknown_s, score, repeats, rule, model, time_source,
        time_quality, software, configuration)
    {DICE}
    SELECT printf('%032x', n + 1),
        CASE WHEN d1 < 42 THEN 'NO_MASK' WHEN d1 < 75 THEN 'NO_HAT' WHEN d1 < 90 THEN 'MASK_IMPROPER'
            WHEN d1 < 99 THEN 'INTRUDER' ELSE 'NO_GLOVES' END,
        'II', d2 < 8, printf('s%02d', stall / 20), printf('c%03d', stall / 2), printf('z%03d', stall),
        printf('m%03d', stall), printf('%032x', n + 1),
        CASE WHEN :days - day < 2 THEN CASE WHEN d3 < 55 THEN 'pending_review' WHEN d3 < 80 THEN 'notified'
                WHEN d3 < 90 THEN 'rectified' ELSE 'dismissed' END
            WHEN d3 < 22 THEN 'dismissed' WHEN d3 < 26 THEN 'merged' WHEN d3 < 28 THEN 'withdrawn'
            WHEN d3 < 29 THEN 'case_referred' ELSE 'closed' END,
        CASE WHEN d4 < 84 THEN 1 WHEN d4 < 95 THEN 2 ELSE 3 END,
        'ended', opened, opened, opened, opened, 9, 10, 1, 0.9, (d2 > 84) + (d4 > 97),
        'missing_attribute 1', 'heads 1', 'live', 'good', '1', ''
    FROM (SELECT *, strftime('%Y-%m-%d %H:%M:%f', :began, '+' || day || ' days', '+' || second || ' seconds') || '000'
        AS opened FROM thrown)
"""
HOURS = ", ".join(f"sum(substr(opened_at, 12, 2) = '{hour:02}')" for hour in range(24))
TALLY = f"""
    INSERT INTO tally SELECT site, substr(opened_at, 1, 10) AS day, merchant, camera, code, advisory, state, level,
        repeats > 0 AS repeated, count(*), {HOURS}
    FROM violation GROUP BY site, day, merchant, camera, code, advisory, state, level, repeated
"""
NEWEST = "WITH RECURSIVE row(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM row WHERE n + 1 < :size)"
PICTURES = f"""
    INSERT INTO evidence (id, violation, kind, role, frame, at, path, sha256, size_bytes, width, height)
    {NEWEST} SELECT printf('%032x', n + 1), printf('%032x', n + 1), 'original', 'clearest', 1,
        '2026-01-01 00:00:00.000000', 'p/' || n || '.jpg', '', 1, 1920, 1080 FROM row
"""
LOOKS = f"""
    INSERT INTO look (id, violation, phase, track, label, frame, at, pts_s, x0, y0, x1, y1, zones, sharpness)
    {NEWEST} SELECT printf('%032x', n + 1), printf('%032x', n + 1), 'opened', printf('%032x', n + 1), 'head', 1,
        '2026-01-01 00:00:00.000000', 0, 10, 10, 90, 90, '[]', 20 FROM row
"""
COVERAGE = """
    INSERT INTO coverage (camera, hour, run, watched_s, staffed_s, frames, dropped, corrupt, head_looks, judged,
        abstained)
    WITH RECURSIVE day(d) AS (SELECT 0 UNION ALL SELECT d + 1 FROM day WHERE d + 1 < :days),
    hour(h) AS (SELECT -1 UNION ALL SELECT h + 1 FROM hour WHERE h + 1 < 13),
    eye(c) AS (SELECT id FROM camera)
    SELECT c, strftime('%Y-%m-%d %H:00:00.000000', :began, '+' || d || ' days', '+' || (h + 1) || ' hours'), 'live',
        3500, 2000, 7000, 0, 0, 4000, 8000, 2000
    FROM eye, day, hour
"""
