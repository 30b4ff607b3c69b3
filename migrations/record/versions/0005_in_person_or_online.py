"""whether people met in person or online at an activity"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NOTE = "whether people met in person, online or both ways: in_person, online, both, or empty"


def upgrade() -> None:
    column = sa.Column("setting", sa.String(), server_default=sa.text("''"), nullable=False, comment=NOTE)
    op.add_column("activity", column)


def downgrade() -> None:
    op.drop_column("activity", "setting")
