"""answers of the triage: what a project sets off, said by it or by each local authority"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

AUTHORITY = "the local authority whose own view it is; empty where the project answers"
WITHDRAWN = "when it was taken back, or another answer took its place"


def upgrade() -> None:
    op.create_table(
        "triage_answer",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column("project_id", sa.Integer(), nullable=False, comment="the project"),
        sa.Column("trigger", sa.String(), nullable=False, comment="what was asked, such as purchase"),
        sa.Column("authority", sa.String(), nullable=False, comment=AUTHORITY),
        sa.Column("answer", sa.String(), nullable=False, comment="yes or no"),
        sa.Column(
            "reason", sa.String(), nullable=False, comment="why, or for an authority who said so and how"
        ),
        sa.Column("said_on", sa.Date(), nullable=False, comment="the day on which it was said"),
        sa.Column("by_id", sa.Integer(), nullable=True, comment="account that put it on record"),
        sa.Column("by_name", sa.String(), nullable=False, comment="name or post of who put it on record"),
        sa.Column("entered_on", sa.Date(), nullable=False, comment="when it was put on record"),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True, comment=WITHDRAWN),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_triage_answer_by_id")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_triage_answer_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_triage_answer")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_triage_answer_project_id"), "triage_answer", ["project_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_triage_answer_project_id"), table_name="triage_answer")
    op.drop_table("triage_answer")
