"""What was recorded in the first tables is all there after an upgrade to these, and its trail is whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from engage.accounts.models import Account
from engage.activities.models import Activity
from engage.feedback.models import Feedback
from engage.platform.data import revisions, verifying
from engage.platform.data.db import DATABASES, record, session
from engage.platform.processes import upkeep
from tests.pages.visitor import Visitor

pytestmark = pytest.mark.both_databases

FIRST = "0001"
ROWS = Path(__file__).parents[1] / "data" / "record_at_0001.sql"
TABLES = tuple(
    line.split()[2] for line in ROWS.read_text(encoding="utf-8").splitlines() if line.startswith("INSERT")
)

NUMBERS = "SELECT setval(pg_get_serial_sequence('{0}', 'id'), (SELECT max(id) FROM {0}))"  # as rows there had


def statements() -> Iterator[str]:
    told = ROWS.read_text(encoding="utf-8").partition("\n")[2]
    return (statement for statement in told.split(";\n") if statement.strip())


def rows_at_first() -> dict[str, list[tuple[str, ...]]]:
    """Every row, in the columns that its table had at first; words for searching are made anew since."""
    found = {}
    for statement in statements():
        name, columns = statement.split()[2], statement.partition("(")[2].partition(")")[0]
        asked = text(f"SELECT {columns.replace(' search_text,', '')} FROM {name} ORDER BY 1")
        with record.engine.connect() as connection:
            found[name] = [tuple(map(str, row)) for row in connection.execute(asked)]
    return found


@pytest.fixture
def at_first(app: Flask) -> dict[str, list[tuple[str, ...]]]:
    """An installation as it stood then, with the rows of that time."""
    for one in DATABASES:
        one.downgrade("base")
        one.engine.dispose()
    with revisions.at_any():
        record.upgrade(FIRST)
        with record.engine.begin() as connection, closing(connection.connection.cursor()) as cursor:
            if record.is_postgresql:
                cursor.execute("SET LOCAL TIME ZONE 'UTC'")
            for statement in (*statements(), *(NUMBERS.format(table) for table in TABLES)):
                if record.is_postgresql or not statement.startswith("SELECT"):
                    cursor.execute(statement)  # as it stands: percent signs are people's own
        return rows_at_first()


def test_an_installation_of_the_first_revision_is_brought_up_to_date_with_all_it_holds(
    at_first: dict[str, list[tuple[str, ...]]], app: Flask
) -> None:
    for one in DATABASES:
        one.engine.dispose()
        one.upgrade()
    assert upkeep.begin_seals()
    entries = len(at_first["audit_entry"])
    assert verifying.verify() == verifying.Verdict(entries + 1, None, "", keyed_from=entries + 1)
    after = rows_at_first()
    changed = {name for name, rows in at_first.items() if after[name][: len(rows)] != rows}
    assert changed == {"audit_head"}

    officer = Visitor(app)
    officer.sign_in(session().get_one(Account, 1))
    activity, heard = session().get_one(Activity, 1), session().get_one(Feedback, 1)
    assert officer.visit("/activities").says("Café Ørsted – 50% off “transport” talk; Zoë's café")
    assert officer.visit(f"/activities/{activity.id}").says("Walk-in centre drop-in at the library")
    assert officer.visit(f"/feedback/{heard.id}").says("More buses to New Cross; it's 'unsafe' after dark")
    assert officer.visit("/activities?words=bilston").says("Forum at Bilston")
