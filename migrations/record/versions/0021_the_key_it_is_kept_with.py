"""the mark of the key by which it is known who is never to be written to again"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_with",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column(
            "mark",
            sa.String(),
            nullable=False,
            comment="mark of the key, which tells keys apart and gives none away",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_with")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("kept_with")
