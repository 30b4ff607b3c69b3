"""acts on many records that go on in a process of their own"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

NOTE = "raised at each change, so that two people cannot overwrite one another"


def upgrade() -> None:
    op.create_table(
        "long_act",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column("name", sa.String(), nullable=False, comment="what is done, such as stakeholders.tag"),
        sa.Column(
            "given", sa.JSON(), nullable=False, comment="what was typed for it; empty once it has ended"
        ),
        sa.Column(
            "numbers", sa.JSON(), nullable=False, comment="the records it is about; none once it has ended"
        ),
        sa.Column("total", sa.Integer(), nullable=False, comment="how many records it is about"),
        sa.Column("state", sa.String(), nullable=False, comment="going, done or refused"),
        sa.Column("came_of", sa.String(), nullable=False, comment="what came of it, or why it was refused"),
        sa.Column("back", sa.String(), nullable=False, comment="address of the page to show afterwards"),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False, comment="when it last began"),
        sa.Column("by_id", sa.Integer(), nullable=False, comment="account that does it"),
        sa.Column("version", sa.Integer(), nullable=False, comment=NOTE),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_long_act")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_long_act_by_id"), "long_act", ["by_id"])


def downgrade() -> None:
    op.drop_table("long_act")
