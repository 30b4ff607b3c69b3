"""what becomes of rows that name no body is kept with a mapping"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0010"
branch_labels = None
depends_on = None

FILLED = "what rows that leave a field blank are given, by field; empty for nothing, absent when not said"


def upgrade() -> None:
    op.add_column("saved_mapping", sa.Column("filled", sa.JSON(), nullable=True, comment=FILLED))


def downgrade() -> None:
    op.drop_column("saved_mapping", "filled")
