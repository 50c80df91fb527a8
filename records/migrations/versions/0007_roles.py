"""Roles over scopes, narrower tokens, locked accounts, and the audit log.

Revision 0007, after 0005. The first account may what it could before: everything. Others are given nothing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None

WORD = sa.String(length=32)
KEPT_DAYS = 3 * 366


def upgrade() -> None:
    op.add_column("account", sa.Column("locked", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "account_grant",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("role", WORD, nullable=False),
        sa.Column("level", WORD, nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("district", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account", "role", "level", "place", "district", name="pk_account_grant"),
        sa.ForeignKeyConstraint(["account"], ["account.login"], name="fk_account_grant_account"),
    )
    for role in ("admin", "supervisor"):
        op.execute(
            "INSERT INTO account_grant (account, role, level, place, district, at) "  # noqa: S608 - our own words
            f"SELECT login, '{role}', 'all', '', '', created FROM account ORDER BY created, login LIMIT 1"
        )
    op.execute("DELETE FROM token WHERE expires IS NULL")
    with op.batch_alter_table("token") as token:
        token.alter_column("expires", existing_type=sa.DateTime(timezone=True), nullable=False)
        token.add_column(sa.Column("role", WORD, nullable=True))
        token.add_column(sa.Column("level", WORD, nullable=True))
        token.add_column(sa.Column("place", sa.String(), nullable=False, server_default=""))
        token.add_column(sa.Column("district", sa.String(), nullable=False, server_default=""))
        token.create_index("ix_token_expires", ["expires"])
    _audit()


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("action", WORD, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_who", "audit", ["who"])
    if op.get_bind().dialect.name == "sqlite":
        refuse = "BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END"
        young = f"WHEN julianday(OLD.at) > julianday('now') - {KEPT_DAYS}"
        known = "WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq)"  # REPLACE deletes without asking triggers
        op.execute(f"CREATE TRIGGER audit_not_replaced BEFORE INSERT ON audit {known} {refuse}")
        op.execute(f"CREATE TRIGGER audit_kept BEFORE UPDATE ON audit {refuse}")
        op.execute(f"CREATE TRIGGER audit_kept_young BEFORE DELETE ON audit {young} {refuse}")
