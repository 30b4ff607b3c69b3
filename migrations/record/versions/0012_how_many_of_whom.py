"""how many people of which groups were counted at an activity"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0009"
branch_labels = None
depends_on = None

TALLIES = "how many people of which groups were counted: by group, its number and exact, about or at_least"


def upgrade() -> None:
    tallies = sa.Column("tallies", sa.JSON(), server_default=sa.text("'{}'"), nullable=False, comment=TALLIES)
    op.add_column("activity", tallies)


def downgrade() -> None:
    op.drop_column("activity", "tallies")
