"""How many violations there are of each kind, kept by the database itself.

Revision 0016, after 0015.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from vision.errors import StoreError

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

HOURS = [f"h{hour:02}" for hour in range(24)]
KEYS = ["site", "day", "merchant", "camera", "code", "advisory", "state", "level", "repeated"]


def upgrade() -> None:
    if op.get_context().dialect.name != "sqlite":
        raise StoreError("database: expected SQLite, for its triggers keep the sums of the history; use a file")
    op.create_table(
        "tally",
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("merchant", sa.String(), nullable=False),
        sa.Column("camera", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("advisory", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("repeated", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ["n", *HOURS]),
        sa.PrimaryKeyConstraint(*KEYS, name="pk_tally"),
        sqlite_with_rowid=False,
    )
    op.execute(count_all())
    for name, trigger in triggers().items():
        op.execute(f"CREATE TRIGGER {name} {trigger}")


def triggers() -> dict[str, str]:
    """By name what each does; a violation that changes goes from where it was counted to where it belongs."""
    watched = ["site", "merchant", "camera", "code", "advisory", "state", "level", "repeats", "opened_at"]
    changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in watched)
    return {
        "tally_added": f"AFTER INSERT ON violation BEGIN {add('NEW')}; END",
        "tally_removed": f"AFTER DELETE ON violation BEGIN {take('OLD')}; END",
        "tally_changed": f"AFTER UPDATE OF {', '.join(watched)} ON violation WHEN {changed} "
        f"BEGIN {take('OLD')}; {add('NEW')}; END",
    }


def key(row: str) -> list[str]:
    """Where a violation is counted."""
    return [
        f"{row}.site",
        f"substr({row}.opened_at, 1, 10)",
        f"coalesce({row}.merchant, '')",
        *(f"{row}.{name}" for name in ("camera", "code", "advisory", "state", "level")),
        f"{row}.repeats > 0",
    ]


def hours(row: str) -> list[str]:
    """1 for the hour it opened in, 0 for every other."""
    return [f"(substr({row}.opened_at, 12, 2) = '{name[1:]}')" for name in HOURS]


def add(row: str) -> str:
    more = ", ".join(f"{name} = {name} + excluded.{name}" for name in ["n", *HOURS])
    values = ", ".join([*key(row), "1", *hours(row)])
    return f"INSERT INTO tally VALUES ({values}) ON CONFLICT DO UPDATE SET {more}"  # noqa: S608 - constants


def take(row: str) -> str:
    here = " AND ".join(f"{name} = {value}" for name, value in zip(KEYS, key(row), strict=True))
    less = ", ".join(f"{name} = {name} - {value}" for name, value in zip(HOURS, hours(row), strict=True))
    return (
        f"UPDATE tally SET n = n - 1, {less} WHERE {here}; "  # noqa: S608 - constants
        f"DELETE FROM tally WHERE {here} AND n = 0"
    )


def count_all() -> str:
    """What is there already."""
    sums = ", ".join(f"sum({one})" for one in hours("v"))
    where = ", ".join(key("v"))
    return f"INSERT INTO tally SELECT {where}, count(*), {sums} FROM violation v GROUP BY {where}"  # noqa: S608
