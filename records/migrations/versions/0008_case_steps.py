"""What people and timers do with violations.

Revision 0008, after 0007.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("violation") as table:
        table.add_column(sa.Column("level", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("violation") as table:
        table.alter_column("level", server_default=None)
    op.create_index("ix_violation_state_opened_at_id", "violation", ["state", "opened_at", "id"])
    op.create_table(
        "case_step",
        sa.Column("violation", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("was", sa.String(32), nullable=False),
        sa.Column("became", sa.String(32), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("payload", sa.String(), nullable=False),
        sa.Column("evidence_seen", sa.JSON(), nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("violation", "version", name="pk_case_step"),
        sa.ForeignKeyConstraint(["violation"], ["violation.id"], name="fk_case_step_violation_violation"),
    )
