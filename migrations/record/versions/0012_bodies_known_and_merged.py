"""what is said of bodies is kept with an import, and bodies found to be one are merged"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BODIES = "what names of bodies nobody knew were said to mean: bodies by name, none for a new one"
FORUMS = "which forums of the register names that were not on it were said to mean"
FILLED = "what rows that leave a field blank are given, by field; empty for nothing, absent when not said"


def upgrade() -> None:
    op.add_column("saved_mapping", sa.Column("filled", sa.JSON(), nullable=True, comment=FILLED))
    op.add_column("import", sa.Column("bodies", sa.JSON(), nullable=True, comment=BODIES))
    op.add_column("import", sa.Column("forums", sa.JSON(), nullable=True, comment=FORUMS))
    op.create_table(
        "body_merge",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column("kept_id", sa.Integer(), nullable=False, comment="the body that stays"),
        sa.Column(
            "other_id", sa.Integer(), nullable=False, comment="number of the body found to be the same"
        ),
        sa.Column("name", sa.String(), nullable=False, comment="its name"),
        sa.Column("code", sa.String(), nullable=False, comment="its code"),
        sa.Column("other", sa.JSON(), nullable=False, comment="what it held, by column"),
        sa.Column(
            "lent", sa.JSON(), nullable=False, comment="names that the one that stays was given for it"
        ),
        sa.Column(
            "moved",
            sa.JSON(),
            nullable=False,
            comment="what was moved: table, row, column, what it held before and after",
        ),
        sa.Column(
            "dropped",
            sa.JSON(),
            nullable=False,
            comment="rows that would have stood there twice: table and what they held",
        ),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False, comment="when they were merged"),
        sa.ForeignKeyConstraint(["kept_id"], ["body.id"], name=op.f("fk_body_merge_kept_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_merge")),
        sqlite_autoincrement=True,
    )
    for name in ("kept_id", "other_id", "code"):
        op.create_index(f"ix_body_merge_{name}", "body_merge", [name])


def downgrade() -> None:
    op.drop_table("body_merge")
    op.drop_column("import", "forums")
    op.drop_column("import", "bodies")
    op.drop_column("saved_mapping", "filled")
