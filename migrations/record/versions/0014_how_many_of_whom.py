"""how many people of which groups were counted at an activity, and what made it easier to take part"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TALLIES = "how many people of which groups were counted: by group, its number and exact, about or at_least"

EASIER = {
    "in_evening": "whether it was in the evening: yes, no, or empty",
    "at_weekend": "whether it was at a weekend: yes, no, or empty",
    "childcare": "whether childcare was offered or paid for: yes, no, or empty",
    "travel_paid": "whether people's travel was paid for: yes, no, or empty",
}


def upgrade() -> None:
    tallies = sa.Column("tallies", sa.JSON(), nullable=True, comment=TALLIES)
    op.add_column("activity", tallies)
    for name, note in EASIER.items():
        column = sa.Column(name, sa.String(), server_default=sa.text("''"), nullable=False, comment=note)
        op.add_column("activity", column)


def downgrade() -> None:
    for name in (*EASIER, "tallies"):
        op.drop_column("activity", name)
