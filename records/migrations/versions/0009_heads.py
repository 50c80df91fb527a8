"""Where the heads on a piece of evidence are, so that they can be hidden on what is served of it.

Of older evidence nobody knows: it stays NULL, and is served coarsely.

Revision 0009, after 0008.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("evidence", sa.Column("heads", sa.JSON(), nullable=True))
