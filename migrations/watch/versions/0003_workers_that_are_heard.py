"""workers, and when something was last heard of each"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NOTES = {
    "id": "number of the row",
    "name": "machine and number of the process",
    "is_active": "whether it runs the jobs, or stands by",
    "since": "since when",
    "heard_at": "when something was last heard of it",
}


def upgrade() -> None:
    op.create_table(
        "worker",
        sa.Column("id", sa.Integer(), nullable=False, comment=NOTES["id"]),
        sa.Column("name", sa.String(), nullable=False, comment=NOTES["name"]),
        sa.Column("is_active", sa.Boolean(), nullable=False, comment=NOTES["is_active"]),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False, comment=NOTES["since"]),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False, comment=NOTES["heard_at"]),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker")),
        sa.UniqueConstraint("name", name=op.f("uq_worker_name")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("worker")
