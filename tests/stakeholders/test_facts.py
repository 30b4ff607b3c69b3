"""That everyone who gets bulk mail agreed to it, held against the law through real records."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from engage.organisation.models import Body
from engage.platform.data import audit
from engage.platform.data.db import session
from engage.platform.data.transactions import one_transaction
from engage.platform.mail import outbox
from engage.platform.mail.models import Letter
from engage.platform.mail.outbox import Recipient
from engage.rules.actors import SYSTEM
from engage.rules.findings import State
from engage.stakeholders import facts, queries
from engage.stakeholders.consents import service as consents
from engage.stakeholders.models import Person
from tests.builders import make_organisation, make_person
from tests.duties.situation import make_ccg, missed, of_body
from tests.harness.queries import queries_asked

pytestmark = pytest.mark.usefixtures("app", "clock")

MARCH = date(2019, 3, 1)
letter_sent = audit.Event("test.letter-sent")


@pytest.fixture(autouse=True)
def ccg(app: object) -> Body:
    return make_ccg()


@one_transaction
def send(person: Person, on: date, kind: str = "bulk", about: str = "mailing:1") -> None:
    letter = outbox.write(
        kind, about, Recipient(f"person:{person.id}", "a@b.example", ""), "News", "…", by=SYSTEM
    )
    assert letter is not None
    letter.state, letter.sent_at = "sent", datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    letter_sent(SYSTEM)


def finding(ccg: Body) -> tuple[State, tuple[str, ...]]:
    found = of_body(ccg, "E-INFO-4", "electronic-marketing", edition=2003)
    return found.state, missed(found)


def test_a_list_of_people_who_agreed_and_were_heeded_is_evidence(ccg: Body) -> None:
    send(make_person(bulk=MARCH), date(2019, 4, 1))
    gone = make_person("Carer of three", bulk=MARCH)
    send(gone, date(2019, 4, 1))
    consents.withdraw_consent(SYSTEM, gone, "bulk", date(2019, 4, 2))
    assert finding(ccg) == (State.EVIDENCED, ())


def test_one_consent_without_a_basis_among_many_is_found(ccg: Body) -> None:
    for number in range(5):
        make_person(f"Carer {number}", bulk=MARCH)
    consents.give_consent(SYSTEM, make_organisation(), "bulk", "", "Old list", MARCH)
    state, why = finding(ccg)
    assert state is not State.EVIDENCED
    assert why == (
        (
            "The mailing list as a whole: 6 consents to bulk mail, 1 without a basis on 1 March 2019 "
            "does not say what it rests on"
        ),
    )


def test_one_letter_after_a_withdrawal_is_found(ccg: Body) -> None:
    make_person("Carer of one", bulk=MARCH)
    gone = make_person(bulk=MARCH)
    consents.withdraw_consent(SYSTEM, gone, "bulk", date(2019, 4, 2))
    send(gone, date(2019, 4, 3))
    state, why = finding(ccg)
    assert state is not State.EVIDENCED
    assert "1 letter after a withdrawal" in why[0]
    assert why[0].endswith("has been mailed after withdrawing")


def test_a_letter_before_they_agreed_again_is_held_against_the_time_between() -> None:
    person = make_person(bulk=date(2019, 1, 1))
    consents.withdraw_consent(SYSTEM, person, "bulk", date(2019, 2, 1))
    consents.give_consent(SYSTEM, person, "bulk", "consent", "Form", date(2019, 6, 1))
    send(person, date(2019, 7, 1))
    assert said()["withdrawals_honoured"] is True
    send(person, date(2019, 4, 1), about="mailing:2")
    assert said()["withdrawals_honoured"] is False


def test_bulk_mail_to_somebody_who_never_agreed_leaves_the_list_without_a_basis() -> None:
    make_person(bulk=MARCH)
    send(make_person("Never asked"), MARCH)
    assert said()["basis"] is None


def test_minutes_need_no_subscription_but_heed_a_withdrawal_and_rights_are_always_answered() -> None:
    person = make_person(bulk=MARCH)
    send(person, MARCH, "minutes", "meeting:1")
    send(person, MARCH, "answer", "rights_request:1")
    assert said() == {"basis": "consent (1)", "withdrawals_honoured": True}
    consents.withdraw_consent(SYSTEM, person, "one_to_one", date(2019, 3, 2))
    send(person, date(2019, 3, 5), "answer", "rights_request:2")
    assert said()["withdrawals_honoured"] is True
    send(person, date(2019, 3, 5), "minutes", "meeting:2")
    assert said()["withdrawals_honoured"] is False


def test_a_register_without_any_consent_says_nothing() -> None:
    make_person()
    assert list(facts.facts()) == []
    assert session().scalars(select(Letter)).all() == []


def test_many_consents_make_one_fact_and_ask_no_more() -> None:
    for number in range(20):
        make_person(f"Carer {number}", bulk=MARCH)
    with queries_asked() as statements:
        assert len(list(facts.facts())) == 1
    assert len(list(statements)) == 3
    assert queries.consents_of(make_person())["bulk"].state == "never asked"


def said() -> dict[str, object]:
    (only,) = facts.facts()
    return dict(only.says)
