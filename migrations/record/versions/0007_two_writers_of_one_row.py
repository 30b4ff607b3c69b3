"""terms, members and schedules of a forum and items of an agenda keep the number of their changes"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = ("terms_of_reference", "membership", "meeting_schedule", "agenda_item")
NOTE = "raised at each change, so that two people cannot overwrite one another"


def upgrade() -> None:
    for table in TABLES:
        kept = sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False, comment=NOTE)
        op.add_column(table, kept)


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "version")
