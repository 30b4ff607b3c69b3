"""the words from which the number of an activity was read, and bodies that are not the same"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

NOTE = "the words from which the number was read, where they say more, such as 30-40"


def upgrade() -> None:
    column = sa.Column(
        "reached_said", sa.String(), server_default=sa.text("''"), nullable=False, comment=NOTE
    )
    op.add_column("activity", column)
    op.create_table(
        "body_difference",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column("one_id", sa.Integer(), nullable=False, comment="number of the body entered first"),
        sa.Column("other_id", sa.Integer(), nullable=False, comment="number of the other body"),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False, comment="when it was said"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_difference")),
        sa.UniqueConstraint("one_id", "other_id", name=op.f("uq_body_difference_one_id_other_id")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("body_difference")
    op.drop_column("activity", "reached_said")
