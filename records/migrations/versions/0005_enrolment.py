"""Heads to label, their labels, and what was learnt of a site.

Revision 0005, after 0004.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sample",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("camera", sa.String(), nullable=False),
        sa.Column("track", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("height_px", sa.Double(), nullable=False),
        sa.Column("margin", sa.Double(), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sample"),
        sa.ForeignKeyConstraint(["site"], ["site.id"], name="fk_sample_site_site"),
        sa.ForeignKeyConstraint(["camera"], ["camera.id"], name="fk_sample_camera_camera"),
    )
    op.create_index("ix_sample_site_at", "sample", ["site", "at"])
    op.create_index("ix_sample_camera_at", "sample", ["camera", "at"])
    op.create_table(
        "sample_label",
        sa.Column("sample", sa.Uuid(), nullable=False),
        sa.Column("attribute", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sample", "attribute", name="pk_sample_label"),
        sa.ForeignKeyConstraint(["sample"], ["sample.id"], name="fk_sample_label_sample_sample", ondelete="CASCADE"),
    )
    op.create_table(
        "enrolment",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("base", sa.String(), nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("measured", sa.JSON(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_enrolment"),
        sa.ForeignKeyConstraint(["site"], ["site.id"], name="fk_enrolment_site_site"),
    )
    op.create_index("ix_enrolment_site", "enrolment", ["site"])
