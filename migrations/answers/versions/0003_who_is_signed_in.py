"""who is signed in and which codes were taken, which must not wait for writers of the record"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def number() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), nullable=False, comment="number of the row")


def moment(name: str, note: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, comment=note)


def whole(name: str, note: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable, comment=note)


def words(name: str, note: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False, comment=note)


def upgrade() -> None:
    device = "browser and system in words, such as Firefox on Windows"
    op.create_table(
        "sign_in",
        number(),
        words("token_hash", "SHA-256 of the token in the cookie"),
        whole("account_id", "who is signed in"),
        whole("generation", "generation of the sign-ins of its account"),
        sa.Column("device", sa.String(), server_default=sa.text("''"), nullable=False, comment=device),
        moment("started_at", "when it began"),
        moment("seen_at", "when it was last used, to within a minute"),
        moment("ends_at", "when it ends whatever happens"),
        moment(
            "confirmed_at",
            "when a password or a code last showed that it is they who use it",
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_sign_in_account_id"), "sign_in", ["account_id"])
    op.create_table(
        "code_taken",
        number(),
        whole("account_id", "whose it was"),
        words("code_hash", "keyed hash of the code"),
        whole("step", "the half minute of a code of the app", nullable=True),
        moment("at", "when it was taken"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_taken")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_code_taken_code_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_code_taken_account_id"), "code_taken", ["account_id"])
    op.create_table(
        "trail_note",
        number(),
        words("event", "what was done, such as account.signed-in"),
        whole("account_id", "who did it"),
        sa.Column("fields", sa.JSON(), nullable=False, comment="the other fields of the event"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_note")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    for table in ("trail_note", "code_taken", "sign_in"):
        op.drop_table(table)
