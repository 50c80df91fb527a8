"""A chain over what is recorded, the keys that sign it, and how far a violation's time can be trusted.

Older violations get their links when the store is opened: links are signed, and only a store has a key. Nobody measured
the clock then.

Revision 0010, after 0009.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEPT = ("site", "seq", "at", "kind", "subject", "body_sha256", "previous", "sha256", "key", "signature")


def upgrade() -> None:
    _chain()
    _violation()
    if op.get_context().dialect.name == "sqlite":
        _for_ever()


def _chain() -> None:
    op.create_table(
        "chain_link",
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("body_sha256", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("signature", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("site", "seq", name="pk_chain_link"),
    )
    op.create_index("ix_chain_link_subject", "chain_link", ["subject"])
    op.create_table(
        "signing_key",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("pem", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_signing_key"),
        sa.UniqueConstraint("fingerprint", name="uq_signing_key_fingerprint"),
    )


def _violation() -> None:
    op.add_column("violation", sa.Column("time_quality", sa.String(32), nullable=False, server_default="degraded"))
    op.add_column("violation", sa.Column("clock_error_s", sa.Double(), nullable=True))
    op.add_column("violation", sa.Column("software", sa.String(), nullable=False, server_default=""))
    op.add_column("violation", sa.Column("configuration", sa.String(), nullable=False, server_default=""))
    op.execute("UPDATE violation SET time_quality = 'bad' WHERE time_source = 'mtime'")


def _for_ever() -> None:
    """Only a body may go, when its subject is deleted."""
    same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in KEPT)
    refuse = "SELECT RAISE(ABORT, 'chain links are never changed')"
    op.execute(
        f"CREATE TRIGGER chain_link_unchanged BEFORE UPDATE ON chain_link "
        f"WHEN NOT (NEW.body IS NULL AND {same}) BEGIN {refuse}; END"
    )
    op.execute(f"CREATE TRIGGER chain_link_undeleted BEFORE DELETE ON chain_link BEGIN {refuse}; END")
