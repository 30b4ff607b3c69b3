"""evidence of three kinds: when a triage was entered, what a signature rests on, a second person's look"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

NO_TEXT = sa.text("''")
ENTERED = "when it was entered here; empty where that was not kept"
SEALS = "keyed hashes of what those records said then, in the same order"
POSTS = "the roles held by whoever said so, as they said it"
OWNER = "the role that answered for the requirement then"
LOOKED = "when the public address was last looked at"
FAULT = "what was wrong with the public address then; empty where it answered"
DATES = "the dates the requirement asks for, as they stand in it, by the field they answer"
PLACE = "where in it that stands"


def upgrade() -> None:
    op.add_column("duty_assessment", sa.Column("entered_on", sa.Date(), nullable=True, comment=ENTERED))
    _enter_those_known()
    for column in (
        sa.Column("seals", sa.JSON(), nullable=True, comment=SEALS),
        sa.Column("posts", sa.JSON(), nullable=True, comment=POSTS),
        sa.Column("owner", sa.String(), server_default=NO_TEXT, nullable=False, comment=OWNER),
    ):
        op.add_column("ruling", column)
    for column in (
        sa.Column("link_looked_on", sa.Date(), nullable=True, comment=LOOKED),
        sa.Column("link_fault", sa.String(), server_default=NO_TEXT, nullable=False, comment=FAULT),
        sa.Column("dates", sa.JSON(), nullable=True, comment=DATES),
        sa.Column("place", sa.String(), server_default=NO_TEXT, nullable=False, comment=PLACE),
    ):
        op.add_column("hand_evidence", column)
    verdict = "shows or does_not_show; empty until they looked"
    op.create_table(
        "second_look",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column("evidence_id", sa.Integer(), nullable=False, comment="the evidence"),
        sa.Column("asked_by_id", sa.Integer(), nullable=True, comment="account that asked"),
        sa.Column("asked_by_name", sa.String(), nullable=False, comment="name or post of who asked"),
        sa.Column("asked_of_id", sa.Integer(), nullable=True, comment="account that is to look"),
        sa.Column("asked_of_name", sa.String(), nullable=False, comment="name or post of who is to look"),
        sa.Column("asked_on", sa.Date(), nullable=False, comment="when they were asked"),
        sa.Column("verdict", sa.String(), nullable=False, comment=verdict),
        sa.Column("remark", sa.String(), nullable=False, comment="what they said of it"),
        sa.Column("looked_on", sa.Date(), nullable=True, comment="when they looked"),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f("fk_second_look_asked_by_id")),
        sa.ForeignKeyConstraint(["asked_of_id"], ["account.id"], name=op.f("fk_second_look_asked_of_id")),
        sa.ForeignKeyConstraint(
            ["evidence_id"],
            ["hand_evidence.id"],
            name=op.f("fk_second_look_evidence_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_look")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_second_look_evidence_id"), "second_look", ["evidence_id"])
    op.create_index(op.f("ix_second_look_asked_of_id"), "second_look", ["asked_of_id"])


def _enter_those_known() -> None:
    """Triages already there were entered when the trail says so."""
    entry = sa.table("audit_entry", sa.column("id", sa.Integer), sa.column("at", sa.DateTime(timezone=True)))
    change = sa.table(
        "audit_change",
        sa.column("entry_id", sa.Integer),
        sa.column("table", sa.String),
        sa.column("row_id", sa.Integer),
    )
    triage = sa.table("duty_assessment", sa.column("id", sa.Integer), sa.column("entered_on", sa.Date))
    first = (
        sa.select(change.c.row_id, sa.func.min(entry.c.at, type_=sa.DateTime(timezone=True)))
        .join_from(change, entry, entry.c.id == change.c.entry_id)
        .where(change.c.table == "duty_assessment")
        .group_by(change.c.row_id)
    )
    for number, at in op.get_bind().execute(first).all():
        told = sa.update(triage).where(triage.c.id == number).values(entered_on=at.date())
        op.execute(told)


def downgrade() -> None:
    op.drop_table("second_look")
    for table, columns in (
        ("hand_evidence", ("place", "dates", "link_fault", "link_looked_on")),
        ("ruling", ("owner", "posts", "seals")),
        ("duty_assessment", ("entered_on",)),
    ):
        for column in columns:
            op.drop_column(table, column)
