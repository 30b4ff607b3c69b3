"""What members say of themselves stands apart from them: nobody can tell whose an answer is."""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select, text
from sqlalchemy.exc import IntegrityError

from engage.panels import queries
from engage.panels.members import characteristics, service
from engage.panels.models import Characteristic, Panel, PanelMember
from engage.platform.data import audit, verifying
from engage.platform.data.audit import AuditChange, AuditEntry
from engage.platform.data.db import record, session
from engage.platform.data.tables import NOT_COPIED, Privacy
from engage.platform.data.transactions import one_transaction
from engage.platform.offers import personal
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from tests.builders import make_body
from tests.conftest import VisitorAs
from tests.panels.made import leave, make_member, make_panel

AGES = ("U16", "16-17", "18-24", "25-34", "35-44", "45-54", "55-64", "65-74", "75-84", "85+")


@pytest.fixture
def panel(app: Flask) -> Panel:
    return make_panel(make_body("Wolverhampton CCG"))


def rows() -> list[Characteristic]:
    return list(session().scalars(select(Characteristic).order_by(Characteristic.id)))


def ages_in(order: str) -> list[str]:
    return list(session().scalars(text(f"SELECT answer FROM characteristic ORDER BY {order}")))


@pytest.mark.both_databases
def test_the_order_of_rows_is_not_the_order_in_which_members_joined(app: Flask) -> None:
    """Ten members who each said another age: numbers and places in the table are drawn by lot."""
    panel = make_panel(make_body("Wolverhampton CCG"))
    for age in AGES:
        make_member(panel, age=age)
    place = "rowid" if record.engine.dialect.name == "sqlite" else "ctid"
    for order in ("id", place):
        assert sorted(ages_in(order)) == sorted(AGES)
        assert ages_in(order) not in (list(AGES), list(reversed(AGES))), order


@pytest.mark.both_databases
def test_a_row_does_not_tell_when_it_came(app: Flask) -> None:
    """Each time one member answers, the rows of all are written afresh: no number and no moment stays."""
    panel = make_panel(make_body("Wolverhampton CCG"))
    for age in AGES[:5]:
        make_member(panel, age=age)
    before = {row.id for row in rows()}
    make_member(panel, age="85+")
    session().expire_all()
    assert not before & {row.id for row in rows()}
    if record.engine.dialect.name == "postgresql":
        moments = session().scalars(text("SELECT DISTINCT xmin::text FROM characteristic")).all()
        assert len(moments) == 1


def test_whoever_has_both_tables_but_not_the_secret_cannot_match_them(panel: Panel) -> None:
    """Every column of a member, alone or hashed in the usual ways, is tried against every fingerprint."""
    members = [make_member(panel, age=age, race="A", sex="F") for age in AGES]
    known: set[str] = set()
    for member in members:
        columns = {column.key: getattr(member, column.key) for column in PanelMember.__table__.columns}
        for words in (*map(str, columns.values()), f"{panel.id}:{member.id}", f"{panel.id}:{member.id}:age"):
            known |= {words, *(make(words.encode()).hexdigest() for make in (hashlib.md5, hashlib.sha256))}
    fingerprints = {row.keyed for row in rows()}
    assert len(fingerprints) == 30  # not even the answers of one person have a fingerprint in common
    assert not fingerprints & known


