"""No list and no page of a record asks the database more as records grow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask, current_app

from engage.accounts import service as accounts
from engage.actions import service as actions
from engage.actions.entries import ActionEntry
from engage.actions.queries import action_for
from engage.activities import service as activities
from engage.activities.entries import EvidenceEntry
from engage.activities.queries import activity_for
from engage.cycle import queries as projects
from engage.cycle import service as cycle
from engage.cycle.entries import PromiseEntry
from engage.cycle.models import Project
from engage.experience.stories import service as stories
from engage.feedback.entries import FeedbackEntry
from engage.forums import queries as forums
from engage.forums.framework import queries as framework
from engage.forums.framework import service as framework_service
from engage.forums.members import queries as members
from engage.imports import service as imports
from engage.meetings import queries as meetings
from engage.meetings.agenda import service as agenda_service
from engage.meetings.entries import PaperEntry
from engage.organisation import service as organisation
from engage.organisation.entries import AimEntry, CommitteeEntry, NameEntry, NetworkEntry, PlaceEntry
from engage.organisation.models import Body
from engage.panels import queries as panels
from engage.panels.members.service import note_expense
from engage.platform.data.files import StoredFile
from engage.platform.data.remembered import forget
from engage.platform.data.tables import Keep
from engage.platform.offers.retention import Due
from engage.platform.watch.entries import TraceEntry
from engage.platform.watch.service import note
from engage.platform.web.list_pages import keep_view
from engage.privacy import service as privacy
from engage.privacy.entries import RequestEntry
from engage.rules.actors import SYSTEM
from engage.stakeholder_maps import queries as maps
from engage.stakeholder_maps import service as judging
from engage.stakeholder_maps.entries import JudgementEntry
from engage.stakeholders import queries as register
from engage.stakeholders import service as stakeholders
from engage.stakeholders.consents import service as consents
from engage.stakeholders.duplicates import jobs as searches
from engage.stakeholders.entries import ContactEntry, OrganisationEntry, PersonEntry, PointEntry
from tests.builders import (
    make_account,
    make_action,
    make_activity,
    make_actor,
    make_body,
    make_edition,
    make_feedback,
    make_forum,
    make_insight,
    make_item,
    make_meeting,
    make_member,
    make_organisation,
    make_person,
    make_project,
    make_schedule,
    make_story,
    make_terms,
    record_outcome,
)
from tests.conftest import VisitorAs
from tests.harness.queries import queries_asked
from tests.house.product import views
from tests.organisation.population_figures import bring_in, bring_in_wolverhampton
from tests.panels import made as panel

FEW, MANY = 2, 20

More = Callable[[Body, int], None]
"""Makes one more of what a page shows; the number tells it from the others."""


def more_bodies(_body: Body, number: int) -> None:
    make_body(f"Body number {number}", exists_from=date(2013, 4, 1))


def more_parts(body: Body, number: int) -> None:
    organisation.add_part(SYSTEM, body, NameEntry(name=f"Name {number}"))
    organisation.add_part(SYSTEM, body, CommitteeEntry(name=f"Committee {number}"))
    organisation.add_part(SYSTEM, body, PlaceEntry(name=f"Place {number}"))
    organisation.add_part(SYSTEM, body, AimEntry(text=f"Aim {number}"))


def more_projects(body: Body, number: int) -> None:
    make_project(body, f"WIC-{number}", f"Review {number}", stage=number % 5 + 1, since=date(2019, 4, 1))


def more_promises(body: Body, number: int) -> None:
    cycle.make_promise(SYSTEM, _first_project(body), PromiseEntry(text=f"To consult on {number}"))


def more_activities(body: Body, number: int) -> None:
    dudley = body if number else make_body("Dudley CCG")
    make_activity(
        body,
        f"Talk {number}",
        project=_first_project(body),
        joint=[dudley],
        reached="about 40",
        stage=2,
        heard="More buses",
        equality_groups=["Age"],
    )


def more_of_one_activity(body: Body, number: int) -> None:
    if number == 0:
        make_activity(body, "Café talk", ref="ENG-001")
    else:
        make_activity(body, f"Report {number}", same_contacts_as="ENG-001")
    make_feedback(f"Said {number}", heard_at="activity:1")
    evidence = EvidenceEntry(title=f"Sheet {number}", link="https://a.example", received_on=date(2019, 7, 1))
    activities.keep_evidence(SYSTEM, activity_for(1), evidence)


def more_feedback(body: Body, number: int) -> None:
    if number == 0:
        make_activity(body)
    make_feedback(
        f"Said {number}",
        body_id=body.id,
        project_id=_first_project(body).id,
        heard_at="activity:1",
        topic="Buses",
    )


def more_accounts(_body: Body, _number: int) -> None:
    make_account("clinical_lead", "quality_lead")


def more_traces(_body: Body, number: int) -> None:
    account = make_account("web_editor")
    note(TraceEntry("taken", f"/people/{number}/card.vcf", "5ee7", account.id, is_known=True))


def more_audit(_body: Body, number: int) -> None:
    accounts.give_roles(SYSTEM, make_account("clinical_lead"), ["quality_lead"])
    keep_view(make_actor("governance_lead"), "audit-trail", f"View {number}", "")


def more_imports(_body: Body, number: int) -> None:
    file = StoredFile(f"{number:064}", 10, f"log {number}.csv", "text/csv")
    imports.upload(make_actor("engagement_officer"), "activities", file, [], {})


def more_population(body: Body, number: int) -> None:
    source = "Census 2021"
    bring_in(body, [{"characteristic": "Age", "category": f"{number}", "count": "10", "source": source}])


def more_stories(body: Body, number: int) -> None:
    story = make_story(f"Story {number}", body_id=body.id)
    stories.pass_on(SYSTEM, story, story.version, date(2019, 9, 12), "Quality lead")
    agreed = ActionEntry(agreed_at="story:1", title=f"Action {number}", owner_role="Quality lead")
    actions.agree_action(SYSTEM, agreed)


def more_insight(body: Body, number: int) -> None:
    make_story(body_id=body.id, topic=f"Topic {number}", quote=f"Words {number}")
    make_insight(body, f"{2010 + number // 4}-{11 + number // 4}Q{number % 4 + 1}")


def more_requests(_body: Body, number: int) -> None:
    person = stakeholders.add_person(SYSTEM, PersonEntry(name=f"Carer {number}"))
    privacy.record_request(SYSTEM, person, RequestEntry(kind="access", received_on=date(2019, 4, 1)))
    due = Due(Keep.CONTACT, f"person:{person.id}", date(2019, 4, 1), "everything")
    privacy.warn([due], date(2019, 3, 1))


def more_judgements(body: Body, number: int) -> None:
    project = _first_project(body)
    organisation = stakeholders.add_organisation(SYSTEM, OrganisationEntry(name=f"Charity {number}"))
    person = stakeholders.add_person(SYSTEM, PersonEntry(name=f"Carer {number}"))
    for ref in (f"organisation:{organisation.id}", f"person:{person.id}", f"group:Group {number}"):
        entry = JudgementEntry(power=3, interest=4, impact=5)
        judging.judge(SYSTEM, project, maps.who_is(ref), entry)
    make_activity(body, f"Talk {number}", project=project, organisations=[f"Charity {number}"])


def more_meetings(body: Body, number: int) -> None:
    forum = forums.forum_with_code(f"forum-{number % 2}") or make_forum(
        body, f"Forum {number}", code=f"forum-{number % 2}"
    )
    member = make_member(forum, f"PPG Chair {number}")
    came = {one.id: "attended" for one in members.members_of(forum, date(2019, 1, 1))}
    assert member.id in came
    make_meeting(forum, f"{number + 1} March 2019", members=came)


def more_of_one_meeting(body: Body, number: int) -> None:
    if number == 0:
        make_meeting(make_forum(body))
    meeting = meetings.meeting_for(1)
    item = make_item(meeting, f"Item {number}", project_id=_first_project(body).id)
    kept = PaperEntry(title=f"Map {number}", item_id=item.id, file="a" * 64, file_name="map.pdf")
    agenda_service.keep_paper(SYSTEM, meeting, kept)
    agenda_service.agree_action_at(
        SYSTEM, meeting, ActionEntry(title=f"Action {number}", project_id=item.project_id)
    )
    record_outcome(item, members_said=f"Said {number}")
    agenda_service.pass_on(SYSTEM, item, FeedbackEntry(said=f"Said {number}"))


def more_panels(body: Body, number: int) -> None:
    made = panel.make_panel(body, code=f"panel-{number}")
    panel.make_member(made)
    if number == 0:
        bring_in_wolverhampton(body)
    panel.compare(made, sex="sex-two")


def more_panel_members(body: Body, number: int) -> None:
    if number == 0:
        more_panels(body, 0)
    made = panels.panel_by_code("panel-0")
    member = panel.make_member(made, sex="F")
    note_expense(SYSTEM, made, member, date(2019, 5, 1), 100, "", was_refused=False)
    panel.compare(made, sex="sex-two")


def more_forums(body: Body, number: int) -> None:
    network = organisation.add_part(SYSTEM, body, NetworkEntry(name=f"Network {number}"))
    forum = make_forum(body, f"Forum {number}", network_id=network.id)
    make_terms(forum, review_on=date(2019, 10, 10))
    make_member(forum)
    editions = framework.editions_of(body)
    edition = editions[0] if editions else make_edition(body)
    framework_service.seat_forum(SYSTEM, edition, forum)


def more_of_one_forum(body: Body, number: int) -> None:
    forum = forums.forum_with_code("ppg-chairs-group") or make_forum(body)
    make_terms(forum, date(2019, 4, number + 1))
    practice, person = make_organisation(f"Practice {number}"), make_person(f"Person {number}")
    network = organisation.add_part(SYSTEM, body, NetworkEntry(name=f"Network {number}"))
    make_member(forum, organisation_id=practice.id, person_id=person.id, network_id=network.id)
    make_meeting(forum, f"{number + 1} September 2019", is_network_briefing=True)
    first, last = date(2020 + number, 4, 1), date(2021 + number, 3, 31)
    make_schedule(forum, first, until_on=last)
    edition = make_edition(body, f"Framework {number}", first, to_on=last)
    framework_service.seat_forum(SYSTEM, edition, forum)


def _first_project(body: Body) -> Project:
    return projects.project_with_code("WIC-14") or make_project(body)


def more_actions(body: Body, number: int) -> None:
    """With an owner each, who is written to."""
    owner = make_account("clinical_lead").id
    activity = make_activity(body, f"Talk {number}")
    agreed_at = f"activity:{activity.id}"
    action = make_action(f"Action {number}", owner_id=owner, body_id=body.id, agreed_at=agreed_at)
    actions.chase(SYSTEM, action)


def more_chases(body: Body, number: int) -> None:
    if not number:
        make_action("Send the figures", body_id=body.id)
    actions.chase(SYSTEM, action_for(1), "by phone")


def more_stakeholders(_body: Body, number: int) -> None:
    organisation = make_organisation(f"Café {number}")
    person = make_person(f"Carer {number}", bulk=date(2019, 3, 1))
    stakeholders.appoint(SYSTEM, organisation, "Chair", person.id, date(2019, 4, 1))
    consents.note_contact(SYSTEM, person, ContactEntry(on=date(2019, 5, 1), how="phone", about=""))


def more_of_one_stakeholder(body: Body, number: int) -> None:
    more_stakeholders(body, number)
    organisation, person = register.organisation_for(1), register.person_for(1)
    stakeholders.appoint(SYSTEM, organisation, f"Trustee {number}", person.id, date(2019, 4, 1))
    stakeholders.add_point(SYSTEM, person, PointEntry(kind="phone", value=f"01902 {number}"))
    consents.note_contact(SYSTEM, organisation, ContactEntry(on=date(2019, 5, 2), how="phone", about=""))
    make_activity(body, f"Talk at the café {number}", organisations=["Cafe 0"])


def more_pairs(body: Body, number: int) -> None:
    """Pairs of organisations and of people to decide on."""
    home = current_app.config["HOME"]
    for spelling in ("of Friends", "for Friends"):
        make_organisation(f"Forum {number} {spelling}")
        make_person(f"Chair of forum {number}")
    searches.go_on(searches.begin(SYSTEM, home).id, home)


LISTS: dict[str, tuple[str, More]] = {
    "accounts.index": ("/accounts", more_accounts),
    "accounts.trail": ("/audit", more_audit),
    "traces.index": ("/audit/traces", more_traces),
    "actions.index": ("/actions", more_actions),
    "activities.index": ("/activities", more_activities),
    "cycle.index": ("/projects", more_projects),
    "experience.index": ("/experience", more_stories),
    "experience.insight": ("/insight", more_insight),
    "feedback.index": ("/feedback", more_feedback),
    "forums.index": ("/forums", more_forums),
    "imports.index": ("/imports", more_imports),
    "meetings.index": ("/meetings", more_meetings),
    "organisation.index": ("/bodies", more_bodies),
    "panels.index": ("/panels", more_panels),
    "panels.members": ("/panel-members", more_panel_members),
    "organisation.population_index": ("/population", more_population),
    "platform.letters": ("/letters", more_actions),
    "privacy.index": ("/rights", more_requests),
    "stakeholders.index": ("/stakeholders?column=last_contact&column=name&column=bulk", more_stakeholders),
    "stakeholders.people": ("/people?column=last_contact&column=name&column=bulk", more_stakeholders),
}
OTHER_PAGES: dict[str, tuple[str, More]] = {
    "duplicates.index": ("/stakeholders/duplicates", more_pairs),
    "stakeholders.organisation": ("/stakeholders/organisations/1", more_of_one_stakeholder),
    "stakeholders.person": ("/people/1", more_of_one_stakeholder),
    "stakeholders.coverage_page": ("/stakeholders/coverage", more_stakeholders),
    "stakeholders.mail_merge": ("/people/mail-merge", more_stakeholders),
    "stakeholders.export_cards": ("/people/export.vcf", more_stakeholders),
    "actions.show": ("/actions/1", more_chases),
    "home": ("/", more_projects),
    "activities.show": ("/activities/1", more_of_one_activity),
    "activities.new": ("/activities/new", more_activities),
    "activities.index_export": ("/activities/export.csv", more_activities),
    "cycle.stage": ("/stages/2", more_projects),
    "cycle.promises": ("/projects/WIC-14/promises", more_promises),
    "experience.show": ("/experience/1", more_stories),
    "experience.show_insight": ("/insight/1", more_insight),
    "experience.topic": ("/topics/Wheelchairs", more_stories),
    "experience.topics": ("/topics", more_insight),
    "duties.index": ("/duties?body=wolverhampton-ccg&period=2018-19", more_projects),
    "duties.project": ("/projects/WIC-14", more_activities),
    "meetings.show": ("/meetings/1", more_of_one_meeting),
    "organisation.population": ("/bodies/wolverhampton-ccg/population", more_population),
    "panels.show": ("/panels/panel-0", more_panel_members),
    "panels.comparison": ("/panels/panel-0/comparisons/1", more_panel_members),
    "forums.show": ("/forums/ppg-chairs-group", more_of_one_forum),
    "forums.framework": ("/framework?on=1+June+2020", more_forums),
    "forums.networks": ("/forums/networks?period=2019/20", more_of_one_forum),
    "organisation.show": ("/bodies/wolverhampton-ccg", more_parts),
    "privacy.retention": ("/retention", more_requests),
    "stakeholder_maps.index": ("/projects/WIC-14/stakeholders", more_judgements),
}
PAGES = LISTS | OTHER_PAGES
MOST_STATEMENTS = 8  # of a page that was seen before, while nothing has changed since
ROLES_OF = {"traces": "governance_lead", "accounts": "administrator", "privacy": "ig_officer"}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_twenty_asks_no_more_than_a_page_of_two(
    name: str, app: Flask, visitor_as: VisitorAs
) -> None:
    address, more = PAGES[name]
    body = make_body("Wolverhampton CCG")
    person = visitor_as(ROLES_OF.get(name.split(".")[0], "head_of_comms_engagement"))
    asked: dict[int, list[str]] = {}
    for start, number in ((0, FEW), (FEW, MANY)):
        for one in range(start, number):
            more(body, one)
        person.fetch(address)  # the first visit fills what is read once for each process
        forget()
        with queries_asked() as statements:
            assert person.fetch(address).status_code == 200
        asked[number] = list(statements)
    with queries_asked() as again:
        person.fetch(address)
    assert len(again) <= MOST_STATEMENTS, f"{len(again)} statements: " + "; ".join(again)
    further = sorted({one for one in asked[MANY] if asked[MANY].count(one) > asked[FEW].count(one)})
    assert len(asked[MANY]) <= len(asked[FEW]), "Asked once for every row: " + "; ".join(further)


def test_every_list_is_measured() -> None:
    lists = {name.removesuffix("_export") for _, name, _ in views() if name.endswith("_export")}
    assert lists <= set(LISTS), "Add the new list to LISTS."
