"""the name beside an entry of the trail can give way to the title of the post; all else in it stays refused"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

REFUSAL = "the audit trail only grows"
# The name stands outside the fingerprint of an entry, so that it can go when its time is over.
STAYS = "id, at, actor_id, event, fields, changes_fingerprint, previous, fingerprint"


def upgrade() -> None:
    _refuse_again(f"UPDATE OF {STAYS}")


def downgrade() -> None:
    _refuse_again("UPDATE")


def _refuse_again(update: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_entry_no_update")
        op.execute(
            f"CREATE TRIGGER audit_entry_no_update BEFORE {update} ON audit_entry "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
        return
    op.execute("DROP TRIGGER audit_entry_no_update ON audit_entry")
    op.execute(
        f"CREATE TRIGGER audit_entry_no_update BEFORE {update} ON audit_entry "
        "FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()"
    )
