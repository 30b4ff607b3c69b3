"""the latest meetings of a forum are found without reading its others"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_meeting_forum_id_sorts_on", "meeting", ["forum_id", "sorts_on"])
    op.drop_index("ix_meeting_forum_id", table_name="meeting")


def downgrade() -> None:
    op.create_index("ix_meeting_forum_id", "meeting", ["forum_id"])
    op.drop_index("ix_meeting_forum_id_sorts_on", table_name="meeting")
