"""When open cases are to be looked at again.

Revision 0015, after 0014.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "agenda",
        sa.Column("violation", sa.Uuid(), nullable=False),
        sa.Column("attend_at", TIME, nullable=True),
        sa.Column("pressed_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("violation", name="pk_agenda"),
        sa.ForeignKeyConstraint(
            ["violation"], ["violation.id"], name="fk_agenda_violation_violation", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_agenda_attend_at", "agenda", ["attend_at"])
    op.create_index("ix_agenda_pressed_at", "agenda", ["pressed_at"])
