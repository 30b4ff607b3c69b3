"""who came in, what was refused and what was taken out, in a database of its own"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NOTES = {
    "id": "number of the row",
    "at": "when it first happened",
    "minute": "number of the minute, in which what is equal is counted in one row",
    "kind": "what happened, such as refused",
    "account_id": "account that did it, or that somebody tried to come in to; 0 for nobody known",
    "source": "keyed hash of where it came from, so that equal sources are seen without the address",
    "what": "address of the page, without anything secret",
    "times": "how often it happened in that minute",
}


def upgrade() -> None:
    op.create_table(
        "trace",
        sa.Column("id", sa.Integer(), nullable=False, comment=NOTES["id"]),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment=NOTES["at"]),
        sa.Column("minute", sa.Integer(), nullable=False, comment=NOTES["minute"]),
        sa.Column("kind", sa.String(), nullable=False, comment=NOTES["kind"]),
        sa.Column("account_id", sa.Integer(), nullable=False, comment=NOTES["account_id"]),
        sa.Column("source", sa.String(), nullable=False, comment=NOTES["source"]),
        sa.Column("what", sa.String(), nullable=False, comment=NOTES["what"]),
        sa.Column("times", sa.Integer(), nullable=False, comment=NOTES["times"]),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trace")),
        sa.UniqueConstraint(
            "minute",
            "kind",
            "account_id",
            "source",
            "what",
            name=op.f("uq_trace_minute_kind_account_id_source_what"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_trace_account_id"), "trace", ["account_id"])


def downgrade() -> None:
    op.drop_table("trace")
