"""The pages of panels, as somebody at a keyboard meets them."""

from __future__ import annotations

import pytest
from flask import Flask

from engage.organisation.models import Body
from engage.panels.comparison import queries
from engage.panels.models import Panel
from engage.platform.data.db import session
from engage.rules.monitoring import read_monitoring
from tests.builders import make_body
from tests.conftest import VisitorAs
from tests.organisation.population_figures import bring_in_wolverhampton
from tests.panels.made import compare, make_interested, make_member, make_members, make_panel

OLD = {"25-34": 12, "45-54": 20, "65-74": 30, "75-84": 18}
MEMBER = "/panels/patient-panel/members/{}"


@pytest.fixture
def ccg(app: Flask) -> Body:
    return make_body("Wolverhampton CCG")


@pytest.fixture
def panel(ccg: Body) -> Panel:
    return make_panel(ccg)


def test_a_panel_is_set_up_somebody_comes_and_joins(ccg: Body, visitor_as: VisitorAs) -> None:
    person = visitor_as("engagement_officer")
    person.visit("/panels")
    person.follow("Set up a panel")
    person.submit(
        "Set it up",
        {
            "What is it called?": "Maternity Panel",
            "Short code": "maternity-panel",
            "What is it for?": "Plans maternity care",
            "How long is a term?": "24",
        },
    )
    assert person.page.heading == "Maternity Panel"
    person.follow("Record that somebody is interested")
    answers = {
        "Or somebody new: their name": "Panel member 1",
        "When did they say so?": "4 March 2019",
        "What would they like to take part in?": "births; feeding",
    }
    person.submit("Record it", answers)
    assert person.page.heading == "Panel member 1"
    person.follow("Take them on")
    person.submit("They have joined", {"When did they join?": "1 April 2019"})
    assert "1 April 2021" in person.page.text
    assert "1 member." in person.visit("/panels/maternity-panel").text


def test_what_cannot_be_is_said_at_its_question(panel: Panel, visitor_as: VisitorAs) -> None:
    person = visitor_as("engagement_officer")
    person.visit("/panels/new")
    person.submit(
        "Set it up",
        {
            "What is it called?": "X",
            "Short code": "Not A Code",
            "How long is a term?": "long",
            "Which forum does it meet as?": "none",
        },
    )
    for problem in ("small letters, figures and dashes alone", "whole number of months", "no such forum"):
        assert problem in person.page.text
    person.submit(
        "Set it up",
        {"Short code": "patient-panel", "How long is a term?": "", "Which forum does it meet as?": ""},
    )
    assert "Another panel has the code patient-panel" in person.page.text
    person.visit("/panels/patient-panel/members/new")
    person.submit("Record it", {"When did they say so?": "4 March 2019"})
    assert "Choose somebody of the register, or enter the name of somebody new" in person.page.text


def test_a_panel_is_changed_with_a_reason_for_what_it_does_not_ask(
    panel: Panel, visitor_as: VisitorAs
) -> None:
    person = visitor_as("equality_lead")
    person.visit("/panels/patient-panel")
    person.follow("Change the panel")
    asked = [
        one.characteristic
        for code, one in read_monitoring().questions.items()
        if code not in {"marriage", "carer"}
    ]
    person.submit(
        "Save the changes",
        {
            "What members are asked about themselves": asked,
            "Marriage and civil partnership: why not": "It bears on nothing here",
        },
    )
    assert "Not asked. It bears on nothing here" in person.page.text


def test_a_member_leaves_with_a_reason_and_one_who_waits_is_not_taken_on(
    panel: Panel, visitor_as: VisitorAs
) -> None:
    member, waiting = make_member(panel), make_interested(panel)
    person = visitor_as("communications_officer")
    person.visit(MEMBER.format(member.id))
    person.follow("Record that they left")
    person.submit("Record it", {"When?": "1 January 2019", "Why?": "Moved"})
    assert "It began on 1 April 2019" in person.page.text
    person.submit("Record it", {"When?": "1 May 2019", "Why?": "Moved away"})
    assert "Moved away" in person.page.text
    person.visit(MEMBER.format(waiting.id))
    person.follow("Record that they are not taken on")
    person.submit("Record it", {"When?": "1 May 2019", "Why?": "Lives elsewhere"})
    assert "Not taken on" in person.page.text


