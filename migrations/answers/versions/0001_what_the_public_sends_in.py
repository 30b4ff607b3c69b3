"""what the public sends in, in a database of its own"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False, comment="when it came in"),
        sa.Column(
            "words", sa.String(), nullable=False, comment="what they wrote, in which people may be named"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("answer")
