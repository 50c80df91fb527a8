"""Random heads that people looked at for what was missed, and how long codes are observed at cameras.

Revision 0018, after 0017.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
FOUND = sa.Enum("nothing", "hat", "mask", "unsure", name="found", native_enum=False, length=32)


def upgrade() -> None:
    op.create_table(
        "spot_check",
        sa.Column("sample", sa.Uuid(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("camera", sa.String(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("found", FOUND, nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("said_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("sample", name="pk_spot_check"),
        sa.ForeignKeyConstraint(["site"], ["site.id"], name="fk_spot_check_site_site"),
        sa.ForeignKeyConstraint(["camera"], ["camera.id"], name="fk_spot_check_camera_camera"),
    )
    op.create_index("ix_spot_check_site_at", "spot_check", ["site", "at"])
    op.create_table(
        "tuning",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("camera", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("observed_s", sa.Double(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_tuning"),
        sa.ForeignKeyConstraint(["camera"], ["camera.id"], name="fk_tuning_camera_camera"),
    )
    op.create_index("ix_tuning_camera", "tuning", ["camera"])
