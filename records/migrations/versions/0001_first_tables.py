"""First tables.

Revision 0001, the first.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _registry_and_accounts()
    _watching()
    _violations()


def _registry_and_accounts() -> None:
    op.create_table(
        "account",
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("login", name="pk_account"),
    )
    op.create_table(
        "box",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_box"),
    )
    op.create_table(
        "login_failure",
        sa.Column("login_sha256", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("login_sha256", name="pk_login_failure"),
    )
    op.create_index("ix_login_failure_last_at", "login_failure", ["last_at"], unique=False)
    op.create_table(
        "site",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("district", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_site"),
    )
    op.create_table(
        "camera",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("gb_id", sa.String(), nullable=True),
        sa.Column("enforcement_eligible", sa.Boolean(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["site"], ["site.id"], name="fk_camera_site"),
        sa.PrimaryKeyConstraint("id", name="pk_camera"),
    )
    op.create_index("ix_camera_site", "camera", ["site"], unique=False)
    op.create_table(
        "merchant",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("stall", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["site"], ["site.id"], name="fk_merchant_site"),
        sa.PrimaryKeyConstraint("id", name="pk_merchant"),
    )
    op.create_index("ix_merchant_site", "merchant", ["site"], unique=False)
    op.create_table(
        "token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["account.login"], name="fk_token_account"),
        sa.PrimaryKeyConstraint("id", name="pk_token"),
        sa.UniqueConstraint("sha256", name="uq_token_sha256"),
    )
    op.create_index("ix_token_account", "token", ["account"], unique=False)


def _watching() -> None:
    op.create_table(
        "camera_health",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("camera", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["camera"], ["camera.id"], name="fk_camera_health_camera"),
        sa.PrimaryKeyConstraint("id", name="pk_camera_health"),
    )
    op.create_index("ix_camera_health_camera_at", "camera_health", ["camera", "at"], unique=False)
    op.create_table(
        "coverage",
        sa.Column("camera", sa.String(), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run", sa.String(), nullable=False),
        sa.Column("watched_s", sa.Double(), nullable=False),
        sa.Column("staffed_s", sa.Double(), nullable=False),
        sa.Column("frames", sa.Integer(), nullable=False),
        sa.Column("dropped", sa.Integer(), nullable=False),
        sa.Column("corrupt", sa.Integer(), nullable=False),
        sa.Column("head_looks", sa.Integer(), nullable=False),
        sa.Column("judged", sa.Integer(), nullable=False),
        sa.Column("abstained", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["camera"], ["camera.id"], name="fk_coverage_camera"),
        sa.PrimaryKeyConstraint("camera", "hour", "run", name="pk_coverage"),
    )
    op.create_index("ix_coverage_hour", "coverage", ["hour"], unique=False)
    op.create_table(
        "suppression",
        sa.Column("camera", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("why", sa.String(32), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run", sa.String(), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["camera"], ["camera.id"], name="fk_suppression_camera"),
        sa.PrimaryKeyConstraint("camera", "zone", "code", "why", "hour", "run", name="pk_suppression"),
    )
    op.create_index("ix_suppression_hour", "suppression", ["hour"], unique=False)
    op.create_table(
        "zone",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("camera", sa.String(), nullable=False),
        sa.Column("merchant", sa.String(), nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("polygon", sa.JSON(), nullable=False),
        sa.Column("opens", sa.String(), nullable=True),
        sa.Column("closes", sa.String(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["camera"], ["camera.id"], name="fk_zone_camera"),
        sa.ForeignKeyConstraint(["merchant"], ["merchant.id"], name="fk_zone_merchant"),
        sa.PrimaryKeyConstraint("id", name="pk_zone"),
    )
    op.create_index("ix_zone_camera", "zone", ["camera"], unique=False)


def _violations() -> None:
    op.create_table(
        "violation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("severity", sa.String(32), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("camera", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("merchant", sa.String(), nullable=True),
        sa.Column("track", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("phase", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted_s", sa.Double(), nullable=False),
        sa.Column("assessable_s", sa.Double(), nullable=False),
        sa.Column("unknown_s", sa.Double(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("repeats", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("time_source", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["camera"], ["camera.id"], name="fk_violation_camera"),
        sa.ForeignKeyConstraint(["merchant"], ["merchant.id"], name="fk_violation_merchant"),
        sa.ForeignKeyConstraint(["site"], ["site.id"], name="fk_violation_site"),
        sa.ForeignKeyConstraint(["zone"], ["zone.id"], name="fk_violation_zone"),
        sa.PrimaryKeyConstraint("id", name="pk_violation"),
    )
    op.create_index("ix_violation_camera_opened_at_id", "violation", ["camera", "opened_at", "id"], unique=False)
    op.create_index("ix_violation_code_opened_at_id", "violation", ["code", "opened_at", "id"], unique=False)
    op.create_index("ix_violation_merchant_opened_at_id", "violation", ["merchant", "opened_at", "id"], unique=False)
    op.create_index("ix_violation_opened_at_id", "violation", ["opened_at", "id"], unique=False)
    op.create_index("ix_violation_site_opened_at_id", "violation", ["site", "opened_at", "id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("violation", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("frame", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("derived_from", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["derived_from"], ["evidence.id"], name="fk_evidence_derived_from"),
        sa.ForeignKeyConstraint(["violation"], ["violation.id"], name="fk_evidence_violation"),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
        sa.UniqueConstraint("path", name="uq_evidence_path"),
    )
    op.create_index("ix_evidence_violation", "evidence", ["violation"], unique=False)
    op.create_table(
        "look",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("violation", sa.Uuid(), nullable=False),
        sa.Column("phase", sa.String(32), nullable=False),
        sa.Column("track", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("frame", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pts_s", sa.Double(), nullable=False),
        sa.Column("x0", sa.Double(), nullable=False),
        sa.Column("y0", sa.Double(), nullable=False),
        sa.Column("x1", sa.Double(), nullable=False),
        sa.Column("y1", sa.Double(), nullable=False),
        sa.Column("zones", sa.JSON(), nullable=False),
        sa.Column("sharpness", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["violation"], ["violation.id"], name="fk_look_violation"),
        sa.PrimaryKeyConstraint("id", name="pk_look"),
    )
    op.create_index("ix_look_violation", "look", ["violation"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("violation", sa.Uuid(), nullable=False),
        sa.Column("phase", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["violation"], ["violation.id"], name="fk_outbox_violation"),
        sa.PrimaryKeyConstraint("seq", name="pk_outbox"),
        sa.UniqueConstraint("id", name="uq_outbox_id"),
    )
    op.create_index("ix_outbox_violation", "outbox", ["violation"], unique=False)
    op.create_table(
        "judgement",
        sa.Column("look", sa.Uuid(), nullable=False),
        sa.Column("attribute", sa.String(), nullable=False),
        sa.Column("answer", sa.String(32), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("reason", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["look"], ["look.id"], name="fk_judgement_look"),
        sa.PrimaryKeyConstraint("look", "attribute", name="pk_judgement"),
    )
