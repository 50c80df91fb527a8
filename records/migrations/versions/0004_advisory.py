"""Flags that are shown and never counted. Older rows were all told before any site was enrolled: advisory.

Revision 0004, after 0003.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("violation", sa.Column("advisory", sa.Boolean(), nullable=False, server_default=sa.true()))
