"""rows of a file that are left out for their marks"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

NOTE = "marks for which rows are left out: struck, hidden"


def upgrade() -> None:
    op.add_column("import", sa.Column("left_out", sa.JSON(), nullable=True, comment=NOTE))


def downgrade() -> None:
    op.drop_column("import", "left_out")
