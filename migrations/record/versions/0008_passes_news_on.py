"""by what an organisation can pass on our news"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NOTE = "by what it can pass on our news, such as a newsletter to 400 members"


def upgrade() -> None:
    column = sa.Column("passes_on", sa.String(), server_default=sa.text("''"), nullable=False, comment=NOTE)
    op.add_column("organisation", column)


def downgrade() -> None:
    op.drop_column("organisation", "passes_on")