def test_terms_interests_and_expenses_are_kept_on_the_page_of_a_member(
    panel: Panel, visitor_as: VisitorAs
) -> None:
    member = make_member(panel)
    person = visitor_as("engagement_officer")
    person.visit(MEMBER.format(member.id))
    person.follow("Change the term")
    person.submit("Save the term", {"When does their term end?": "31 December 2020"})
    assert "31 December 2020" in person.page.text
    person.follow("Change what they would like to take part in")
    person.submit("Save it", {"What would they like to take part in?": "maternity; reading"})
    assert "maternity; reading" in person.page.text
    person.follow("Note an expense")
    person.submit("Note it", {"When?": "2 May 2019", "How much?": "a lot", "What for?": "Taxi"})
    assert "Enter an amount in pounds and pence" in person.page.text
    person.submit("Note it", {"How much?": "£12.50"})
    assert "£12.50" in person.page.text
    assert "£12.50" in visitor_as("lay_member_ppi").visit("/panels/patient-panel").text
    person.follow("Take out £12.50 of 2 May 2019")
    person.submit("Take it out")
    assert "No expense is noted." in person.page.text


def test_answers_go_in_and_are_never_shown_again_not_even_to_who_entered_them(
    panel: Panel, visitor_as: VisitorAs
) -> None:
    member = make_member(panel)
    person = visitor_as("engagement_officer")
    person.visit(MEMBER.format(member.id))
    person.follow("Enter what they say of themselves")
    for code in panel.asks:
        question = read_monitoring().questions[code]
        assert question.why in person.page.text
    assert person.page.text.count("Prefer not to say") == 9
    person.submit(
        "Keep the answers", {"What is your religion?": "Sikh", "What is your sex?": "Prefer not to say"}
    )
    assert "Answers are on file." in person.page.text
    assert "Sikh" not in person.page.html
    person.visit(f"{MEMBER.format(member.id)}/answers")
    assert "checked" not in person.page.html.split("<form", 1)[1]
    person.visit(MEMBER.format(member.id))
    person.follow("Remove their answers")
    person.submit("Remove the answers")
    assert "They were asked; no answer is on file." in person.page.text


def test_a_form_of_answers_that_is_refused_comes_back_empty(panel: Panel, visitor_as: VisitorAs) -> None:
    member = make_member(panel)
    person = visitor_as("engagement_officer")
    page = person.visit(f"{MEMBER.format(member.id)}/answers")
    sent = dict(page.form("Keep the answers").sent)
    forged = person.fetch(page.url, "POST", data={"csrf_token": "old", "answer_religion": "SIK"})
    odd = person.fetch(page.url, "POST", data={**sent, "answer_religion": "SIK", "answer_sex": "XYZZY"})
    for answer in (forged, odd):
        html = answer.get_data(as_text=True)
        assert "There is a problem" in html
        assert "checked" not in html.split("<form", 1)[1]
        assert "XYZZY" not in html
    assert "Answers are never shown again, so enter them once more." in odd.get_data(as_text=True)


def test_no_list_and_no_file_to_take_away_has_a_column_for_answers(
    panel: Panel, visitor_as: VisitorAs
) -> None:
    make_member(panel, religion="SIK", age="85+")
    person = visitor_as("engagement_officer")
    columns = "&".join(
        f"column={name}"
        for name in ("name", "panel", "state", "interest", "joined", "term", "left", "interests")
    )
    for address in (f"/panel-members/export.csv?{columns}", "/panels/export.csv"):
        content = person.download(address).decode()
        assert "SIK" not in content
        assert "Sikh" not in content
        assert "85" not in content


