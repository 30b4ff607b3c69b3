"""what the words of a file stand for, with the import and with the choices that are kept"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = ("import", "saved_mapping")
NOTE = "what the file's words stand for, by field: a term, a new word, or null to leave them unrecorded"


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("values", sa.JSON(), nullable=True, comment=NOTE))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "values")
