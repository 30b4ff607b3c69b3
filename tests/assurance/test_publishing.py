"""Publishing: frozen, fingerprinted and numbered, whoever else publishes at the same moment."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask

from engage.activities import service as activities
from engage.assurance import publishing, service
from engage.assurance.entries import StatementEntry
from engage.assurance.models import Report
from engage.assurance.reporting import body_numbered, report_value
from engage.platform import clock
from engage.platform.data import audit, verifying
from engage.platform.data.db import record, session
from engage.rules.errors import Refused
from engage.rules.periods import read_period
from tests.builders import make_activity, make_actor, make_body
from tests.conftest import VisitorAs

YEAR, NEXT_YEAR = "2018-19", "2019-20"


def draft(period: str = YEAR, body_id: int | None = None) -> Report:
    return service.draft_report(make_actor("engagement_officer"), body_id, read_period(period), {})


def publish(app: Flask, report: Report, *, by: str = "communications_officer") -> Report:
    """Publish a draft as the page does."""
    body = body_numbered(report.body_id)
    value = report_value(body, read_period(report.period), clock.today(), report.front_sheet)
    keep = publishing.keeper(
        app.extensions["files"], "http://127.0.0.1:8000", f"/reports/{report.id}/figures"
    )
    return service.publish_report(make_actor(by), report, value, keep)


def test_a_published_report_is_frozen_fingerprinted_and_kept_with_its_paper_and_annex(app: Flask) -> None:
    make_activity(make_body())
    report = publish(app, draft())
    assert (report.state, report.number, report.version) == ("published", 1, 1)
    assert report.fingerprint == hashlib.sha256(report.figures.encode()).hexdigest()
    assert json.loads(report.figures)["edition"] == "report 1, version 1"
    files = app.extensions["files"]
    with files.open(report.pdf) as paper, files.open(report.annex) as annex:
        assert paper.read(5) == b"%PDF-"
        assert annex.read(2) == b"PK"
    assert report.published_by == "Communications officer"


def test_publishing_is_one_entry_in_the_audit_trail(app: Flask) -> None:
    report = publish(app, draft())
    [(entry, _changes), *_] = audit.history_of(f"report:{report.id}")
    assert entry.event == "report.published"
    assert (entry.fields["number"], entry.fields["fingerprint"]) == (1, report.fingerprint)
    assert verifying.verify().why == ""


def test_the_same_body_and_period_keep_their_number_and_get_the_next_version(app: Flask) -> None:
    ours = make_body()
    made = [
        publish(app, draft(period, body_id))
        for period, body_id in (
            (YEAR, ours.id),
            (NEXT_YEAR, ours.id),
            (YEAR, None),
            (YEAR, ours.id),
            (YEAR, None),
        )
    ]
    assert [(one.number, one.version) for one in made] == [(1, 1), (2, 1), (3, 1), (1, 2), (3, 2)]


def test_a_published_report_never_changes_though_records_do(app: Flask) -> None:
    activity = make_activity(make_body(), reached="203")
    report = publish(app, draft())
    before = (report.figures, report.fingerprint, report.pdf, report.annex)
    activities.remove_activity(make_actor("communications_officer"), activity)
    session().expire_all()
    assert (report.figures, report.fingerprint, report.pdf, report.annex) == before


def test_a_published_report_is_neither_published_again_nor_written_on(app: Flask) -> None:
    report = publish(app, draft())
    with pytest.raises(Refused, match="a published report never changes"):
        publish(app, report)
    with pytest.raises(Refused, match="a published report never changes"):
        service.change_front_sheet(make_actor("engagement_officer"), report, {"purpose": "Another"})


def test_a_report_whose_paper_cannot_be_made_is_not_published(app: Flask) -> None:
    def fails(_value: Any) -> tuple[str, str]:
        raise OSError("No space left on device")

    report = draft()
    value = report_value(None, read_period(YEAR), clock.today(), report.front_sheet)
    with pytest.raises(OSError, match="No space left"):
        service.publish_report(make_actor("communications_officer"), report, value, fails)
    session().expire_all()
    assert (report.state, report.number, report.figures) == ("draft", None, "")


def at_once(app: Flask, acts: list[Callable[[], Any]]) -> list[Any]:
    """Do several things at the same moment, each with a session of its own; what each answered or raised."""
    answers: list[Any] = [None] * len(acts)
    ready = Barrier(len(acts))

    def act(place: int) -> None:
        with app.app_context():
            ready.wait(timeout=20)
            try:
                answers[place] = acts[place]()
            except Refused as refusal:
                answers[place] = refusal.reason
            finally:
                record.session.remove()

    threads = [Thread(target=act, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


@pytest.mark.both_databases
def test_people_who_publish_at_once_get_numbers_and_versions_of_their_own(app: Flask) -> None:
    make_activity(make_body())
    drafts = [draft(period).id for period in (YEAR, NEXT_YEAR) * 3]
    actor = make_actor("communications_officer")

    def publishing_of(report_id: int) -> Callable[[], object]:
        def act() -> object:
            report = session().get(Report, report_id)
            assert report is not None
            value = report_value(None, read_period(report.period), clock.today(), report.front_sheet)
            keep = publishing.keeper(app.extensions["files"], "", f"/reports/{report_id}/figures")
            made = service.publish_report(actor, report, value, keep)
            return made.period, made.number, made.version

        return act

    session().rollback()
    answers = at_once(app, [publishing_of(report_id) for report_id in drafts])
    found = sorted(answers, key=str)
    numbers = {period: {number for one, number, _ in found if one == period} for period in (YEAR, NEXT_YEAR)}
    assert sorted(map(len, numbers.values())) == [1, 1]
    assert numbers[YEAR] != numbers[NEXT_YEAR]
    assert [version for _, _, version in found] == [1, 2, 3, 1, 2, 3]


@pytest.mark.both_databases
def test_two_people_who_publish_the_same_draft_publish_it_once(app: Flask) -> None:
    report_id, actor = draft().id, make_actor("communications_officer")

    def act() -> object:
        report = session().get(Report, report_id)
        assert report is not None
        value = report_value(None, read_period(YEAR), clock.today(), report.front_sheet)
        keep = publishing.keeper(app.extensions["files"], "", "/figures")
        return service.publish_report(actor, report, value, keep).version

    session().rollback()
    answers = at_once(app, [act, act])
    assert sorted(map(str, answers))[0] == "1"
    assert "never changes" in sorted(map(str, answers))[1]
    assert verifying.verify().why == ""


def test_only_a_published_report_can_be_vouched_for(app: Flask, visitor_as: VisitorAs) -> None:
    lay_member, report = make_actor("lay_member_ppi"), draft()
    said = StatementEntry(level="significant", words="I followed six figures to their records.")
    with pytest.raises(Refused, match="still a draft"):
        service.give_statement(lay_member, report, said)
    statement = service.give_statement(lay_member, publish(app, report), said)
    assert (statement.by_name, statement.level) == (
        "Lay member for patient and public involvement",
        "significant",
    )
