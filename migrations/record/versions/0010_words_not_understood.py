"""by words of a spreadsheet that were not understood"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("activity", "feedback", "forum", "meeting", "organisation")
NOTE = "words of the spreadsheet it came from that were not understood, by field; empty when none"


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("unread", sa.JSON(none_as_null=True), nullable=True, comment=NOTE))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "unread")
