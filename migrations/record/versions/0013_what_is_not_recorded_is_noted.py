"""an answer may have no state on record, and an activity no status"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

STATUS = "planned, open, completed, feedback_collected, fed_back or cancelled"
ANSWER = "done, doing, cannot or no_answer"
NOW = (
    ("activity", "status", f"{STATUS}; empty when not recorded"),
    ("feedback", "answer", "done, doing, cannot, answered where nobody said which of these, or no_answer"),
)
BEFORE = (("activity", "status", STATUS), ("feedback", "answer", ANSWER))


def upgrade() -> None:
    _note(NOW)


def downgrade() -> None:
    _note(BEFORE)


def _note(notes: tuple[tuple[str, str, str], ...]) -> None:
    if op.get_bind().dialect.supports_comments:
        for table, column, comment in notes:
            op.alter_column(table, column, comment=comment)
