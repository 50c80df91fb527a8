"""What was deleted on purpose, legal holds, requests of persons, and the runs of retention.

Revision 0012, after 0011.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

WORD = sa.String(length=32)
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _removals()
    op.create_table(
        "hold",
        sa.Column("violation", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("violation", "version", name="pk_hold"),
        sa.ForeignKeyConstraint(["violation"], ["violation.id"], name="fk_hold_violation"),
    )
    _runs()
    op.create_table(
        "person_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("applicant", sa.String(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("violations", sa.JSON(), nullable=False),
        sa.Column("decided_at", TIME, nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_person_request"),
    )


def _removals() -> None:
    op.create_table(
        "removal",
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("violation", sa.Uuid(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("matter", WORD, nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("path", name="pk_removal"),
        sa.ForeignKeyConstraint(["violation"], ["violation.id"], name="fk_removal_violation"),
    )
    op.create_index("ix_removal_violation", "removal", ["violation"])
    op.create_table(
        "erasure",
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.PrimaryKeyConstraint("path", name="pk_erasure"),
    )


def _runs() -> None:
    op.create_table(
        "retention_run",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("began_at", TIME, nullable=False),
        sa.Column("ended_at", TIME, nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("outcome", WORD, nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_retention_run"),
    )
    op.create_index("ix_retention_run_outcome_ended_at", "retention_run", ["outcome", "ended_at"])
