"""attempts are counted beside the record; a sign-in tells its browser; links are made from a seed"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

SEED = "what the secret is made from with the application's key; empty for links of before"
DEVICE = "browser and system in words, such as Firefox on Windows"


def upgrade() -> None:
    device = sa.Column("device", sa.String(), server_default=sa.text("''"), nullable=False, comment=DEVICE)
    op.add_column("sign_in", device)
    seed = sa.Column("seed", sa.String(), server_default=sa.text("''"), nullable=False, comment=SEED)
    op.add_column("single_use_link", seed)
    op.create_index(op.f("ix_single_use_link_seed"), "single_use_link", ["seed"])
    op.drop_table("throttle")


def downgrade() -> None:
    op.create_table(
        "throttle",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column(
            "key_hash",
            sa.String(),
            nullable=False,
            comment="keyed hash of what is counted, never the thing itself",
        ),
        sa.Column("window", sa.Integer(), nullable=False, comment="number of the window of time"),
        sa.Column("tries", sa.Integer(), nullable=False, comment="how many tries so far"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_throttle")),
        sa.UniqueConstraint("key_hash", "window", name=op.f("uq_throttle_key_hash_window")),
        sqlite_autoincrement=True,
    )
    op.drop_index(op.f("ix_single_use_link_seed"), "single_use_link")
    op.drop_column("single_use_link", "seed")
    op.drop_column("sign_in", "device")
