"""what was tried in vain, which must not wait for writers of the record"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    hashed = "keyed hash of what is counted, never the thing itself"
    heat = "how many tries in vain were not forgotten at the last"
    op.create_table(
        "throttle",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column("key_hash", sa.String(), nullable=False, comment=hashed),
        sa.Column("heat", sa.Double(), nullable=False, comment=heat),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="when it was last tried"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_throttle")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_throttle_key_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_throttle_at"), "throttle", ["at"])


def downgrade() -> None:
    op.drop_table("throttle")
