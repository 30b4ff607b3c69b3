"""Every door of the product, and a real record behind each: of the demonstration, or made here."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from flask import Flask
from sqlalchemy import select, text
from werkzeug.routing import Rule

from engage.accounts.mail import CHOOSE
from engage.accounts.models import Account
from engage.accounts.queries import actor_for, demonstration_accounts
from engage.actions.mail import CONFIRM
from engage.demonstration.service import load_demonstration
from engage.experience.topics import service as topics
from engage.feedback.models import Feedback
from engage.meetings.agenda import service as agendas
from engage.meetings.calendars import service as calendars
from engage.meetings.entries import PaperEntry
from engage.meetings.models import Meeting
from engage.organisation.merging import service as merging
from engage.organisation.models import Body
from engage.platform.data import audit
from engage.platform.data.db import answers, record, session
from engage.platform.data.tables import Keep
from engage.platform.data.transactions import one_transaction
from engage.platform.long_acts import service as long_acts
from engage.platform.mail.links import make_link
from engage.platform.offers.retention import Due
from engage.platform.processes.jobs import run_job
from engage.platform.web.guard import also_needed, mark_of
from engage.platform.web.list_pages import keep_view
from engage.privacy import service as privacy
from engage.privacy.entries import RequestEntry
from engage.rules.actors import SYSTEM, Actor
from engage.rules.permissions import May
from engage.stakeholder_maps import queries as maps
from engage.stakeholder_maps import service as judging
from engage.stakeholder_maps.entries import JudgementEntry
from engage.stakeholders.bulk import service as bulk
from engage.stakeholders.duplicates import service as duplicates
from engage.stakeholders.models import Person
from tests.builders import make_account, make_action, make_body, make_organisation, make_person, make_project
from tests.imports.logs import FORUM, csv_of
from tests.imports.test_pages import upload
from tests.pages.visitor import Visitor

ADDRESS = "https://engage.example"
CHOICE = re.compile(r"<any\((?P<first>[a-z]+)[^)]*\):[a-z]+>")
GAPS = re.compile(r".*>")

link_made = audit.Event("test.link-made")

BESIDE_THE_RECORD = {"/account/sign-ins/<int:sign_in_id>"}
EXAMPLES: Mapping[str, str] = {
    "/account/sign-ins/<int:sign_in_id>": "SELECT id FROM sign_in",
    "/accounts/<int:account_id>": "SELECT id FROM account",
    "/actions/<int:action_id>": "SELECT id FROM action",
    "/activities/<int:activity_id>": "SELECT id FROM activity",
    "/activities/<int:activity_id>/evidence/<int:evidence_id>": (
        "SELECT activity_id, id FROM activity_evidence"
    ),
    "/bodies/<code>": "SELECT code FROM body WHERE is_served",
    "/bodies/<code>/names": "SELECT code FROM body WHERE is_served",
    "/bodies/<code>/names/<int:number>": (
        "SELECT body.code, body_name.id FROM body_name JOIN body ON body.id = body_id"
    ),
    "/bodies/<code>/merge/<other>": (
        "SELECT one.code, other.code FROM body one, body other WHERE one.id < other.id"
    ),
    "/bodies/<code>/not-the-same/<other>": (
        "SELECT one.code, other.code FROM body one, body other WHERE one.id < other.id"
    ),
    "/bodies/differences/<int:difference_id>": "SELECT id FROM body_difference",
    "/bodies/merges/<int:merge_id>": "SELECT id FROM body_merge",
    "/calendar/<int:feed_id>": "SELECT id FROM calendar_feed",
    "/choose/<kind>": "SELECT 'organisation'",
    "/duties/<code>": "SELECT duty FROM ruling",
    "/duties/evidence/<int:evidence_id>": "SELECT id FROM hand_evidence ORDER BY file = ''",
    "/duties/facts/<name>": "SELECT 'E-COL-1'",
    "/duties/looks/<int:look_id>": "SELECT id FROM second_look WHERE verdict = ''",
    "/duties/requirements/<requirement_id>": "SELECT requirement FROM ruling",
    "/duties/rulings/<int:ruling_id>": "SELECT id FROM ruling",
    "/experience/<int:story_id>": "SELECT id FROM story",
    "/feedback/<int:feedback_id>": "SELECT id FROM feedback",
    "/forums/<code>": "SELECT code FROM forum",
    "/forums/<code>/members/<int:membership_id>": (
        "SELECT code, membership.id FROM membership JOIN forum ON forum.id = forum_id"
    ),
    "/forums/<code>/schedules/<int:schedule_id>": (
        "SELECT code, meeting_schedule.id FROM meeting_schedule JOIN forum ON forum.id = forum_id"
    ),
    "/forums/<code>/terms/<int:terms_id>": (
        "SELECT code, terms_of_reference.id FROM terms_of_reference JOIN forum ON forum.id = forum_id "
        "ORDER BY file = ''"
    ),
    "/framework/editions/<int:edition_id>": "SELECT id FROM framework_edition",
    "/framework/editions/<int:edition_id>/forums/<int:seat_id>": "SELECT edition_id, id FROM framework_seat",
    "/imports/<int:import_id>": "SELECT id FROM import",
    "/imports/mappings/<int:mapping_id>": "SELECT id FROM saved_mapping",
    "/insight/<int:insight_id>": "SELECT id FROM insight",
    "/jobs/<name>": "SELECT job FROM job_run",
    "/letters/<int:letter_id>": "SELECT id FROM letter",
    "/mailbox/<int:letter_id>": "SELECT id FROM letter",
    "/meetings/<int:meeting_id>": "SELECT id FROM meeting WHERE status = 'held'",
    "/meetings/<int:meeting_id>/agenda/<int:item_id>": "SELECT meeting_id, id FROM agenda_item",
    "/meetings/<int:meeting_id>/papers/<int:paper_id>": "SELECT meeting_id, id FROM meeting_paper",
    "/panels/<code>": "SELECT code FROM panel",
    "/panels/<code>/comparisons/<int:number>": (
        "SELECT code, panel_comparison.id FROM panel_comparison JOIN panel ON panel.id = panel_id"
    ),
    "/panels/<code>/members/<int:number>": (
        "SELECT code, panel_member.id FROM panel_member JOIN panel ON panel.id = panel_id"
    ),
    "/panels/<code>/members/<int:number>/expenses/<int:expense_id>": (
        "SELECT code, panel_member.id, expense.id FROM expense "
        "JOIN panel_member ON panel_member.id = member_id JOIN panel ON panel.id = panel_id"
    ),
    "/people/<int:kept_id>/merge/<int:other_id>": (
        "SELECT one.id, other.id FROM person one, person other WHERE one.id < other.id"
    ),
    "/people/<int:number>": "SELECT id FROM person",
    "/people/<int:one_id>/not-the-same/<int:other_id>": (
        "SELECT one.id, other.id FROM person one, person other WHERE one.id < other.id"
    ),
    "/people/<int:person_id>": "SELECT id FROM person",
    "/people/merges/<int:merge_id>": "SELECT id FROM person_merge",
    "/projects/<code>": "SELECT code FROM project",
    "/projects/<code>/promises/<int:promise_id>": (
        "SELECT code, promise.id FROM promise JOIN project ON project.id = project_id"
    ),
    "/projects/<code>/stakeholders/<int:score_id>": (
        "SELECT code, map_score.id FROM map_score JOIN project ON project.id = project_id"
    ),
    "/reports/<int:report_id>": "SELECT id FROM report ORDER BY state DESC",
    "/reports/<int:report_id>/figures/<figure_id>": (
        "SELECT id, 'activities.count' FROM report ORDER BY state DESC"
    ),
    "/reports/<int:report_id>/tables/<int:number>": "SELECT id, 1 FROM report ORDER BY state DESC",
    "/reports/figures/<figure_id>": "SELECT 'activities.count'",
    "/retention/<int:notice_id>": "SELECT id FROM retention_notice",
    "/rights/<int:request_id>": "SELECT id FROM rights_request",
    "/stages/<int:stage>": "SELECT 1",
    "/stakeholders/addresses/<int:point_id>": "SELECT id FROM contact_point",
    "/stakeholders/mailings/<int:mailing_id>": "SELECT id FROM mailing",
    "/stakeholders/merges/<int:merge_id>": "SELECT id FROM organisation_merge",
    "/stakeholders/organisations/<int:kept_id>/merge/<int:other_id>": (
        "SELECT one.id, other.id FROM organisation one, organisation other WHERE one.id < other.id"
    ),
    "/stakeholders/organisations/<int:number>": "SELECT id FROM organisation",
    "/stakeholders/organisations/<int:one_id>/not-the-same/<int:other_id>": (
        "SELECT one.id, other.id FROM organisation one, organisation other WHERE one.id < other.id"
    ),
    "/stakeholders/organisations/<int:organisation_id>": "SELECT id FROM organisation",
    "/stakeholders/posts/<int:post_id>": "SELECT id FROM post",
    "/strategies/<int:strategy_id>": "SELECT id FROM strategy",
    "/strategies/<int:strategy_id>/points/<int:point_id>": "SELECT strategy_id, id FROM strategy_point",
    "/topic-spellings/<int:spelling_id>": "SELECT id FROM topic_spelling",
    "/topics/<path:topic>": "SELECT topic FROM feedback WHERE topic > ''",
    "/under-way/<int:act_id>": "SELECT id FROM long_act",
}
"""What fills the gaps of an address, by its beginning up to the last gap: the first row stands for all."""


@dataclass(frozen=True, slots=True)
class Door:
    """One view asked in one way, at the address of a record that is there, and the marks that guard it."""

    name: str
    rule: str
    address: str
    method: str
    marks: frozenset[May | str | None]


@dataclass(frozen=True, slots=True)
class House:
    """A furnished installation: its doors, and the addresses that somebody without an account was given."""

    app: Flask
    doors: tuple[Door, ...]


def furnished(app: Flask) -> House:
    """Load the demonstration year, make what it has nothing of, and find a record for every door."""
    load_demonstration(SYSTEM, app.extensions["files"], ADDRESS)
    secrets = _make_the_rest(app)
    return House(app, tuple(_doors(app, secrets)))


def without_example(app: Flask) -> set[str]:
    """The beginnings of addresses that nobody has said a record for."""
    return (
        {beginning_of(rule) for rule in app.url_map.iter_rules()}
        - set(EXAMPLES)
        - {"", *SECRETS}
        - {one for one in map(beginning_of, app.url_map.iter_rules()) if one.endswith(VIEW)}
    )


SECRETS = ("/a/<secret>", "/calendar/<secret>", "/choose-password/<secret>")
VIEW = "/views/<int:view_id>"  # of lists, all alike


def beginning_of(rule: Rule) -> str:
    found = GAPS.match(CHOICE.sub(r"\g<first>", str(rule)))
    return found[0] if found else ""


def _doors(app: Flask, secrets: Mapping[str, str]) -> Iterator[Door]:
    known = {beginning: _filled(beginning) for beginning in EXAMPLES} | dict(secrets)
    for rule in sorted(app.url_map.iter_rules(), key=str):
        beginning, whole = beginning_of(rule), CHOICE.sub(r"\g<first>", str(rule))
        start = (
            beginning.replace("<int:view_id>", "1") if beginning.endswith(VIEW) else known.get(beginning, "")
        )
        view = app.view_functions[rule.endpoint]
        marks = frozenset({mark_of(view), *also_needed(view)})
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield Door(rule.endpoint, str(rule), start + whole[len(beginning) :], method, marks)


def _filled(beginning: str) -> str:
    database = answers if beginning in BESIDE_THE_RECORD else record
    row = database.session().execute(text(f"{EXAMPLES[beginning]} LIMIT 1")).first()
    if row is None:
        raise LookupError(f"No record is there for {beginning}: make one in tests/harness/doors.py.")
    for value in row:
        beginning = re.sub(r"<[^>]+>", str(value).replace("\\", ""), beginning, count=1)
    return beginning


def _make_the_rest(app: Flask) -> dict[str, str]:
    account = next(one.account for one in demonstration_accounts() if "engagement_officer" in one.roles)
    officer = actor_for(account)
    _make_bodies()
    _make_stakeholders(officer)
    _make_import(app, account)
    _make_paper(app)
    run_job("tell_of_attacks")
    long_acts.begin(officer, "stakeholders.tag", [1], {"tag": "carers"}, "/stakeholders")
    keep_view(officer, "engagement-log", "Surveys", "words=survey", "team")
    first, second = session().scalars(select(Feedback.topic).where(Feedback.topic > "").distinct().limit(2))
    topics.confirm_spelling(SYSTEM, first, second)
    return {
        "/a/<secret>": f"/a/{_link_of_an_action()}",
        "/calendar/<secret>": f"/calendar/{calendars.open_feed(officer, None, 60)}",
        "/choose-password/<secret>": f"/choose-password/{_link_to_choose_a_password()}",
    }


def _make_bodies() -> None:
    merging.merge_bodies(
        SYSTEM, make_body("Black Country Trust", "trust"), make_body("Black Cuontry Trust", "trust")
    )
    merging.tell_apart(SYSTEM, make_body("Walsall Trust", "trust"), make_body("Walsal Trust", "trust"))
    served = session().scalars(select(Body).where(Body.is_served).order_by(Body.id).limit(1)).one()
    project = make_project(served, "STROKE", "Stroke units")
    judging.judge(SYSTEM, project, maps.who_is("organisation:1"), JudgementEntry(power=2, interest=5))


def _make_stakeholders(officer: Actor) -> None:
    duplicates.merge_organisations(
        SYSTEM, make_organisation("Deaf Club"), make_organisation("The Deaf Club"), {}
    )
    asked = make_person("Kulvinder Singh", bulk=date(2019, 4, 1), email="k.singh@penn.example")
    duplicates.merge_people(SYSTEM, asked, make_person("K. Singh"), {})
    bulk.write_to_many(officer, Person, [asked.id], "What we heard", "Thank you for coming.")
    privacy.record_request(
        SYSTEM,
        asked,
        RequestEntry(kind="erasure", received_on=date(2019, 11, 1), identity_checked_how="In person"),
    )
    privacy.warn(
        [Due(Keep.CONTACT, f"person:{asked.id}", date(2030, 1, 1), "addresses of a person")],
        date(2029, 12, 1),
    )


def _make_import(app: Flask, account: Account) -> None:
    officer = Visitor(app)
    officer.sign_in(account)
    upload(officer, csv_of(FORUM))
    officer.submit("Check every row", {"Keep these choices for the next file as": "Our log"})


def _make_paper(app: Flask) -> None:
    held = session().scalars(select(Meeting).where(Meeting.status == "held").order_by(Meeting.id)).first()
    assert held is not None
    stored = app.extensions["files"].store(io.BytesIO(b"What\nThe walk-in centre\n"), "paper.csv")
    paper = PaperEntry(title="Figures", file=stored.fingerprint, file_name=stored.name)
    agendas.keep_paper(SYSTEM, held, paper)


@one_transaction
def _link_of_an_action() -> str:
    chair = make_person("A chair of a patient group")
    action = make_action(person_id=chair.id)
    link_made(SYSTEM)
    return make_link(CONFIRM, f"action:{action.id}", f"person:{chair.id}")


@one_transaction
def _link_to_choose_a_password() -> str:
    ref = f"account:{make_account('clinical_lead').id}"
    link_made(SYSTEM)
    return make_link(CHOOSE, ref, ref)
