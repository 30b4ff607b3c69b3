"""what becomes of rows that name no body is kept with a mapping"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0010"
branch_labels = None
depends_on = None

BODIES = "what names of bodies nobody knew were said to mean: bodies by name, none for a new one"
FILLED = "what rows that leave a field blank are given, by field; empty for nothing, absent when not said"


def upgrade() -> None:
    op.add_column("saved_mapping", sa.Column("filled", sa.JSON(), nullable=True, comment=FILLED))
    op.add_column("import", sa.Column("bodies", sa.JSON(), nullable=True, comment=BODIES))


def downgrade() -> None:
    op.drop_column("import", "bodies")
    op.drop_column("saved_mapping", "filled")
