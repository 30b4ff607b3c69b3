"""entries of the trail are sealed with a key that is not in the database, names beside them too"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

REFUSAL = "the audit trail only grows"
STAYS = "id, at, actor_id, event, fields, changes_fingerprint, previous, fingerprint"
SEALS = "name_seal, seal, sealed_with"
SALT = "name_salt"
NOTES = {
    SALT: "random, so that the seal betrays no name; empty once the name is taken away",
    "name_seal": "keyed hash of the salt and the name; it stays when the name goes",
    "seal": "keyed hash of the fingerprint and the seal of the name; empty before the trail was keyed",
    "sealed_with": "mark of the key, which tells keys apart and gives none away",
}
# A name can go, but only for good: with the salt, without which its seal says nothing of it.
KEEPS_SALT = f"WHEN (NEW.{SALT} IS NOT NULL)"


def upgrade() -> None:
    for name, note in NOTES.items():
        op.add_column("audit_entry", sa.Column(name, sa.String(), nullable=True, comment=note))
    head = "keyed hash of both; empty before the trail was keyed"
    op.add_column("audit_head", sa.Column("seal", sa.String(), nullable=True, comment=head))
    _drop("audit_entry_no_update")
    _refuse("audit_entry_no_update", f"{STAYS}, {SEALS}", "")
    _refuse("audit_entry_no_other_name", f"actor_name, {SALT}", KEEPS_SALT)


def downgrade() -> None:
    _drop("audit_entry_no_other_name")
    _drop("audit_entry_no_update")
    op.drop_column("audit_head", "seal")
    for name in reversed(NOTES):
        op.drop_column("audit_entry", name)
    _refuse("audit_entry_no_update", STAYS, "")


def _drop(name: str) -> None:
    op.execute(f"DROP TRIGGER {name}" + ("" if _is_sqlite() else " ON audit_entry"))


def _refuse(name: str, columns: str, when: str) -> None:
    trigger = f"CREATE TRIGGER {name} BEFORE UPDATE OF {columns} ON audit_entry FOR EACH ROW {when} "
    refusal = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    op.execute(trigger + (refusal if _is_sqlite() else "EXECUTE FUNCTION refuse_audit_change()"))


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
