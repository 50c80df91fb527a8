"""What was filmed around violations.

Revision 0014, after 0013.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clip",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("violation", sa.Uuid(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("copied", sa.Boolean(), nullable=False),
        sa.Column("looks", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clip"),
        sa.ForeignKeyConstraint(["violation"], ["violation.id"], name="fk_clip_violation_violation"),
        sa.UniqueConstraint("violation", name="uq_clip_violation"),
        sa.UniqueConstraint("path", name="uq_clip_path"),
    )
