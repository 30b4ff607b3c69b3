"""a second step of signing in, codes for when it is lost, and when a sign-in was last confirmed"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

STEP = "the newest half minute whose code was taken, so that none is taken twice"
CONFIRMED = "when a password or a code last showed that it is they who use it"
WHOSE = "whose it is"
KINDS = "what it is: password or app", "the way in: password"
SECRETS = (
    "argon2 hash of a password; the salt from which, with our key, the seed of an app is made",
    "argon2 hash",
)


def upgrade() -> None:
    op.add_column("credential", sa.Column("newest_step", sa.Integer(), nullable=True, comment=STEP))
    confirmed = sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True, comment=CONFIRMED)
    op.add_column("sign_in", confirmed)
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column("account_id", sa.Integer(), nullable=False, comment=WHOSE),
        sa.Column("code_hash", sa.String(), nullable=False, comment="keyed hash of the code"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_recovery_code_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("account_id", "code_hash", name=op.f("uq_recovery_code_account_id_code_hash")),
        sqlite_autoincrement=True,
    )
    _note_of_credentials(KINDS[0], SECRETS[0])


def downgrade() -> None:
    _note_of_credentials(KINDS[1], SECRETS[1])
    op.drop_table("recovery_code")
    op.drop_column("sign_in", "confirmed_at")
    op.drop_column("credential", "newest_step")


def _note_of_credentials(kind: str, secret: str) -> None:
    if op.get_bind().dialect.supports_comments:
        op.alter_column("credential", "kind", comment=kind)
        op.alter_column("credential", "secret", comment=secret)
