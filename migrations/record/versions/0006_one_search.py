"""every table that is searched keeps its words, and the database keeps the index of them"""

import sqlalchemy as sa
from alembic import op

from engage.platform.data import search
from engage.rules.words import search_words

revision = "0006"
down_revision = "0005"
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
    "meeting": ("forum", "when_words", "venue", "main_items", "outcome", "notes", "source"),
    "organisation": ("search_text",),
    "panel": ("name", "code"),
    "person": ("search_text",),
    "population_figure": ("category", "source", "note"),
    "project": ("code", "title", "aim"),
    "story": ("title", "topic", "service"),
}
LARGE = {"organisation", "person"}
HAD_WORDS = {"activity", "feedback", "forum", "meeting", "organisation", "person"}
# Meetings alone were found by names of people.
WITH_NAMES = {"meeting": ("attended_words",)}


def upgrade() -> None:
    op.drop_table("register_word")
    for table, names in MADE_OF.items():
        found = _words_of_rows(table, names)
        if table in HAD_WORDS:
            op.drop_column(table, "search_text")
        _keep(table, "search_text", found)
        if people := WITH_NAMES.get(table):
            _keep(table, "names_text", _words_of_rows(table, people))
        search.make_index(op.get_bind(), table, _kept_in(table), is_large=table in LARGE)


def downgrade() -> None:
    for table in MADE_OF:
        search.drop_index(op.get_bind(), table)
        if table not in HAD_WORDS:
            op.drop_column(table, "search_text")
        if table in WITH_NAMES:
            op.drop_column(table, "names_text")
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


def _kept_in(table: str) -> tuple[str, ...]:
    return ("search_text", "names_text") if table in WITH_NAMES else ("search_text",)


def _words_of_rows(table: str, names: tuple[str, ...]) -> list[dict[str, object]]:
    rows = sa.table(table, sa.column("id"), sa.column("forum_id"), *(sa.column(name) for name in names))
    columns = [_forums_name(rows) if name == "forum" else rows.c[name] for name in names]
    found = op.get_bind().execute(sa.select(rows.c.id, *columns))
    return [{"number": number, "words": search_words(*texts)} for number, *texts in found]


def _forums_name(meetings: sa.TableClause) -> sa.ScalarSelect[str]:
    forums = sa.table("forum", sa.column("id"), sa.column("name"))
    return sa.select(forums.c.name).where(forums.c.id == meetings.c.forum_id).scalar_subquery()


def _keep(table: str, name: str, found: list[dict[str, object]]) -> None:
    comment = "the words it is found by, without capitals, accents and marks"
    op.add_column(
        table, sa.Column(name, sa.String(), nullable=False, server_default=sa.text("''"), comment=comment)
    )
    rows = sa.table(table, sa.column("id"), sa.column(name))
    filled = sa.update(rows).where(rows.c.id == sa.bindparam("number"))
    if found:
        op.get_bind().execute(filled.values({name: sa.bindparam("words")}), found)
