"""Minutes go to members with or without accounts, each once, and to nobody who is not to be written to."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from engage.actions import service as actions
from engage.actions.entries import ActionEntry
from engage.actions.models import Action
from engage.forums.models import Forum, Membership
from engage.meetings import who_came as attendance
from engage.meetings.agenda import service as agenda_service
from engage.meetings.minutes import mail
from engage.meetings.minutes import service as minutes_service
from engage.meetings.models import Meeting
from engage.platform.data.db import session
from engage.platform.data.files import StoredFile
from engage.platform.mail import links
from engage.platform.mail.models import Letter, SingleUseLink
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from engage.stakeholders import service as stakeholders
from engage.stakeholders.consents import service as consents
from engage.stakeholders.entries import PersonEntry
from engage.stakeholders.models import Person
from tests.builders import make_body, make_forum, make_item, make_meeting, make_member, record_outcome

pytestmark = pytest.mark.usefixtures("app", "clock")

NOTES = "The bus to the ward was talked over."


@pytest.fixture
def group(app: object) -> Forum:
    return make_forum(make_body())


@pytest.fixture
def meeting(group: Forum) -> Meeting:
    return make_meeting(group)


def person(name: str, email: str = "") -> Person:
    return stakeholders.add_person(SYSTEM, PersonEntry(name=name, email=email))


def chair(group: Forum, post: str = "PPG Chair, practice M92007", role: str = "member") -> Person:
    """A member whom the register names, with an address."""
    someone = person(post, f"{post.replace(' ', '.').replace(',', '').replace(chr(39), '')}@practice.example")
    make_member(group, post, person_id=someone.id, role=role)
    return someone


def write_notes(meeting: Meeting, notes: str = NOTES) -> None:
    minutes_service.write_notes(SYSTEM, meeting, meeting.version, notes)


def letters() -> list[Letter]:
    return list(session().scalars(select(Letter).order_by(Letter.id)))


def why_not(meeting: Meeting) -> str:
    with pytest.raises(Refused) as refusal:
        minutes_service.send_minutes(SYSTEM, meeting)
    return refusal.value.reason


@pytest.mark.both_databases
def test_a_member_without_an_account_gets_the_minutes(group: Forum, meeting: Meeting) -> None:
    someone = chair(group)
    write_notes(meeting)
    row = minutes_service.send_minutes(SYSTEM, meeting)
    assert (row.sent_to, row.left_out) == (1, [])
    (letter,) = letters()
    assert (letter.kind, letter.about, letter.to_ref) == (
        "minutes",
        f"meeting:{meeting.id}",
        f"person:{someone.id}",
    )
    assert letter.subject == "Notes of PPG Chairs Group, 12 September 2019"
    assert NOTES in letter.text
    assert "a draft until the members have agreed them" in letter.text
    (sent,) = mail.letters_sent(meeting, attendance.members_at(meeting))
    assert (sent.post, sent.letter.state) == ("PPG Chair, practice M92007", "waiting")


def test_a_second_press_of_the_button_doubles_nothing(group: Forum, meeting: Meeting) -> None:
    chair(group)
    write_notes(meeting)
    minutes_service.send_minutes(SYSTEM, meeting)
    assert why_not(meeting) == "Every member who can be written to has had these minutes already."
    assert len(letters()) == 1


def test_a_member_who_joined_the_list_late_gets_them_and_the_others_not_again(
    group: Forum, meeting: Meeting
) -> None:
    chair(group)
    write_notes(meeting)
    minutes_service.send_minutes(SYSTEM, meeting)
    late = chair(group, "PPG Chair, practice M92612")
    assert minutes_service.send_minutes(SYSTEM, meeting).sent_to == 1
    assert [letter.to_ref for letter in letters()][-1] == f"person:{late.id}"


def test_minutes_that_were_corrected_go_out_in_their_new_words(group: Forum, meeting: Meeting) -> None:
    chair(group)
    write_notes(meeting)
    minutes_service.send_minutes(SYSTEM, meeting)
    write_notes(meeting, "The bus to the ward, and the stop, were talked over.")
    minutes_service.send_minutes(SYSTEM, meeting)
    assert ["stop" in letter.text for letter in letters()] == [False, True]


def test_who_withdrew_or_is_not_to_be_contacted_is_left_out_with_a_sentence_and_gets_nothing(
    group: Forum, meeting: Meeting
) -> None:
    able = chair(group)
    gone = chair(group, "Carers' representative")
    consents.withdraw_consent(SYSTEM, gone, "one_to_one", date(2019, 6, 3))
    never = chair(group, "Practice manager, M92612")
    consents.set_do_not_contact(SYSTEM, never, date(2019, 6, 3), "Asked us to stop")
    make_member(group, "PPG Chair, practice M92019")
    nowhere = person("Chair without an address")
    make_member(group, "PPG Chair, practice M92027", person_id=nowhere.id)
    write_notes(meeting)
    seen = {one.title: one.sentence for one in mail.readers_of(meeting).left_out}
    assert seen == {
        "Carers' representative": "They withdrew their consent to be contacted one to one.",
        "PPG Chair, practice M92019": "No person of the register is named for this post.",
        "PPG Chair, practice M92027": "No mail address is recorded.",
        "Practice manager, M92612": "They are not to be contacted at all.",
    }
    row = minutes_service.send_minutes(SYSTEM, meeting)
    assert [letter.to_ref for letter in letters()] == [f"person:{able.id}"]
    assert row.left_out == [f"{title}: {sentence}" for title, sentence in seen.items()]


def test_with_nobody_to_write_to_nothing_is_sent_and_nothing_is_recorded(
    group: Forum, meeting: Meeting
) -> None:
    make_member(group)
    write_notes(meeting)
    assert why_not(meeting).startswith("No member can be written to, so nothing was sent.")
    assert letters() == []


def test_minutes_need_a_meeting_that_was_held_and_something_written(group: Forum, meeting: Meeting) -> None:
    chair(group)
    assert why_not(meeting) == "Nothing is written of this meeting yet. Write its notes, then send them."
    coming = make_meeting(group, "12 December 2019", held=False)
    assert "Record first" in why_not(coming)


def test_the_letter_says_who_came_what_was_said_and_what_was_agreed(group: Forum) -> None:
    someone = chair(group)
    member = make_member(group, "PPG Chair, practice M92612")
    mine = minutes_member(group, someone)
    meeting = make_meeting(group, members={mine: "attended", member.id: "apologies"}, public=4)
    item = make_item(meeting, lead="Commissioning manager")
    record_outcome(item, members_said="More buses", changed="A second stop", decision="To ask again in June")
    agenda_service.agree_action_at(
        SYSTEM, meeting, ActionEntry(title="Ask the bus company", owner_role="Commissioning manager")
    )
    minutes_service.send_minutes(SYSTEM, meeting)
    text = letters()[0].text
    for words in (
        "- PPG Chair, practice M92007",
        "Apologies\n- PPG Chair, practice M92612",
        "Members of the public: 4",
        "1. Walk-in centre",
        "Led by: Commissioning manager",
        "Members said: More buses",
        "What that changed: A second stop",
        "Decided: To ask again in June",
        "- Ask the bus company: Commissioning manager",
    ):
        assert words in text, text


def minutes_member(group: Forum, someone: Person) -> int:
    """The number of the membership of a person."""
    return session().scalars(select(Membership.id).where(Membership.person_id == someone.id)).one()


def test_what_was_said_in_the_private_part_goes_to_members_and_not_to_those_in_attendance(
    group: Forum, meeting: Meeting
) -> None:
    member = chair(group)
    chair(group, "Reporter of the local newspaper", role="observer")
    item = make_item(meeting, "Contract price", is_private=True)
    record_outcome(item, members_said="Too high")
    write_notes(meeting)
    minutes_service.send_minutes(SYSTEM, meeting)
    said = {letter.to_ref: "Too high" in letter.text for letter in letters()}
    assert said.pop(f"person:{member.id}")
    assert list(said.values()) == [False]
    assert any("1 item of the private part is not in this letter." in letter.text for letter in letters())


def test_the_owner_of_an_action_gets_a_link_of_their_own_that_says_it_is_done(
    group: Forum, meeting: Meeting
) -> None:
    owner, other = chair(group), chair(group, "PPG Chair, practice M92612")
    action = agenda_service.agree_action_at(
        SYSTEM, meeting, ActionEntry(title="Ask the bus company", person_id=owner.id)
    )
    write_notes(meeting)
    minutes_service.send_minutes(SYSTEM, meeting)
    texts = {letter.to_ref: letter.text for letter in letters()}
    assert "/a/" not in texts[f"person:{other.id}"]
    secret = links.with_secrets(texts[f"person:{owner.id}"]).partition("/a/")[2].split()[0]
    actions.confirm(secret, "They will run it on Sundays")
    done = session().get_one(Action, action.id)
    assert (done.state, done.outcome) == ("done", "They will run it on Sundays")
    assert len(list(session().scalars(select(SingleUseLink)))) == 1


def test_minutes_that_are_not_sent_leave_no_link_behind(group: Forum, meeting: Meeting) -> None:
    owner = chair(group)
    agenda_service.agree_action_at(SYSTEM, meeting, ActionEntry(title="Ask", person_id=owner.id))
    write_notes(meeting)
    minutes_service.send_minutes(SYSTEM, meeting)
    why_not(meeting)
    assert len(list(session().scalars(select(SingleUseLink)))) == 1


def test_minutes_kept_as_a_file_go_with_the_letter(group: Forum, meeting: Meeting) -> None:
    chair(group)
    kept = StoredFile("a" * 64, 10, "minutes.pdf", "application/pdf")
    minutes_service.write_notes(SYSTEM, meeting, meeting.version, file=kept)
    minutes_service.send_minutes(SYSTEM, meeting)
    assert letters()[0].attachments == [
        {"fingerprint": "a" * 64, "name": "minutes.pdf", "media_type": "application/pdf"}
    ]
