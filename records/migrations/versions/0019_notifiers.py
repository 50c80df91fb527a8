"""Who outside is told of what, what was told; steps of cases are news, too.

Revision 0019, after 0018.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

WORD = sa.String(length=32)
TIME = sa.DateTime(timezone=True)
TEXTS = ("host", "login", "sender", "place", "district", "pages")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("version", sa.Integer(), nullable=True))
    op.create_table(
        "notifier",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        *(sa.Column(name, WORD, nullable=False) for name in ("kind", "security", "role", "level")),
        *(sa.Column(name, sa.String(), nullable=False) for name in TEXTS),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("recipients", "topics", "severities")),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("active", "inside")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("port", "cursor")),
        sa.Column("created", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notifier"),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notifier", sa.Uuid(), nullable=False),
        sa.Column("topic", WORD, nullable=False),
        sa.Column("violation", sa.Uuid(), nullable=True),
        sa.Column("filed_at", TIME, nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", TIME, nullable=True),
        sa.Column("sent_at", TIME, nullable=True),
        sa.Column("error", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.ForeignKeyConstraint(["notifier"], ["notifier.id"], name="fk_delivery_notifier_notifier"),
    )
    for column in ("notifier", "filed_at", "next_at"):
        op.create_index(f"ix_delivery_{column}", "delivery", [column])
