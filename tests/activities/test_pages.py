"""The pages by which activities are logged, read, changed, taken out and given evidence."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engage.activities import queries, service
from engage.activities.entries import EvidenceEntry
from engage.activities.models import Activity, ActivityEvidence
from engage.activities.needs import Need
from engage.feedback import queries as feedback
from engage.organisation import service as organisation
from engage.organisation.entries import PointEntry, StrategyEntry
from engage.organisation.models import Body
from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.audit import AuditEntry
from engage.platform.data.db import session
from engage.platform.web.forms import SENT_TOO_LATE
from engage.rules.actors import SYSTEM
from engage.rules.dates_as_known import long_date
from tests.builders import make_activity, make_body, make_feedback, make_project
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor

FULL: dict[str, Any] = {
    "What was it called?": "Walk-in centre café talk",
    "When did it start?": "6 June 2018",
    "When did it end?": "8 June 2018",
    "Lead body": "Wolverhampton CCG",
    "Stage of the engagement cycle": "2 Priorities and plans",
    "How were people engaged?": "Focus group",
    "How many people were reached?": "at least 1,000",
    "What did people say?": "More buses\nand fewer changes",
    "What did we do about it?": "A stop at the centre",
    "What became of it?": "Doing",
    "Project": "WIC-14 Walk-in centre review",
    "Run jointly with": "Dudley Clinical Commissioning Group",
    "Further stages it served": ["3 Improve services", "5 Monitor services"],
    "What was it for?": "To hear how people travel",
    "It helped people look after their own health (self-care)": True,
    "What was it meant to bring about?": "A choice of site",
    "Who was it for?": "Carers\nPeople with long-term conditions",
    "Which groups did it set out to reach?": "Deaf people",
    "Where was it held?": "Central library",
    "Organisations that took part": "Healthwatch Wolverhampton; Age UK",
    "Equality groups it concerned": ["Disability", "Age"],
    "Were carers or representatives there?": "No",
    "If not, why not?": "The notice was too short",
    "Were people asked about access needs?": "Yes",
    "Access needs": "Interpreter: met\nLoop: not met, none to hire",
    "With whom were the findings shared?": "Governing Body",
    "How did it go, and how was that judged?": "Well, by a show of hands",
    "Where does it stand?": "Fed back",
    "Strategy principles and objectives it serves": ["P1 Inclusive"],
    "Reference": "ENG-012",
    "Where does this record come from?": "Minutes of the forum",
}


@pytest.fixture
def body(app: object) -> Body:
    return make_body("Wolverhampton CCG")


@pytest.fixture
def officer(visitor_as: VisitorAs, body: Body) -> Visitor:
    return visitor_as("engagement_officer")


@pytest.fixture
def surroundings(body: Body) -> None:
    """What the questions of the form offer to choose from."""
    make_body("Dudley CCG")
    make_project(body)
    strategy = organisation.record_strategy(
        SYSTEM, body, StrategyEntry(title="Communications and participation strategy")
    )
    organisation.add_point(SYSTEM, strategy, PointEntry(kind="principle", title="Inclusive"))


def logged() -> list[Activity]:
    return list(session().scalars(select(Activity).order_by(Activity.id)))


def newest_entry() -> AuditEntry:
    return session().scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()


def test_a_title_is_enough_at_a_stall(officer: Visitor) -> None:
    officer.visit("/activities/new")
    officer.submit("Log the activity", {"What was it called?": "Café talk"})
    assert officer.page.says("“Café talk” is in the log as ACT-0001.")
    summary = officer.page.summary()
    assert summary["Reached"] == "not recorded"
    assert summary["When"] == "date not recorded"
    assert summary["Stage"] == summary["Method"] == "not recorded"
    assert summary["Bodies"] == "Wolverhampton CCG", "the body served here is offered first"


@pytest.mark.usefixtures("surroundings")
def test_the_page_of_an_activity_shows_all_that_was_recorded(officer: Visitor) -> None:
    officer.visit("/activities/new")
    page = officer.submit("Log the activity", FULL)
    assert page.heading == "Walk-in centre café talk"
    assert page.summary() == {
        "When": "6 June 2018 to 8 June 2018",
        "Bodies": "Wolverhampton CCG, Dudley CCG",
        "Project": "Walk-in centre review",
        "Stage": "2 Priorities and plans",
        "Further stages": "3 Improve services; 5 Monitor services",
        "Method": "Focus group",
        "Venue": "Central library",
        "Purpose": "To hear how people travel",
        "Outcome sought": "A choice of site",
        "Serves": "P1 Inclusive",
        "Reached": "at least 1,000",
        "Audience": "Carers; People with long-term conditions",
        "Groups aimed at": "Deaf people",
        "Equality groups": "Disability; Age",
        "Carers or representatives present": "no",
        "Why carers were absent": "The notice was too short",
        "Access needs asked": "yes",
        "Access needs": "Interpreter: met Loop: not met, none to hire",
        "Organisations involved": "Healthwatch Wolverhampton; Age UK",
        "Findings shared with": "Governing Body",
        "Evaluation": "Well, by a show of hands",
        "Source": "Minutes of the forum",
    }
    for words in ("Fed back", "More buses and fewer changes", "A stop at the centre", "Doing", "ENG-012"):
        assert page.says(words)
    assert logged()[0].purposes == ["self_care"]


@pytest.mark.usefixtures("surroundings")
def test_what_else_was_said_is_recorded_with_the_day_body_and_project_of_the_activity(
    officer: Visitor,
) -> None:
    officer.visit("/activities/new")
    answers = {
        "What was it called?": "Café talk",
        "When did it start?": "6 June 2018",
        "Lead body": "Wolverhampton CCG",
        "Project": "WIC-14 Walk-in centre review",
    }
    officer.submit("Log the activity", answers)
    officer.follow("Record what people said")
    page = officer.submit("Record it", {"What did people say?": "Parking is hard"})
    said = page.summary()
    assert (said["When"], said["Said to"]) == ("6 June 2018", "Wolverhampton CCG")
    assert (said["Where"], said["Project"]) == ("ACT-0001 Café talk", "WIC-14 Walk-in centre review")
    officer.visit("/activities/1")
    assert "Record something else that was said" in officer.page.links()


def test_only_the_part_of_the_form_where_something_is_wrong_is_unfolded(officer: Visitor) -> None:
    officer.visit("/activities/new")
    officer.submit("Log the activity", {"How many people were reached?": "lots"})
    assert not officer.page.soup.select("main details[open]")
    page = officer.submit("Log the activity", {"Access needs": "Loop"})
    unfolded = [part.summary.text.strip() for part in page.soup.select("main details[open]") if part.summary]
    assert unfolded == ["Who it was for, and access"]


@pytest.mark.usefixtures("surroundings")
def test_opening_a_record_to_change_it_and_saving_changes_nothing(officer: Visitor) -> None:
    officer.visit("/activities/new")
    officer.submit("Log the activity", FULL)
    officer.follow("Change")
    officer.submit("Save")
    assert officer.page.says("The activity was changed.")
    entry = newest_entry()
    assert entry.event == "activity.changed"
    assert audit.changes_of(entry.id) == []


@pytest.mark.parametrize("when", ["tbc", "unknown", "Summer 2016", "2018/19", "monthly from August 2018", ""])
@pytest.mark.parametrize("reached", ["", "0", "about 500"])
def test_a_date_or_number_known_in_part_stays_as_it_was_known(
    officer: Visitor, body: Body, when: str, reached: str
) -> None:
    activity = make_activity(body, when=when, reached=reached)
    words, number = activity.when_words, activity.reached
    officer.visit(f"/activities/{activity.id}/edit")
    officer.submit("Save")
    assert audit.changes_of(newest_entry().id) == []
    assert (activity.when_words, activity.reached) == (words, number)


def test_what_only_an_import_can_say_is_not_lost_by_a_change(officer: Visitor, body: Body) -> None:
    activity = make_activity(
        body,
        equality_groups=["Polish community", "Age"],
        purposes=["integrated_care_strategy"],
        heard="First line\n\nSecond line",
    )
    officer.visit(f"/activities/{activity.id}/edit")
    officer.submit("Save", {"It helped people look after their own health (self-care)": True})
    assert activity.equality_groups == ["Polish community", "Age"]
    assert activity.purposes == ["integrated_care_strategy", "self_care"]
    [item] = feedback.heard_at(queries.reference(activity.id))
    assert item.said == "First line\n\nSecond line"


def test_line_ends_as_browsers_send_them_are_no_change(officer: Visitor, body: Body) -> None:
    activity = make_activity(body, heard="First line\nSecond line", purpose="To hear\nand be heard")
    form = officer.visit(f"/activities/{activity.id}/edit").form("Save")
    sent = [(name, value.replace("\n", "\r\n")) for name, value in form.sent if isinstance(value, str)]
    data: dict[str, list[str]] = {}
    for name, value in sent:
        data.setdefault(name, []).append(value)
    officer.fetch(f"/activities/{activity.id}/edit", "POST", data=data)
    assert audit.changes_of(newest_entry().id) == []


@pytest.mark.parametrize(
    ("starts", "reached", "when", "number"),
    [
        ("yesterday", "nearly 60", "{yesterday}", "about 60 (written “nearly 60”)"),
        ("this morning", "c. 24 people", "{today}", "about 24"),
        (
            "late March to 9/5/2018",
            "well over 1,000",
            "late March 2018 to 9 May 2018",
            "at least 1,000 (written “well over 1,000”)",
        ),
        ("board 14/02/2017", "30-40 people", "board 14/02/2017", "at least 30 (written “30-40 people”)"),
    ],
)
def test_dates_and_numbers_are_typed_as_people_say_them_and_shown_as_understood(
    officer: Visitor, starts: str, reached: str, when: str, number: str
) -> None:
    officer.visit("/activities/new")
    typed = {"What was it called?": "Café talk", "Lead body": "Wolverhampton CCG"}
    page = officer.submit(
        "Log the activity",
        typed | {"When did it start?": starts, "How many people were reached?": reached},
    )
    today = clock.today()
    days = {"today": long_date(today), "yesterday": long_date(today - timedelta(days=1))}
    assert (page.summary()["When"], page.summary()["Reached"]) == (when.format(**days), number)
    officer.follow("Change")
    page = officer.submit("Save", {"Where was it held?": "Bilston Library"})
    assert page.summary()["Reached"] == number, "what was typed stays as it was"


@pytest.mark.parametrize(
    ("question", "answer", "sentence"),
    [
        ("What was it called?", "  ", "Enter what the activity was called"),
        ("When did it start?", "31 June 2018", "31 June 2018"),
        ("When did it start?", "sometime soonish", "cannot be read"),
        ("When did it end?", "5 June 2018", "is before the start"),
        ("How many people were reached?", "lots", "“lots” is not a number. Enter a whole number such as 203"),
        ("How many people were reached?", "-4", "-4 is below nought."),
        ("How many people were reached?", "none", "could mean that nobody came or that nobody counted"),
        ("Lead body", "Choose a body", "Choose the body that led it"),
        ("Access needs", "Interpreter", "Say what became of “Interpreter”"),
        ("Counts the same contacts as", "ENG-999", "There is no other activity with the reference ENG-999"),
        ("Reference", "x" * 41, "The reference must be 40 characters or fewer: it is 1 too long"),
    ],
)
def test_what_makes_no_sense_is_answered_with_a_sentence_and_nothing_is_lost(
    officer: Visitor, question: str, answer: str, sentence: str
) -> None:
    officer.visit("/activities/new")
    typed = {"What was it called?": "Café talk", "When did it start?": "6 June 2018"}
    page = officer.submit(
        "Log the activity", typed | {"What did people say?": "More buses"} | {question: answer}
    )
    assert logged() == []
    assert len(page.errors) == 1
    assert sentence in page.errors[0]
    again = page.form("Log the activity")
    assert ("things-0-said", "More buses") in again.sent
    if question != "Lead body":
        assert answer.strip() in [value for _, value in again.sent]


def test_carers_cannot_be_there_and_absent_for_a_reason(officer: Visitor) -> None:
    officer.visit("/activities/new")
    page = officer.submit(
        "Log the activity",
        {
            "What was it called?": "Café talk",
            "Were carers or representatives there?": "Yes",
            "If not, why not?": "Ill",
        },
    )
    assert page.errors == ["Leave this blank, or change the answer above: it says that carers were there"]


def test_an_activity_like_one_in_the_log_is_pointed_out_and_can_be_logged_all_the_same(
    officer: Visitor, body: Body
) -> None:
    make_activity(body, "Walk-in Centre café talk", "7 June 2018")
    officer.visit("/activities/new")
    page = officer.submit(
        "Log the activity",
        {"What was it called?": "Café talk, walk-in centre", "When did it start?": "6 June 2018"},
    )
    assert page.says("Is it one of these, already in the log?")
    assert "Walk-in Centre café talk" in page.links()
    assert len(logged()) == 1
    officer.submit("Log the activity", {"This is a different activity: log it": True})
    assert officer.page.heading == "Café talk, walk-in centre"
    assert len(logged()) == 2


def test_markup_in_a_title_and_in_a_filter_is_words_in_the_list(officer: Visitor, body: Body) -> None:
    make_activity(body, "Café talk <b>bold</b>", "7 June 2018", venue="<i>Hall</i>")
    asked = {"period": '"><script>x</script>', "show": ["title", "venue"]}
    found = officer.fetch("/activities", query_string=asked).get_data(as_text=True)
    assert "Café talk &lt;b&gt;bold&lt;/b&gt;" in found
    assert not [markup for markup in ("<b>bold", "<i>Hall", "<script>x") if markup in found]


def test_what_is_being_typed_is_compared_with_the_log(officer: Visitor, body: Body) -> None:
    make_activity(body, "Café talk <b>", "7 June 2018")
    asked = {"title": "Cafe talk <b>", "starts": "June 2018"}
    found = officer.fetch("/activities/alike", query_string=asked).get_data(as_text=True)
    assert "Café talk &lt;b&gt;</a>, 7 June 2018, Wolverhampton CCG" in found
    for other in ({"title": "A survey of carers"}, {"starts": "June 2011"}, {"title": "Ca"}):
        assert (
            officer.fetch("/activities/alike", query_string=asked | other).get_data(as_text=True).strip()
            == ""
        )
    unreadable = officer.fetch("/activities/alike", query_string=asked | {"starts": "31 June"})
    assert "Café talk" in unreadable.get_data(as_text=True)


def test_two_who_change_the_same_record_are_told_and_neither_is_lost(
    officer: Visitor, visitor_as: VisitorAs, body: Body
) -> None:
    activity = make_activity(body)
    colleague = visitor_as("communications_officer")
    for one in (officer, colleague):
        one.visit(f"/activities/{activity.id}/edit")
    colleague.submit("Save", {"Where was it held?": "Town hall"})
    page = officer.submit("Save", {"What was it for?": "To hear how people travel"})
    assert page.errors[0].startswith("Somebody else changed this activity while you were writing.")
    assert ("purpose", "To hear how people travel") in page.form("Save").sent
    assert activity.venue == "Town hall"
    officer.submit("Save")
    assert (activity.purpose, activity.venue) == ("To hear how people travel", "")


def test_an_activity_that_went_while_somebody_changed_it_is_not_found(officer: Visitor, body: Body) -> None:
    activity = make_activity(body)
    officer.visit(f"/activities/{activity.id}/edit")
    service.remove_activity(SYSTEM, activity)
    officer.submit("Save", {"Where was it held?": "Town hall"}, status=404)


def test_an_activity_is_taken_out_and_put_back(officer: Visitor, body: Body) -> None:
    activity = make_activity(body, "Café talk")
    number = activity.id
    officer.visit(f"/activities/{number}")
    officer.follow("Take out of the log")
    assert officer.page.says("6 June 2018 (ACT-0001)")
    officer.submit("Take it out")
    assert officer.page.heading == "The activity was taken out of the log"
    officer.visit(f"/activities/{number}", status=404)
    officer.visit(f"/activities/{number}/removed")
    officer.submit("Put it back")
    assert officer.page.says("The activity is back in the log, as it was.")
    assert officer.page.heading == "Café talk"
    officer.visit(f"/activities/{number}/removed", status=404)


def test_an_activity_that_words_lean_on_is_not_taken_out(officer: Visitor, body: Body) -> None:
    activity = make_activity(body)
    make_feedback("The lift was broken", heard_at=queries.reference(activity.id))
    officer.visit(f"/activities/{activity.id}/remove")
    page = officer.submit("Take it out", status=409)
    assert page.says("People's words are recorded as heard at this activity.")


def test_a_file_is_attached_downloaded_and_taken_off(officer: Visitor, body: Body) -> None:
    activity = make_activity(body)
    officer.visit(f"/activities/{activity.id}")
    officer.follow("Attach evidence")
    officer.submit(
        "Attach",
        {
            "What is it?": "Attendance sheet",
            "Or a file": (b"%PDF-1.7 of attendance", "../sheet <1>.pdf"),
            "When was it received?": "7 June 2018",
            "Which period does it prove?": "June 2018",
        },
    )
    page = officer.page
    assert page.says("The evidence is kept with the activity.")
    assert page.says("received 7 June 2018, proves 1 June 2018 to 30 June 2018")
    link = next(href for words, href in page.links().items() if words.startswith("Attendance sheet"))
    response = officer.fetch(link)
    assert response.get_data() == b"%PDF-1.7 of attendance"
    assert response.headers["Content-Disposition"] == 'attachment; filename="sheet 1 .pdf"'
    response.close()
    officer.visit(f"/activities/{activity.id}")
    officer.submit("Take off Attendance sheet")
    assert officer.page.says("“Attendance sheet” is no longer attached.")
    assert officer.page.says("No file or link is attached.")
    assert officer.fetch(link).status_code == 404


@pytest.mark.usefixtures("clock")
def test_a_public_link_is_attached(officer: Visitor, body: Body) -> None:
    activity = make_activity(body)
    officer.visit(f"/activities/{activity.id}/evidence/new")
    officer.submit("Attach", {"What is it?": "Report", "Public address": "https://www.example.nhs.uk/report"})
    assert officer.page.links()["Report"] == "https://www.example.nhs.uk/report"
    assert session().scalars(select(ActivityEvidence.received_on)).one() == date(2019, 11, 14)


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, "Enter a public address, or choose a file below"),
        ({"Public address": "javascript:alert(1)"}, "Enter the whole address, starting with https://"),
        ({"Public address": "www.example.nhs.uk"}, "Enter the whole address, starting with https://"),
        ({"Or a file": (b"MZ\x90\0", "sheet.exe")}, "sheet.exe cannot be kept: it is a program"),
        ({"Or a file": (b"<html>", "sheet.pdf")}, "sheet.pdf cannot be kept: it is a web page"),
        ({"Or a file": (b"", "sheet.pdf")}, "sheet.pdf is empty"),
        ({"Public address": "https://a.example", "When was it received?": "June 2018"}, "is not one day"),
        (
            {"Public address": "https://a.example", "When was it received?": "1 January 2035"},
            "has not come yet",
        ),
        ({"Public address": "https://a.example", "Which period does it prove?": "ages"}, "cannot be read"),
    ],
)
def test_evidence_that_cannot_be_kept_is_refused_with_a_sentence(
    officer: Visitor, body: Body, answers: dict[str, Any], sentence: str
) -> None:
    activity = make_activity(body)
    officer.visit(f"/activities/{activity.id}/evidence/new")
    page = officer.submit("Attach", {"What is it?": "Report"} | answers)
    assert any(sentence in problem for problem in page.errors), page.errors
    assert session().scalars(select(ActivityEvidence)).all() == []


def test_what_people_typed_is_shown_and_never_run(officer: Visitor, body: Body) -> None:
    hostile = "<script>alert('1')</script>"
    activity = make_activity(
        body,
        hostile,
        heard=hostile,
        done=hostile,
        venue=hostile,
        audience=[hostile],
        method=hostile,
        access_needs=[Need(hostile, met=False, reason=hostile)],
    )
    evidence = EvidenceEntry(title=hostile, link="https://a.example", received_on=date(2018, 6, 7))
    service.keep_evidence(SYSTEM, activity, evidence)
    number = activity.id
    for address in ("", "/edit", "/remove", "/evidence/new"):
        page = officer.visit(f"/activities/{number}{address}")
        assert hostile not in page.html
    assert hostile not in officer.visit("/activities").html
    assert officer.visit("/activities").table()[0]["Activity"] == hostile


def test_the_history_is_told_in_words(officer: Visitor, body: Body) -> None:
    project = make_project(body)
    activity = make_activity(body, "Café talk", project=project)
    officer.visit(f"/activities/{activity.id}/edit")
    officer.submit("Save", {"When did it start?": "7 June 2018", "Project": "No project"})
    steps = [
        " ".join(step.get_text(" ").split()) for step in officer.page.soup.select(".nhsuk-details__text h3")
    ]
    assert [step.split(",")[0] for step in steps] == ["Activity: changed", "Activity: logged"]
    assert "by Engagement officer" in steps[0]
    lines = [
        " ".join(line.get_text(" ").split()) for line in officer.page.soup.select(".nhsuk-details__text li")
    ]
    assert "When : 6 June 2018 7 June 2018" in lines
    assert "Project : WIC-14 Walk-in centre review (nothing)" in lines
    assert "Body : Wolverhampton CCG" in lines
    assert not [line for line in lines if line.startswith(("the activity", "invented", "its words in small"))]


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/activities/{}/edit", SENT_TOO_LATE),
        ("/activities/{}/remove", SENT_TOO_LATE),
        ("/activities/{}/evidence/new", SENT_TOO_LATE),
        ("/activities/chosen", SENT_TOO_LATE),
        ("/activities/place", SENT_TOO_LATE),
        ("/activities/views", SENT_TOO_LATE),
    ],
)
def test_what_is_sent_without_protection_changes_nothing_and_says_so(
    officer: Visitor, body: Body, address: str, says: str
) -> None:
    activity = make_activity(body, "Café talk")
    edition = queries.edition_of(activity)
    data = {"title": "Forged", "name": "Forged", "chosen": activity.id, "act": "project", "edition": edition}
    officer._arrive(officer.fetch(address.format(activity.id), "POST", data=data), 200)
    assert officer.page.says(says)
    assert [found.title for found in logged()] == ["Café talk"]


def test_an_activity_that_is_not_there_is_not_found(officer: Visitor) -> None:
    for address in (
        "/activities/999",
        "/activities/999/edit",
        "/activities/999/remove",
        "/activities/999/removed",
    ):
        officer.visit(address, status=404)


def test_a_reader_is_offered_nothing_to_change(visitor_as: VisitorAs, body: Body) -> None:
    activity = make_activity(body)
    page = visitor_as("lay_member_ppi").visit(f"/activities/{activity.id}")
    assert not {"Change", "Take out of the log", "Attach evidence"} & set(page.links())
    assert not {"Record something else that was said"} & set(page.links())


def test_a_joint_body_that_nobody_knows_is_refused_with_those_it_may_be(officer: Visitor, body: Body) -> None:
    officer.visit("/activities/new")
    answers = {
        "What was it called?": "Open day",
        "Lead body": body.name,
        "Run jointly with": "Wolverhamton CCG",
    }
    page = officer.submit("Log the activity", answers)
    assert page.errors == ["“Wolverhamton CCG” is not a body we know. Did you mean Wolverhampton CCG?"]
    assert ("joint_bodies", "Wolverhamton CCG") in page.form("Log the activity").sent
