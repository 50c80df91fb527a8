"""A violation keeps the polygon its zone had: zones are redrawn, evidence is not.

Older rows stay without; what their zone looked like then nobody knows.

Revision 0002, after 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("violation", sa.Column("polygon", sa.JSON(), nullable=True))