def test_with_another_secret_nothing_is_found(
    panel: Panel, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = make_member(panel, age="25-34")
    assert characteristics.answers_of(panel.id, [member.id], "age") == {member.id: "25-34"}
    monkeypatch.setitem(app.config, "GUARD_KEY", b"a key of another installation altogether")
    assert characteristics.answers_of(panel.id, [member.id], "age") == {}
    assert characteristics.who_answered(panel.id, [member.id]) == set()


def test_no_column_of_an_answer_leads_to_a_person_or_a_time() -> None:
    columns = Characteristic.__table__.columns
    assert set(columns.keys()) == {"id", "panel_id", "keyed", "characteristic", "answer"}
    assert {key.column.table.name for key in Characteristic.__table__.foreign_keys} == {"panel"}
    assert columns["answer"].info["privacy"] is Privacy.CHARACTERISTIC
    assert {Privacy.CHARACTERISTIC, Privacy.SECRET} <= NOT_COPIED


def test_the_trail_names_the_panel_and_neither_the_member_nor_an_answer(panel: Panel) -> None:
    member = make_member(panel, age="75-84", religion="SIK")
    service.take_away_answers(SYSTEM, panel, member)
    wanted = select(AuditEntry).where(
        AuditEntry.event.in_([service.answers_kept.name, service.answers_taken_away.name])
    )
    for entry in session().scalars(wanted):
        assert entry.fields == {"panel_id": panel.id}
    for change in session().scalars(select(AuditChange)):
        assert change.table != "characteristic"
        assert "75-84" not in str(change.after)
        assert "SIK" not in str(change.after)
    assert verifying.verify().why == ""


def test_answers_are_replaced_one_by_one_and_the_others_stay(panel: Panel) -> None:
    member = make_member(panel, age="25-34", sex="F")
    service.keep_answers(SYSTEM, panel, member, {"age": "35-44"})
    assert {(row.characteristic, row.answer) for row in rows()} == {("age", "35-44"), ("sex", "F")}


def test_to_prefer_not_to_say_is_an_answer_and_not_to_be_asked_is_none(panel: Panel) -> None:
    silent = make_member(panel)
    refused = make_member(panel, age="PNTS")
    assert characteristics.who_answered(panel.id, [silent.id, refused.id]) == {refused.id}
    assert characteristics.answers_of(panel.id, [silent.id, refused.id], "age") == {refused.id: "PNTS"}


@pytest.mark.parametrize("answers", [{"age": "NR"}, {"age": "a secret"}, {"height": "tall"}, {"carer": "0"}])
def test_what_is_no_answer_is_refused_in_words_that_do_not_repeat_it(
    panel: Panel, answers: dict[str, str]
) -> None:
    member = make_member(panel)
    with pytest.raises(Refused) as refused:
        service.keep_answers(SYSTEM, panel, member, answers)
    assert not [answer for answer in answers.values() if answer in refused.value.reason.split()]
    assert rows() == []


def test_answers_go_with_the_member_whose_they_are_and_no_others(panel: Panel) -> None:
    stays, goes = make_member(panel, age="25-34", sex="F"), make_member(panel, age="65-74", sex="M")
    service.take_away_answers(SYSTEM, panel, goes)
    assert {row.answer for row in rows()} == {"25-34", "F"}
    assert characteristics.who_answered(panel.id, [stays.id, goes.id]) == {stays.id}


def test_the_person_themselves_gets_their_answers_in_words_and_can_have_them_erased(panel: Panel) -> None:
    member = make_member(panel, age="PNTS", sex="F")
    make_member(panel, age="25-34")
    told = personal.kept_apart(member.person_id)
    assert told["What they said of themselves in panels"] == [{"Age": "Prefer not to say"}, {"Sex": "Female"}]
    erase(member.person_id)
    assert personal.kept_apart(member.person_id).get("What they said of themselves in panels") is None
    assert [row.answer for row in rows()] == ["25-34"]


def test_answers_stay_until_their_time_is_over_after_a_member_left_and_are_counted_no_longer(
    panel: Panel,
) -> None:
    member = make_member(panel, age="25-34")
    leave(panel, member)
    assert len(rows()) == 1
    assert queries.members_of(panel) == []


@pytest.fixture
def statements(app: Flask) -> Iterator[io.StringIO]:
    """Everything any logger says while this lasts, faults of the database among it."""
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    logging.getLogger().addHandler(handler)
    yield heard
    logging.getLogger().removeHandler(handler)


def test_a_fault_of_the_database_is_told_without_the_answers_that_were_sent(
    panel: Panel, app: Flask, statements: io.StringIO, visitor_as: VisitorAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = make_member(panel)
    person = visitor_as("engagement_officer")
    page = person.visit(f"/panels/patient-panel/members/{member.id}/answers")
    token = page.form("Keep the answers")
    app.config["PROPAGATE_EXCEPTIONS"] = False

    said = "".join(("S", "IK"))  # apart, for the lines of this test stand in the log of the fault

    def spoil(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("INSERT INTO characteristic"):
            raise IntegrityError(statement, {"answer": said}, Exception("disk"), hide_parameters=True)

    event.listen(record.engine, "before_cursor_execute", spoil)
    try:
        answer = person.fetch(
            f"/panels/patient-panel/members/{member.id}/answers",
            "POST",
            data=dict(token.sent) | {"answer_religion": said},
        )
    finally:
        event.remove(record.engine, "before_cursor_execute", spoil)
    assert answer.status_code == 500
    assert said not in answer.get_data(as_text=True)
    assert statements.getvalue()
    assert said not in statements.getvalue()


def test_the_database_is_asked_never_to_repeat_what_it_was_sent(app: Flask) -> None:
    assert record.engine.hide_parameters


ERASED = audit.Event("test.answers-erased")


@one_transaction
def erase(person_id: int) -> None:
    ERASED(SYSTEM)
    assert personal.erase_apart([person_id])["What they said of themselves in panels"] == 2
