"""every table that is searched keeps its words, and the database keeps the index of them"""

import sqlalchemy as sa
from alembic import op

from engage.platform.data import search

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# By the table: what its words are made of, as it stood then.
MADE_OF = {
    "action": ("title", "owner_role"),
    "activity": ("search_text",),
    "body": ("name", "code"),
    "body_name": ("name",),
    "feedback": ("search_text",),
    "forum": ("search_text",),
    "meeting": ("search_text",),
    "organisation": ("search_text",),
    "panel": ("name", "code"),
    "person": ("search_text",),
    "population_figure": ("category", "source", "note"),
    "project": ("code", "title", "aim"),
    "story": ("title", "topic", "service"),
}


def upgrade() -> None:
    op.drop_table("register_word")
    for table, names in MADE_OF.items():
        found = _words_of_rows(table, names)
        if names == ("search_text",):
            op.drop_column(table, "search_text")
        op.add_column(
            table,
            sa.Column(
                "search_text",
                sa.String(),
                nullable=False,
                server_default=sa.text("''"),
                comment="the words it is found by, without capitals, accents and marks",
            ),
        )
        _fill(table, found)
        search.make_index(op.get_bind(), table, is_large=table in {"organisation", "person"})


def downgrade() -> None:
    for table, names in MADE_OF.items():
        search.drop_index(op.get_bind(), table)
        if names != ("search_text",):
            op.drop_column(table, "search_text")
    op.create_table(
        "register_word",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column(
            "word",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            nullable=False,
            comment="one word, in small letters and without marks",
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=True, comment="the organisation"),
        sa.Column("person_id", sa.Integer(), nullable=True, comment="the person"),
        sa.CheckConstraint(
            "(organisation_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_register_word_names_one")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_register_word_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_register_word_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_word")),
        sqlite_autoincrement=True,
    )
    for names in (
        ("organisation_id", "word"),
        ("person_id", "word"),
        ("word", "organisation_id"),
        ("word", "person_id"),
    ):
        op.create_index(f"ix_register_word_{'_'.join(names)}", "register_word", list(names))


def _words_of_rows(table: str, names: tuple[str, ...]) -> list[dict[str, object]]:
    rows = sa.table(table, sa.column("id"), *(sa.column(name) for name in names))
    found = op.get_bind().execute(sa.select(rows)).mappings()
    return [{"number": row["id"], "words": search.words_of(*(row[name] for name in names))} for row in found]


def _fill(table: str, found: list[dict[str, object]]) -> None:
    rows = sa.table(table, sa.column("id"), sa.column("search_text"))
    filled = sa.update(rows).where(rows.c.id == sa.bindparam("number"))
    if found:
        op.get_bind().execute(filled.values(search_text=sa.bindparam("words")), found)
