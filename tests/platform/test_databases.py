"""The answers of the public have a database of their own, apart from the writers of the record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from engage.accounts.models import CodeTaken, SignIn, Throttle, TrailNote
from engage.organisation.models import Body
from engage.platform import clock
from engage.platform.answers.models import Answer
from engage.platform.data import audit, transactions, verifying
from engage.platform.data.audit import SilentWrite
from engage.platform.data.db import answers, record, session
from engage.platform.data.transactions import of_answers, one_transaction
from engage.platform.processes import upkeep
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from tests.builders import make_body

pytestmark = pytest.mark.usefixtures("app")

happened = audit.Event("test.happened-in-the-record")

WORDS = "The bus no longer stops at the clinic"


@of_answers
def send_in(words: str, meanwhile: Callable[[], None] = lambda: None) -> None:
    answers.session.add(Answer(received_at=clock.now(), words=words))
    answers.session.flush()
    meanwhile()


@one_transaction
def rename(body: Body, name: str, meanwhile: Callable[[], None] = lambda: None) -> None:
    body.name = name
    session().flush()
    meanwhile()
    happened(SYSTEM)


def sent_in() -> list[str]:
    """What others see of the answers."""
    with answers.engine.connect() as connection:
        return list(connection.scalars(select(Answer.words).order_by(Answer.id)))


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "PATIENCE", 50)  # milliseconds


@pytest.mark.both_databases
def test_an_answer_is_kept_while_somebody_holds_the_record_even_if_they_then_fail() -> None:
    body = make_body("Wolverhampton CCG")

    def send_in_and_fail() -> None:
        send_in(WORDS)
        assert sent_in() == [WORDS]
        raise Refused("The name is not to be changed.")

    with pytest.raises(Refused, match="not to be changed"):
        rename(body, "NHS Wolverhampton CCG", send_in_and_fail)
    assert (body.name, sent_in()) == ("Wolverhampton CCG", [WORDS])


@pytest.mark.both_databases
def test_an_officer_saves_while_an_answer_is_being_taken_in() -> None:
    body = make_body()
    send_in(WORDS, lambda: rename(body, "NHS Wolverhampton CCG"))
    assert (body.name, sent_in()) == ("NHS Wolverhampton CCG", [WORDS])


@pytest.mark.both_databases
def test_an_answer_leaves_no_entry_in_the_trail() -> None:
    before = verifying.verify()
    send_in(WORDS)
    assert verifying.verify() == before


def test_an_answer_outside_a_verb_is_refused() -> None:
    answers.session.add(Answer(received_at=clock.now(), words=WORDS))
    with pytest.raises(SilentWrite, match="Answer was changed outside a verb"):
        answers.session.flush()


def test_a_session_reaches_one_database_alone() -> None:
    with pytest.raises(OperationalError, match="no such table: answer"):
        session().scalars(select(Answer)).all()
    assert {row for row, _ in answers.tables()} == {Answer, CodeTaken, SignIn, Throttle, TrailNote}
    assert record.row_of("body") is Body


def test_what_was_taken_away_does_not_linger_in_the_log_of_any_database() -> None:
    @of_answers
    def take_away() -> None:
        for one in answers.session.scalars(select(Answer)):
            answers.session.delete(one)

    send_in(WORDS)
    take_away()
    assert upkeep.look_after_databases() == "3 databases looked after."
    path = Path(str(answers.engine.url.database))
    assert not [one for one in path.parent.glob("answers.db*") if WORDS.encode() in one.read_bytes()]


def test_a_damaged_database_is_named() -> None:
    send_in(WORDS)
    upkeep.look_after_databases()
    answers.engine.dispose()
    path = Path(str(answers.engine.url.database))
    content = bytearray(path.read_bytes())
    place = content.index(WORDS.encode())
    content[place - 40 : place] = b"\xff" * 40
    path.write_bytes(content)
    with pytest.raises(upkeep.Damaged, match="The answers database is damaged"):
        upkeep.look_after_databases()
