"""What a register of health certificates said, and the copy of it that is evidence.

Revision 0013, after 0012.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "certificate_reading",
        sa.Column("merchant", sa.String(), nullable=False),
        sa.Column("read_at", TIME, nullable=False),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.Column("held", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("merchant", name="pk_certificate_reading"),
        sa.ForeignKeyConstraint(["merchant"], ["merchant.id"], name="fk_certificate_reading_merchant"),
    )
    op.create_table(
        "register_copy",
        sa.Column("violation", sa.Uuid(), nullable=False),
        sa.Column("register", sa.String(), nullable=False),
        sa.Column("read_at", TIME, nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("violation", name="pk_register_copy"),
        sa.ForeignKeyConstraint(["violation"], ["violation.id"], name="fk_register_copy_violation"),
    )
