"""how often a job failed in a row, since when, that somebody wants it to run now; letters that are left"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

FAILURES = "how many times in a row it failed"
SINCE = "when it first failed, until it was told that it works again"
LAST = "when it last failed"
STATES = (
    "waiting, sending, sent, refused, given_up, held_back, unsure when nobody knows, or left at that",
    "waiting, sending, sent, refused, given_up, held_back, or unsure when nobody knows",
)
NEXT = "not before when it is tried", "not before when; while it is sent, until when it is somebody's"
WANTED = "when somebody asked for it to run now; empty once it did"


def upgrade() -> None:
    failures = sa.Column(
        "failures", sa.Integer(), server_default=sa.text("0"), nullable=False, comment=FAILURES
    )
    op.add_column("job_run", failures)
    for name, note in (("failing_since", SINCE), ("failed_at", LAST), ("wanted_at", WANTED)):
        op.add_column("job_run", sa.Column(name, sa.DateTime(timezone=True), nullable=True, comment=note))
    op.execute(
        "UPDATE job_run SET failures = 1, failing_since = started_at, failed_at = started_at "
        "WHERE outcome LIKE 'failed: %'"
    )
    _notes_of_letters(STATES[0], NEXT[0])


def downgrade() -> None:
    _notes_of_letters(STATES[1], NEXT[1])
    for name in ("wanted_at", "failed_at", "failing_since", "failures"):
        op.drop_column("job_run", name)


def _notes_of_letters(state: str, next_try: str) -> None:
    if op.get_bind().dialect.supports_comments:
        op.alter_column("letter", "state", comment=state)
        op.alter_column("letter", "next_try_at", comment=next_try)
