"""where a form led that was sent and done, for whoever sends it again"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NOTES = {
    "id": "number of the row",
    "mark": "mark of the form among those that were sent",
    "location": "address of the page it led to, perhaps with words searched for; empty where it led to none",
    "told": "the sentences shown there, as the cookie holds them",
    "at": "when it was done",
}


def upgrade() -> None:
    op.create_table(
        "sent_form_outcome",
        sa.Column("id", sa.Integer(), nullable=False, comment=NOTES["id"]),
        sa.Column("mark", sa.String(), nullable=False, comment=NOTES["mark"]),
        sa.Column("location", sa.String(), nullable=False, comment=NOTES["location"]),
        sa.Column("told", sa.String(), nullable=False, comment=NOTES["told"]),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment=NOTES["at"]),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_form_outcome")),
        sa.UniqueConstraint("mark", name=op.f("uq_sent_form_outcome_mark")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_sent_form_outcome_at"), "sent_form_outcome", ["at"])


def downgrade() -> None:
    op.drop_table("sent_form_outcome")
