"""sign-ins stand beside the record, which says how often all of an account were ended; all begin anew"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

GENERATION = "how often all its sign-ins were ended at once; one of an earlier generation lets nobody in"
DEVICE = "browser and system in words, such as Firefox on Windows"
CONFIRMED = "when a password or a code last showed that it is they who use it"


def upgrade() -> None:
    generation = sa.Column(
        "generation", sa.Integer(), server_default=sa.text("0"), nullable=False, comment=GENERATION
    )
    op.add_column("account", generation)
    op.drop_table("sign_in")


def downgrade() -> None:
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column("token_hash", sa.String(), nullable=False, comment="SHA-256 of the token in the cookie"),
        sa.Column("account_id", sa.Integer(), nullable=False, comment="who is signed in"),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False, comment="when it began"),
        sa.Column(
            "seen_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="when it was last used, to within a minute",
        ),
        sa.Column(
            "ends_at", sa.DateTime(timezone=True), nullable=False, comment="when it ends whatever happens"
        ),
        sa.Column("device", sa.String(), server_default=sa.text("''"), nullable=False, comment=DEVICE),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True, comment=CONFIRMED),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_sign_in_account_id"), "sign_in", ["account_id"])
    op.drop_column("account", "generation")
