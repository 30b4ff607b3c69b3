"""Letters of which nobody knows whether they were sent are shown, and sent again or left, all at once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from flask import Flask
from sqlalchemy import select

from engage.platform.data.db import session
from engage.platform.data.transactions import one_transaction
from engage.platform.mail import outbox
from engage.platform.mail.models import Letter
from engage.platform.mail.outbox import Recipient
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from tests.conftest import VisitorAs


@one_transaction
def write_letters(states: Sequence[str]) -> None:
    """One letter in each of these states."""
    for number, state in enumerate(states):
        to = Recipient(f"account:{number}", f"chair{number}@penn.example", "PPG Chair")
        letter = outbox.write("minutes", "meeting:3", to, f"Minutes {number}", "Dear all", by=SYSTEM)
        assert letter is not None
        letter.state, letter.tries = state, 1


def states() -> list[str]:
    session().rollback()
    return list(session().scalars(select(Letter.state).order_by(Letter.id)))


@pytest.fixture
def cut_off(app: Flask) -> None:
    write_letters(["unsure", "sent", "unsure", "refused"])


@pytest.mark.both_databases
def test_all_of_which_nobody_knows_are_sent_again_by_one_act(cut_off: None, visitor_as: VisitorAs) -> None:
    before = list(session().scalars(select(Letter.message_id).order_by(Letter.id)))
    officer = visitor_as("engagement_officer")
    officer.visit("/")
    officer.follow("2 letters may or may not have been sent")
    assert {row["What became of it"] for row in officer.page.table()} == {"Not known"}
    page = officer.submit("Send them again", {"all 2, on every page": True})
    assert page.says("Of 2 letters you chose nobody knows whether the mail server took them.")
    assert page.says("Some may come twice")
    assert officer.submit("Send 2 letters again").says("2 letters to be sent again.")
    assert states() == ["waiting", "sent", "waiting", "refused"]
    assert list(session().scalars(select(Letter.message_id).order_by(Letter.id))) == before
    assert "may or may not" not in officer.visit("/").text


def test_all_are_left_at_that_and_one_may_still_be_sent_again(cut_off: None, visitor_as: VisitorAs) -> None:
    officer = visitor_as("engagement_officer")
    officer.visit("/letters")
    page = officer.submit("Leave them", {"all 4, on every page": True})
    assert page.says("The other 2 letters stay as they are")
    officer.submit("Leave 2 letters")
    assert states() == ["left", "sent", "left", "refused"]
    officer.visit("/letters/1")
    assert officer.page.says("somebody decided to leave it at that")
    officer.submit("Send it again")
    assert states() == ["waiting", "sent", "left", "refused"]


def test_where_others_changed_what_was_asked_about_it_is_asked_again(
    cut_off: None, visitor_as: VisitorAs
) -> None:
    officer = visitor_as("engagement_officer")
    officer.visit("/letters?state=unsure")
    officer.submit("Send them again", {"all 2, on every page": True})
    outbox.leave_unsure(SYSTEM, [1])
    assert officer.submit("Send 2 letters again").says("Nothing was changed yet")
    assert states() == ["left", "sent", "unsure", "refused"]
    officer.submit("Send 1 letter again")
    assert states() == ["left", "sent", "waiting", "refused"]
    with pytest.raises(Refused, match="Look at the list again"):
        outbox.send_unsure_again(SYSTEM, [1, 2, 3, 4])


def test_administrators_are_told_that_somebody_is_to_decide(cut_off: None, visitor_as: VisitorAs) -> None:
    told = "2 letters may or may not have been sent: those who write letters decide"
    assert visitor_as("administrator").visit("/").says(told)
