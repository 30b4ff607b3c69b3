"""Two web processes and two workers on one PostgreSQL behave as one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import func, select

from engage.accounts import service
from engage.activities.models import Activity
from engage.platform.data import verifying
from engage.platform.data.db import session
from engage.platform.processes.models import JobRun
from engage.rules.actors import SYSTEM
from tests.assurance.published import publish
from tests.builders import make_body
from tests.harness.balancer import Balancer
from tests.harness.installation import Installation
from tests.harness.server import ROOT, serving
from tests.harness.waiting import eventually
from tests.imports.logs import FORUM, SURVEY, count_of_activities, csv_of
from tests.imports.test_pages import check
from tests.pages.visitor import Visitor

pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"])

ACTIVE, STANDING_BY = "This worker is active.", "This one stands by."
JOBS = {
    "chase_overdue_actions",
    "check_files",
    "forget_ended_sign_ins",
    "forget_old_traces",
    "forget_sent_forms",
    "forget_unused_uploads",
    "let_go_what_is_due",
    "look_after_databases",
    "look_at_links",
    "post_letters",
    "publish_erasures",
    "publish_head",
    "remind_of_insight",
    "sweep_files",
    "tell_of_attacks",
    "tell_of_jobs",
    "verify_audit_trail",
}


@pytest.fixture
def front(installation: Installation) -> Iterator[Balancer]:
    """Two web processes behind one address."""
    with serving(installation, workers=1) as first, serving(installation, workers=1) as second:
        yield Balancer([first, second])


def signed_in(front: Balancer, role: str, name: str) -> Visitor:
    """Somebody who came in by the sign-in page."""
    address = f"{role}@wolverhampton.example"
    service.open_account(SYSTEM, address, name, [role], password=None, demonstration=True)
    person = front.visitor()
    person.visit("/sign-in")
    person.submit(name)
    return person


@pytest.fixture
def officer(front: Balancer) -> Visitor:
    return signed_in(front, "communications_officer", "Communications officer")


def at_once(*acts: Callable[[], object]) -> None:
    """Do these things at the same moment; what goes wrong in any of them goes wrong here."""
    ready = Barrier(len(acts))

    def act(one: Callable[[], object]) -> None:
        ready.wait(timeout=20)
        one()

    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(act, one) for one in acts]:
            done.result(timeout=60)


def test_what_one_process_began_the_other_goes_on_with(front: Balancer, officer: Visitor) -> None:
    check(officer, csv_of(FORUM, SURVEY))
    officer.submit("Import 2 activities")
    officer.visit("/activities?stage=none")
    officer.submit("Keep this view", {"Name for this view": "Without a stage"})
    assert "Without a stage" in officer.visit("/activities").links()
    made = publish(officer, "2018-19")
    assert len({officer.visit(made.address).text for _ in front.answered}) == 1
    assert {officer.download(f"{made.address}/paper.pdf") for _ in front.answered} == {made.pdf}
    officer.visit("/activities/1/evidence/new")
    officer.submit("Attach", {"What is it?": "Sheet", "Or a file": (b"%PDF-1.7 of attendance", "sheet.pdf")})
    sheet = next(href for words, href in officer.page.links().items() if words.startswith("Sheet"))
    assert {officer.download(sheet) for _ in front.answered} == {b"%PDF-1.7 of attendance"}
    assert officer.visit("/imports/1/undo").says("It cannot be undone as a whole")
    officer.visit("/activities/1")
    officer.submit("Take off Sheet")
    officer.visit("/imports/1/undo")
    assert officer.submit("Undo the import").says(
        "Every record that it entered or changed is as it was before."
    )
    assert count_of_activities() == 0
    assert min(front.answered.values()) > 10


def test_what_two_people_do_at_once_is_done_once_and_leaves_one_trail(
    front: Balancer, officer: Visitor
) -> None:
    colleague = signed_in(front, "engagement_officer", "Engagement officer")
    check(officer, csv_of(FORUM, SURVEY))
    for person in (officer, colleague):
        person.visit("/imports/1/check")
    statuses: list[int] = []

    def press(person: Visitor) -> None:
        form = person.page.form("Import 2 activities")
        statuses.append(person._send(form).status_code)

    at_once(lambda: press(officer), lambda: press(colleague))
    assert 302 in statuses
    assert count_of_activities() == 2
    assert not verifying.verify().why


def test_two_people_who_log_at_once_get_references_of_their_own(front: Balancer, officer: Visitor) -> None:
    make_body()
    colleague = signed_in(front, "engagement_officer", "Engagement officer")

    def log(person: Visitor, *titles: str) -> None:
        for title in titles:
            person.visit("/activities/new")
            person.submit("Log the activity", {"What was it called?": title})

    at_once(
        lambda: log(officer, "Coffee morning", "Focus group on stroke", "Survey of carers"),
        lambda: log(colleague, "Market stall", "Youth parliament", "Radio phone-in"),
    )
    session().rollback()
    assert sorted(session().scalars(select(Activity.ref))) == [f"ACT-{number:04}" for number in range(1, 7)]
    assert not verifying.verify().why


@pytest.fixture
def workers(installation: Installation, tmp_path: Path) -> Iterator[list[Path]]:
    """Two workers, as ``engage worker`` starts them; the logs of what they say."""
    environment = {
        **os.environ,
        "ENGAGE_HOME": str(installation.settings.home),
        "ENGAGE_DATABASE_URL": installation.settings.database_url,
        "ENGAGE_SECRET_KEY": installation.settings.secret_key,
    }
    command = [sys.executable, "-m", "engage", "worker"]
    logs = [tmp_path / "first.log", tmp_path / "second.log"]
    started = []
    for log in logs:
        with log.open("wb") as output:
            started.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output))
    yield logs
    for process in started:
        process.terminate()
    for process in started:
        process.wait(timeout=20)


def test_of_two_workers_one_does_the_work_while_two_web_processes_serve(
    front: Balancer, officer: Visitor, workers: list[Path]
) -> None:
    def saying(words: str) -> int:
        return sum(words in log.read_text(encoding="utf-8") for log in workers)

    check(officer, csv_of(FORUM, SURVEY))
    officer.submit("Import 2 activities")
    eventually(lambda: saying(ACTIVE) == saying(STANDING_BY) == 1, "one works, one stands by", 30)

    def done() -> set[str]:
        session().rollback()
        wanted = select(JobRun.job).where(JobRun.finished_at.is_not(None))
        return set(session().scalars(wanted))

    eventually(lambda: done() == JOBS, "every job has been run", 30)
    assert session().scalar(select(func.count()).select_from(JobRun)) == len(JOBS)
    assert not [run for run in session().scalars(select(JobRun)) if run.outcome.startswith("failed")]
    assert officer.visit("/activities").says("2 activities")
