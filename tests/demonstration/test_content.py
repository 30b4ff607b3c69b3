"""What the demonstration year holds, and that what is invented is marked."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import String, cast, select

from engage.accounts.models import Credential
from engage.accounts.queries import demonstration_accounts
from engage.activities.facts import facts as log_facts
from engage.activities.importing.service import ActivityImporter
from engage.activities.models import Activity, ActivityEvidence
from engage.assurance.differences import differing_figures
from engage.assurance.figures.words import Id
from engage.assurance.frozen import read_value
from engage.assurance.models import LayStatement, Report
from engage.assurance.reporting import body_with, report_value
from engage.cycle.models import Project, ProjectStage, Promise
from engage.demonstration.reading import read_fields
from engage.duties.findings import findings_for
from engage.duties.models import HandEvidence
from engage.feedback.facts import facts as items
from engage.feedback.importing import FeedbackImporter
from engage.feedback.models import Feedback, FeedbackReading
from engage.organisation import queries as organisation
from engage.panels import queries as panels
from engage.panels.comparison import queries as comparison
from engage.platform import clock
from engage.platform.data.db import DATABASES, session
from engage.platform.data.files import FileStore
from engage.platform.data.named_files import columns_with_files, named_files
from engage.platform.imports.importing import Importer, Notes
from engage.rules.ageing import BUCKETS, ageing_of_facts
from engage.rules.calendar_words import Precision
from engage.rules.findings import State
from engage.rules.periods import quarter, read_period
from engage.rules.permissions import ROLES
from engage.rules.reached import ReachedKind
from engage.rules.tallies import shown
from engage.rules.words import read_vocabulary

pytestmark = pytest.mark.usefixtures("year")


def activities() -> list[Activity]:
    return list(session().scalars(select(Activity)))


def evidence() -> list[ActivityEvidence | HandEvidence]:
    return [*session().scalars(select(ActivityEvidence)), *session().scalars(select(HandEvidence))]


def said() -> list[Feedback]:
    return list(session().scalars(select(Feedback)))


def test_every_role_has_a_post_that_nobody_can_reach_with_a_password() -> None:
    posts = demonstration_accounts()
    assert [post.roles for post in posts] == [(role,) for role in ROLES]
    assert all(post.account.email.endswith("@demonstration.example") for post in posts)
    assert [post.account.name for post in posts] == [role.title for role in ROLES.values()]
    assert session().scalars(select(Credential)).all() == []


def test_the_body_has_its_parts_and_whoever_took_over_from_it() -> None:
    body = organisation.body_by_code("wolverhampton-ccg")
    record = organisation.record_of(body)
    assert body.is_served
    assert body.board_word == "Governing Body"
    assert [committee.name for committee in record.committees] == [
        "Black Country Joint Commissioning Committee",
        "Governing Body",
        "Primary Care Commissioning Committee",
    ]
    assert len(record.aims) == 3
    assert sum(len(network.practices) for network in record.networks) == 40
    assert [one.name for one in record.taken_over_by] == ["Black Country and West Birmingham CCG"]


def test_the_title_of_the_strategy_and_the_days_it_holds_for_are_apart() -> None:
    body = organisation.body_by_code("wolverhampton-ccg")
    (known,) = organisation.record_of(body).strategies
    strategy = organisation.strategy_for(known.id).strategy
    points = organisation.points_of(strategy)
    assert strategy.title.endswith("2019/20")
    assert (strategy.valid_from, strategy.valid_to) == (date(2019, 4, 1), date(2021, 3, 31))
    assert Counter(point.kind for point in points) == {"principle": 7, "objective": 5}


def test_projects_stand_at_every_stage() -> None:
    now = session().scalars(select(ProjectStage.stage).where(ProjectStage.to_on.is_(None)))
    assert set(now) == {1, 2, 3, 4, 5}


def test_a_promise_to_consult_for_twelve_weeks_was_kept_and_others_are_open() -> None:
    promises = session().scalars(select(Promise)).all()
    assert "To consult for 12 weeks" in [promise.text for promise in promises if promise.kept_on]
    assert [promise for promise in promises if not promise.kept_on]


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_every_quarter_has_activities_of_the_body(number: int) -> None:
    value = report_value(body_with("wolverhampton-ccg"), quarter(2019, number), clock.today(), {})
    assert value.figures[Id.ACTIVITIES_COUNT].base >= 6


def test_the_quarter_of_the_demonstration_says_one_thing() -> None:
    figures = report_value(body_with("wolverhampton-ccg"), quarter(2019, 2), clock.today(), {}).figures
    unanswered = set(figures[Id.FEEDBACK_UNANSWERED].refs)
    assert len(unanswered) == figures[Id.FEEDBACK_BY_ANSWER].values["no_answer"] == 9
    assert figures[Id.FEEDBACK_WITH_OUTCOME].value == 4


def test_the_paper_of_a_quarter_is_not_evidenced_by_the_next_one() -> None:
    """The papers for the decision on urgent care are of 7 January 2020, and the decision of the 14th."""
    value = report_value(body_with("wolverhampton-ccg"), quarter(2019, 2), clock.today(), {})
    stand = value.figures[Id.DUTIES_BY_STATE].parts
    due = {ref for state in ("by_hand", "evidenced", "none") for ref in stand[state]}
    of_decision = {ref for ref, record in value.records.items() if record.number == "E-COL-5"}
    urgent_care = {ref for ref in of_decision if "DEMO-UC" in value.records[ref].title}
    assert urgent_care
    assert not urgent_care & due


def test_dates_and_numbers_are_known_in_every_way_there_is() -> None:
    log = activities()
    assert {activity.when_precision for activity in log} == {known.value for known in Precision}
    assert {activity.reached_kind for activity in log} == {kind.value for kind in ReachedKind}
    assert {activity.status for activity in log} >= {"planned", "cancelled", "fed_back", "feedback_collected"}


def test_two_activities_count_the_same_contacts() -> None:
    by_id = {activity.id: activity for activity in activities()}
    pairs = [
        (activity.ref, by_id[activity.same_contacts_as_id].ref)
        for activity in by_id.values()
        if activity.same_contacts_as_id
    ]
    assert pairs == [("DEMO-15", "DEMO-14")]


def test_people_were_counted_by_group_and_few_of_one_group_are_not_shown() -> None:
    value = report_value(body_with("wolverhampton-ccg"), read_period("2019-20"), clock.today(), {})
    assert value.figures[Id.ACTIVITIES_COUNTED_BY_GROUP].base >= 5
    told = shown((fact.says["tallies"], fact.says["reached"]) for fact in log_facts())
    assert {one.group for one in told if one.number is None} == {"Asylum seekers and refugees"}
    assert len(told) >= 8


def test_words_of_a_spreadsheet_that_nobody_understood_are_kept() -> None:
    said = {activity.ref: activity.file_says("reached") for activity in activities() if activity.unread}
    assert said == {"DEMO-27": "a handful at each practice", "DEMO-33": "every practice, twice"}


def test_what_people_said_is_answered_in_every_way_and_some_waits() -> None:
    heard = said()
    assert {item.answer for item in heard} == {term.code for term in read_vocabulary("answer_states").terms}
    assert {item.tone for item in heard} - {""} == {term.code for term in read_vocabulary("tones").terms}
    assert {item.influence for item in heard} - {""} == {
        term.code for term in read_vocabulary("influences").terms
    }
    waiting = ageing_of_facts((fact for fact in items() if not fact.says["answered"]), date(2020, 3, 31))
    assert all(waiting.of(bucket) for bucket in BUCKETS)
    assert session().scalars(select(FeedbackReading)).all()


def test_what_is_invented_is_marked_and_what_is_on_record_is_not() -> None:
    assert {activity.ref.split("-")[0]: activity.is_invented for activity in activities()} == {
        "ENG": False,
        "DEMO": True,
    }
    real = {activity.id for activity in activities() if not activity.is_invented}
    for item in said():
        on_record = item.heard_at in {f"activity:{number}" for number in real}
        on_record |= (item.ref or "").startswith("YSWD")
        assert item.is_invented is not on_record, item.title
        assert on_record or (item.ref or "").startswith("DEMO-"), item.title
    for project in session().scalars(select(Project)):
        assert project.is_invented is project.code.startswith("DEMO-"), project.code
    assert all(piece.title.endswith("(DEMO)") for piece in evidence() if not piece.link)


@pytest.mark.parametrize(
    ("importer", "extract"),
    [(ActivityImporter, "activities_recorded.csv"), (FeedbackImporter, "you_said_we_did.csv")],
)
def test_an_import_of_the_same_records_finds_them_the_same(
    importer: type[ActivityImporter] | type[FeedbackImporter], extract: str
) -> None:
    reader: Importer = importer()
    entries = [reader.read(values, Notes()) for values in read_fields(extract, reader.fields)]
    known = reader.known([entry for entry in entries if entry])
    for entry in entries:
        assert entry is not None
        (stored,) = known[entry.key]
        assert {name: stored.content[name] for name in entry.content} == entry.content


def test_the_checklist_shows_what_is_there_and_what_is_missing() -> None:
    findings = findings_for("wolverhampton-ccg", read_period("2019-20"), clock.today())
    assert {finding.state for finding in findings} == set(State) - {State.NOT_YET_DUE}
    assert any(finding.signed for finding in findings)
    assert any(finding.by_hand for finding in findings)
    missed = {finding.requirement for finding in findings if finding.nearest_miss}
    assert missed >= {"E-COL-1", "E-COL-3", "E-COL-4", "E-COL-6", "E-EQ-7", "E-SCR-6"}


def test_a_report_is_published_and_vouched_for_and_another_is_a_draft() -> None:
    reports = session().scalars(select(Report).order_by(Report.id)).all()
    assert [(report.period, report.state) for report in reports] == [
        ("2019-20Q2", "published"),
        ("2019-20", "draft"),
    ]
    (statement,) = session().scalars(select(LayStatement))
    assert statement.by_name == ROLES["lay_member_ppi"].title


def test_something_reached_the_log_after_the_report_was_published() -> None:
    report = session().scalars(select(Report).where(Report.state == "published")).one()
    now = report_value(
        body_with("wolverhampton-ccg"), read_period(report.period), clock.today(), report.front_sheet
    )
    changed = {one.where: (one.then, one.now) for one in differing_figures(read_value(report.figures), now)}
    then, today = changed["Activities"]
    assert int(today) == int(then) + 1


def test_a_panel_was_compared_with_its_community_and_its_gap_is_acted_on() -> None:
    (panel,) = panels.rows_for([1])
    assert (panel.counts.joined, panel.counts.interested, panel.counts.left) == (29, 1, 1)
    (compared,) = comparison.comparisons_of(panel.panel)
    assert compared.gaps == ["16 to 34"]
    assert comparison.actions_on_comparisons().on(compared) == 1


def test_every_column_in_which_a_file_of_the_store_is_named_is_known(year: Flask) -> None:
    files: FileStore = year.extensions["files"]
    kept = {path.name for path in files.path("a" * 64).parents[1].glob("??/*")}
    assert kept == named_files()
    naming = {
        str(column)
        for database in DATABASES
        for _, table in database.tables()
        for column in table.columns
        for words in database.session().scalars(select(cast(column, String)))
        if not table.name.startswith("audit_") and kept & set(re.findall(r"[0-9a-f]{64}", words or ""))
    }
    known = {str(column) for database in DATABASES for _, column in columns_with_files(database)}
    assert "activity_evidence.file" in naming
    assert naming <= known
