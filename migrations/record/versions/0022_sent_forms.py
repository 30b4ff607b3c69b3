"""forms that were sent and used up, so that what was sent twice is done once"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0020"
branch_labels = None
depends_on = None

NOTES = {
    "id": "number of the row",
    "mark": "keyed hash of who sent it to which address; the key was in the form alone",
    "content": "hash of what was sent, with the same key, so that it betrays none of it",
    "at": "when it was done",
}


def upgrade() -> None:
    op.create_table(
        "sent_form",
        sa.Column("id", sa.Integer(), nullable=False, comment=NOTES["id"]),
        sa.Column("mark", sa.String(), nullable=False, comment=NOTES["mark"]),
        sa.Column("content", sa.String(), nullable=False, comment=NOTES["content"]),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment=NOTES["at"]),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_form")),
        sa.UniqueConstraint("mark", name=op.f("uq_sent_form_mark")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_sent_form_at"), "sent_form", ["at"])


def downgrade() -> None:
    op.drop_table("sent_form")
