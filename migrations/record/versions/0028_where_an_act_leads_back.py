"""where an act on many leads back to may hold words that somebody searched for"""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

NOTE = "address of the page to show afterwards"


def upgrade() -> None:
    _note(f"{NOTE}, perhaps with words searched for")


def downgrade() -> None:
    _note(NOTE)


def _note(note: str) -> None:
    if op.get_bind().dialect.supports_comments:
        op.alter_column("long_act", "back", comment=note)
