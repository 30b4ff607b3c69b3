"""Nothing changes without one audit entry, and nothing is taken out of the trail unseen."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import current_app
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DatabaseError

from engage.accounts import service as accounts
from engage.organisation.models import AssuranceAim, Body
from engage.platform.data import audit, transactions, verifying
from engage.platform.data.audit import AuditChange, AuditEntry, SilentWrite
from engage.platform.data.db import record, save, session
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import SYSTEM, Actor
from engage.rules.errors import Refused
from tests.builders import make_account, make_actor, make_body
from tests.harness.queries import queries_asked
from tests.platform.tampering import by_hand, tamper

pytestmark = pytest.mark.usefixtures("app")

renamed = audit.Event("test.body-renamed", "body_id")
aimed = audit.Event("test.aim-set", "body_id", "position")


@one_transaction
def rename(actor: Actor, body: Body, name: str) -> None:
    body.name = name
    renamed(actor, body_id=body.id)


@one_transaction
def rename_in_silence(body: Body, name: str) -> None:
    body.name = name


@one_transaction
def rename_and_aim(actor: Actor, body: Body, name: str) -> None:
    rename(actor, body, name)
    save(AssuranceAim(body_id=body.id, position=1, text="Reduce health inequalities"))
    aimed(actor, body_id=body.id, position=1)


def entries() -> list[AuditEntry]:
    return list(session().scalars(select(AuditEntry).order_by(AuditEntry.id)))


def newest_changes() -> list[AuditChange]:
    return audit.changes_of(entries()[-1].id)


@pytest.fixture
def body() -> Body:
    return make_body("Wolverhampton CCG")


@pytest.mark.both_databases
def test_a_verb_leaves_one_entry_with_what_was_there_before_and_after(body: Body) -> None:
    governance = make_actor("governance_lead")
    before = len(entries())
    rename(governance, body, "NHS Wolverhampton CCG")
    assert len(entries()) == before + 1
    entry = entries()[-1]
    assert (entry.event, entry.fields) == ("test.body-renamed", {"body_id": body.id})
    assert (entry.actor_id, entry.actor_name) == (governance.id, "Governance lead")
    [change] = newest_changes()
    assert (change.table, change.row_id, change.ref) == ("body", body.id, f"body:{body.id}")
    assert change.before == {"name": "Wolverhampton CCG"}
    assert change.after == {"name": "NHS Wolverhampton CCG"}


def test_a_new_row_and_one_taken_away_are_kept_whole(body: Body) -> None:
    @one_transaction
    def set_aim() -> AssuranceAim:
        aimed(SYSTEM, body_id=body.id, position=2)
        return save(
            AssuranceAim(body_id=body.id, position=2, text="Involve people", from_on=date(2019, 4, 1))
        )

    @one_transaction
    def drop(aim: AssuranceAim) -> None:
        session().delete(aim)
        aimed(SYSTEM, body_id=body.id, position=2)

    aim = set_aim()
    [made] = newest_changes()
    assert made.before is None
    assert made.after is not None
    assert made.after["from_on"] == "2019-04-01"
    drop(aim)
    [gone] = newest_changes()
    assert (gone.before, gone.after) == (made.after, None)
    assert gone.ref == f"body:{body.id}", "what belongs to a body is part of the history of the body"


def test_old_values_are_kept_for_a_row_read_again_after_a_commit(body: Body) -> None:
    rename(SYSTEM, body, "NHS Wolverhampton CCG")  # the commit lets go of everything that was read
    rename(SYSTEM, body, "Black Country and West Birmingham CCG")
    [change] = newest_changes()
    assert change.before == {"name": "NHS Wolverhampton CCG"}


def test_a_value_set_to_what_it_was_is_no_change(body: Body) -> None:
    rename(SYSTEM, body, body.name)
    assert newest_changes() == []


def test_a_verb_that_changes_rows_and_records_no_event_is_refused(body: Body) -> None:
    with pytest.raises(SilentWrite, match="Rows of body changed, but the verb recorded no event"):
        rename_in_silence(body, "Another")
    assert body.name == "Wolverhampton CCG"


def test_a_verb_records_one_event_and_not_two(body: Body) -> None:
    @one_transaction
    def twice() -> None:
        renamed(SYSTEM, body_id=body.id)
        aimed(SYSTEM, body_id=body.id, position=1)

    with pytest.raises(SilentWrite, match=r"One verb, one entry: .*test\.body-renamed, test\.aim-set"):
        twice()


def test_a_verb_called_by_a_verb_joins_its_entry(body: Body) -> None:
    before = len(entries())
    rename_and_aim(SYSTEM, body, "NHS Wolverhampton CCG")
    assert len(entries()) == before + 1
    assert entries()[-1].event == "test.aim-set"
    assert {change.table for change in newest_changes()} == {"body", "assurance_aim"}


def test_an_event_of_a_verb_within_does_not_speak_for_the_one_around_it(body: Body) -> None:
    @one_transaction
    def around() -> None:
        rename(SYSTEM, body, "NHS Wolverhampton CCG")

    with pytest.raises(SilentWrite, match="recorded no event"):
        around()
    assert body.name == "Wolverhampton CCG"


def test_a_verb_within_that_failed_cannot_be_passed_over(body: Body) -> None:
    @one_transaction
    def fails_half_way() -> None:
        body.name = "Half done"
        session().flush()
        raise Refused("no")

    @one_transaction
    def around() -> None:
        renamed(SYSTEM, body_id=body.id)
        with pytest.raises(Refused):
            fails_half_way()

    with pytest.raises(SilentWrite, match="failed half way"):
        around()
    assert body.name == "Wolverhampton CCG"


def test_an_event_takes_exactly_its_fields(body: Body) -> None:
    @one_transaction
    def say_too_little() -> None:
        aimed(SYSTEM, body_id=body.id)

    with pytest.raises(
        ValueError, match=r"test\.aim-set records \['body_id', 'position'\], not \['body_id'\]"
    ):
        say_too_little()


def test_an_event_is_declared_once() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        audit.Event("test.body-renamed", "body_id")


def test_an_event_outside_a_verb_is_refused() -> None:
    with pytest.raises(SilentWrite, match="only be recorded inside a verb"):
        renamed(SYSTEM, body_id=1)


def test_a_write_outside_a_verb_is_refused(body: Body) -> None:
    body.name = "Silently changed"
    with pytest.raises(SilentWrite, match="Body was changed outside a verb"):
        session().flush()
    session().rollback()
    session().add(Body(code="x", name="X", kind="CCG"))
    with pytest.raises(SilentWrite, match="outside a verb"):
        session().flush()


@pytest.mark.parametrize(
    "statement",
    [
        update(Body).values(name="All alike"),
        delete(Body),
        insert(Body).values(code="x", name="X", kind="CCG"),
    ],
    ids=["update", "delete", "insert"],
)
def test_a_bulk_statement_is_refused_even_in_a_verb(body: Body, statement: Any) -> None:
    @one_transaction
    def in_bulk() -> None:
        renamed(SYSTEM, body_id=body.id)
        session().execute(statement)

    with pytest.raises(SilentWrite, match="would leave no old values"):
        in_bulk()
    assert body.name == "Wolverhampton CCG"


def test_neither_secrets_nor_what_identifies_an_account_is_copied() -> None:
    account = make_account("clinical_lead", password="three random words")
    kept = str(
        [(change.before, change.after) for entry in entries() for change in audit.changes_of(entry.id)]
    )
    assert "wolverhampton.example" not in kept
    assert "argon2" not in kept
    accounts.set_password(SYSTEM, account, "three further words")
    [change] = [change for change in newest_changes() if change.table == "credential"]
    assert change.before is not None
    assert change.before["secret"] == audit.NOT_KEPT, "that it changed is kept, and not what it was"


def make_history() -> Body:
    body = make_body("Dudley CCG")
    for name in ("NHS Dudley CCG", "NHS Dudley Clinical Commissioning Group"):
        rename(SYSTEM, body, name)
    return body


@pytest.mark.both_databases
def test_a_trail_left_alone_is_whole() -> None:
    make_history()
    verdict = verifying.verify()
    assert (verdict.entries, verdict.broken_at, verdict.why) == (len(entries()), None, "")


PUT_IN = (
    "INSERT INTO audit_entry (id, at, actor_name, event, fields, changes_fingerprint, previous, fingerprint) "
    "SELECT 9, at, actor_name, event, fields, changes_fingerprint, fingerprint, 'x' FROM audit_entry "
    "WHERE id = 3"
)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("statements", "why"),
    [
        (["UPDATE audit_entry SET event = 'test.aim-set' WHERE id = 2"], "the entry itself was altered"),
        (
            ["UPDATE audit_entry SET at = '2001-01-01 00:00:00+00' WHERE id = 2"],
            "the entry itself was altered",
        ),
        (["UPDATE audit_entry SET actor_id = 77 WHERE id = 2"], "the entry itself was altered"),
        (
            ['UPDATE audit_change SET before = \'{"name": "X"}\' WHERE entry_id = 2'],
            "the changes kept with it",
        ),
        (
            ["UPDATE audit_change SET ref = 'body:99' WHERE entry_id = 2"],
            "the changes kept with it were altered",
        ),
        (["DELETE FROM audit_change WHERE entry_id = 2"], "the changes kept with it were altered"),
        (
            ["DELETE FROM audit_change WHERE entry_id = 2", "DELETE FROM audit_entry WHERE id = 2"],
            "an entry before it was removed or replaced",
        ),
        (
            ["DELETE FROM audit_change WHERE entry_id = 3", "DELETE FROM audit_entry WHERE id = 3"],
            "entries at the end are missing",
        ),
        (
            [PUT_IN],
            "the changes kept with it were altered",
        ),
    ],
    ids=[
        "event",
        "moment",
        "person",
        "old value",
        "whose",
        "change gone",
        "entry gone",
        "end gone",
        "put in",
    ],
)
def test_whatever_is_done_to_the_trail_by_hand_is_found(statements: list[str], why: str) -> None:
    make_history()
    assert [entry.id for entry in entries()] == [1, 2, 3]
    tamper(*statements)
    assert why in verifying.verify().why


@pytest.mark.both_databases
def test_an_entry_put_in_with_fingerprints_of_its_own_bears_no_seal() -> None:
    make_history()
    newest = entries()[-1]
    values = {
        "at": newest.at,
        "actor_name": "Nobody",
        "event": "test.aim-set",
        "fields": {},
        "changes_fingerprint": audit.fingerprint_of([]),
        "previous": newest.fingerprint,
    }
    values["fingerprint"] = audit.entry_fingerprint(AuditEntry(**values))
    session().rollback()
    with record.engine.begin() as connection:
        connection.execute(insert(AuditEntry).values(**values))
    assert verifying.verify().why == "it bears no seal, though entries before it do"


@pytest.mark.both_databases
@pytest.mark.parametrize("table", ["audit_entry", "audit_change"])
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_the_trail(table: str, act: str) -> None:
    make_history()
    with pytest.raises(DatabaseError, match="the audit trail only grows"):
        by_hand(act.format(table))


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_postgresql_refuses_to_empty_the_trail() -> None:
    make_history()
    with pytest.raises(DatabaseError, match="the audit trail only grows"):
        by_hand("TRUNCATE audit_entry CASCADE")


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_the_trail_is_whole_wherever_the_server_thinks_it_is() -> None:
    make_history()
    by_hand(f"ALTER DATABASE {record.engine.url.database} SET timezone = 'Asia/Kolkata'")
    record.engine.dispose()
    assert verifying.verify().why == ""


blanked = audit.Event("test.blanked")


@pytest.mark.both_databases
def test_what_was_blanked_is_gone_for_good_and_told_by_whom_and_why() -> None:
    body = make_history()
    governance = make_actor("governance_lead")

    @one_transaction
    def blank_history() -> None:
        audit.blank(
            [change for _, changes in audit.history_of("body:1") for change in changes], "A court order"
        )
        blanked(governance)

    blank_history()
    gone = [change for _, changes in audit.history_of("body:1") for change in changes]
    assert {change.salt for change in gone} == {None}
    assert [(change.before, change.after) for change in gone] == [({}, {}), ({}, {}), (None, {})]
    verdict = verifying.verify()
    assert verdict.why == ""
    [one] = verdict.blanked
    assert (one.who, one.why, one.changes) == ("Governance lead", "A court order", 3)
    rename(SYSTEM, body, "NHS Dudley CCG")
    assert verifying.verify().blanked == (one,)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("statement", "why"),
    [
        (
            "UPDATE audit_change SET salt = NULL, before = '{}', after = '{}' WHERE entry_id = 2",
            "values kept with it went, and nobody says why",
        ),
        ("UPDATE audit_change SET salt = NULL WHERE entry_id = 2", "the changes kept with it were altered"),
        ("UPDATE audit_change SET before = NULL WHERE entry_id = 2", "the changes kept with it were altered"),
        (
            "UPDATE audit_change SET salt = NULL, before = NULL, after = '{}' WHERE entry_id = 2",
            "the changes kept with it were altered",
        ),
    ],
    ids=["nobody says", "values left", "kind of change", "kind of a blanked change"],
)
def test_values_taken_away_by_hand_are_no_blanking(statement: str, why: str) -> None:
    make_history()
    tamper(statement)
    verdict = verifying.verify()
    assert (verdict.broken_at, verdict.why) == (2, why)


@pytest.mark.both_databases
def test_the_database_lets_values_be_blanked_and_nothing_else() -> None:
    make_history()
    for kept in ("ref = 'body:9', salt = NULL", "salt = NULL", "salt = 'x', before = '{}', after = '{}'"):
        with pytest.raises(DatabaseError, match="the audit trail only grows"):
            by_hand(f"UPDATE audit_change SET {kept} WHERE entry_id = 2")


def test_a_verb_that_blanks_says_so() -> None:
    make_history()

    @one_transaction
    def blank_in_silence() -> None:
        audit.blank(audit.changes_of(2), "No reason")

    with pytest.raises(SilentWrite, match="the audit trail changed, but the verb recorded no event"):
        blank_in_silence()
    assert verifying.verify().blanked == ()


@pytest.mark.both_databases
def test_others_save_while_the_trail_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    number = make_history().id
    monkeypatch.setattr(verifying, "BATCH", 1)
    monkeypatch.setattr(transactions, "PATIENCE", 50)  # milliseconds
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def save_between(entry: AuditEntry) -> None:
        with app.app_context():
            rename(SYSTEM, session().get_one(Body, number), f"Dudley CCG at {entry.id}")

    fingerprint_of = audit.entry_fingerprint

    def check_slowly(entry: AuditEntry) -> str:
        if not session().info.get("work"):
            save_between(entry)
        return fingerprint_of(entry)

    monkeypatch.setattr(verifying, "entry_fingerprint", check_slowly)
    assert verifying.verify() == verifying.Verdict(3, None, "", keyed_from=1)
    monkeypatch.setattr(verifying, "entry_fingerprint", fingerprint_of)
    assert verifying.verify() == verifying.Verdict(6, None, "", keyed_from=1)


def test_a_check_of_the_trail_asks_little_however_long_it_is() -> None:
    body = make_history()
    with queries_asked() as few:
        verifying.verify()
    for number in range(20):
        rename(SYSTEM, body, f"Dudley CCG {number}")
    with queries_asked() as many:
        verifying.verify()
    assert len(many) == len(few)


def test_the_history_of_a_record_is_what_was_done_to_it_newest_first(body: Body) -> None:
    other = make_body("Walsall CCG")
    rename(SYSTEM, body, "NHS Wolverhampton CCG")
    rename(SYSTEM, other, "NHS Walsall CCG")
    history = audit.history_of(f"body:{body.id}")
    assert [entry.event for entry, _ in history] == ["test.body-renamed", "body.opened"]
    assert [[change.row_id for change in changes] for _, changes in history] == [[body.id], [body.id]]