def test_a_panel_is_compared_and_a_gap_gets_an_action(panel: Panel, ccg: Body, visitor_as: VisitorAs) -> None:
    bring_in_wolverhampton(ccg)
    make_members(panel, "age", OLD)
    person = visitor_as("equality_lead")
    person.visit("/panels/patient-panel")
    person.follow("Compare it")
    person.submit(
        "Compare and keep it", {"On which day?": "3 June 2019", "What do you make of it?": "We are old."}
    )
    assert person.page.heading == "Compared with its community on 3 June 2019"
    for words in (
        "Fewer than would be expected",
        "48.6%",
        "We are old.",
        "Age, 2021",
        "Mind: different bands from 2011.",
    ):
        assert words in person.page.text
    person.follow("Agree an action")
    person.submit(
        "Agree the action",
        {
            "What is to be done?": "Ask at the college",
            "Who does it?": "Engagement officer",
            "By when?": "30 September 2098",
        },
    )
    assert "Ask at the college" in person.page.text
    session().rollback()
    found = queries.comparisons_of(panel)[0]
    assert queries.actions_on_comparisons().on(found) == 1
    assert "1 action agreed" in person.visit("/panels/patient-panel").text


def test_without_figures_of_the_community_the_page_says_what_to_do(
    panel: Panel, visitor_as: VisitorAs
) -> None:
    page = visitor_as("head_of_comms_engagement").visit("/panels/patient-panel/comparisons/new")
    assert "Bring in figures of the census or another source" in page.links()


def test_nothing_chosen_is_said_and_nothing_is_kept(panel: Panel, ccg: Body, visitor_as: VisitorAs) -> None:
    bring_in_wolverhampton(ccg)
    person = visitor_as("equality_lead")
    page = person.visit("/panels/patient-panel/comparisons/new")
    form = page.form("Compare and keep it")
    sent = {name: "" if name.startswith("against_") else value for name, value in form.sent}
    answer = person.fetch(page.url, "POST", data=sent)
    assert "Choose for one characteristic at the least" in answer.get_data(as_text=True)


def test_a_lay_member_sees_counts_and_what_may_be_shown_and_no_name(
    panel: Panel, ccg: Body, visitor_as: VisitorAs
) -> None:
    bring_in_wolverhampton(ccg)
    make_members(panel, "race", {"A": 71, "H": 4, "M": 5})
    found = compare(panel, race="race-five")
    lay = visitor_as("lay_member_ppi")
    assert "80" in lay.visit("/panels").text
    shown = lay.visit("/panels/patient-panel")
    assert "80 members." in shown.text
    assert "Panel member" not in shown.text
    page = lay.visit(f"/panels/patient-panel/comparisons/{found.id}")
    assert "hidden" in page.text
    assert "Numbers below 10 are hidden" in page.text
    assert "Asian, Chinese among them" in page.text
    assert "seals" not in page.html


def test_figures_shown_again_say_of_which_day_they_are(
    panel: Panel, ccg: Body, visitor_as: VisitorAs
) -> None:
    bring_in_wolverhampton(ccg)
    make_members(panel, "age", OLD)
    compare(panel, age="age-three")
    make_member(panel, age="25-34")
    again = compare(panel, age="age-three")
    other = compare(panel, age="age-six")
    lay = visitor_as("lay_member_ppi")
    page = lay.visit(f"/panels/patient-panel/comparisons/{again.id}")
    assert "These are the figures of 3 June 2019. Too few members have come, gone" in page.text
    page = lay.visit(f"/panels/patient-panel/comparisons/{other.id}")
    assert "in the groups chosen then" in page.text


def test_members_are_narrowed_by_panel_state_and_term(panel: Panel, visitor_as: VisitorAs) -> None:
    make_member(panel)
    make_interested(panel)
    person = visitor_as("engagement_officer")
    assert "2 people on record, 1 members now" in person.visit("/panel-members").text
    for query, number in (
        ("panel=patient-panel", "2 people"),
        ("state=interested", "1 person on record"),
        ("term=soon", "0 people"),
        ("term=over", "1 person on record"),
        ("interest=reading", "2 people"),
    ):
        assert number in person.visit(f"/panel-members?{query}").text, query
