"""the audit trail only grows: the database itself refuses to change or remove an entry, save to blank its values"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

REFUSAL = "the audit trail only grows"
STAYS = ("id", "entry_id", "table", "row_id", "ref", "fingerprint")
# The fingerprint of a change is what the chain seals, so its values can go for good, salt and all, in one step.
IS_BLANKED = " AND ".join(
    [
        "OLD.salt IS NOT NULL AND NEW.salt IS NULL",
        *(f'NEW."{name}" = OLD."{name}"' for name in STAYS),
        *(f'(NEW."{name}" IS NULL) = (OLD."{name}" IS NULL)' for name in ("before", "after")),
        *(f"coalesce(CAST(NEW.\"{name}\" AS TEXT), '{{}}') = '{{}}'" for name in ("before", "after")),
    ]
)
TRIGGERS = {
    "audit_entry_no_update": ("UPDATE", "audit_entry", ""),
    "audit_entry_no_delete": ("DELETE", "audit_entry", ""),
    "audit_change_no_update": ("UPDATE", "audit_change", f"WHEN (NOT ({IS_BLANKED}))"),
    "audit_change_no_delete": ("DELETE", "audit_change", ""),
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name, (act, table, when) in TRIGGERS.items():
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} {when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    for name, (act, table, when) in TRIGGERS.items():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW {when} "
            "EXECUTE FUNCTION refuse_audit_change()"
        )
    for table in ("audit_entry", "audit_change"):
        op.execute(
            f"CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in TRIGGERS:
            op.execute(f"DROP TRIGGER {name}")
        return
    for name, (_, table, _) in TRIGGERS.items():
        op.execute(f"DROP TRIGGER {name} ON {table}")
    for table in ("audit_entry", "audit_change"):
        op.execute(f"DROP TRIGGER {table}_is_never_emptied ON {table}")
    op.execute("DROP FUNCTION refuse_audit_change()")
