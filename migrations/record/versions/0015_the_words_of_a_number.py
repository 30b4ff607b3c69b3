"""the words from which the number of an activity was read"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

NOTE = "the words from which the number was read, where they say more, such as 30-40"


def upgrade() -> None:
    column = sa.Column(
        "reached_said", sa.String(), server_default=sa.text("''"), nullable=False, comment=NOTE
    )
    op.add_column("activity", column)


def downgrade() -> None:
    op.drop_column("activity", "reached_said")
