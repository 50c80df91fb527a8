"""What somebody did since a time is found without reading every step.

Revision 0020, after 0019.
"""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_case_step_actor_recorded_at", "case_step", ["actor", "recorded_at"])
