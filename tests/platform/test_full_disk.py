"""A full disk is said to be full, to people and to scripts, and loses nothing that was typed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from errno import ENOSPC
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from engage import create_app
from engage.activities.models import Activity
from engage.platform import clock
from engage.platform.data import heads
from engage.platform.data.db import DATABASES, record, session
from engage.platform.data.full_disk import WORDS, DiskFull
from engage.platform.processes import jobs
from engage.platform.processes.models import JobRun
from engage.platform.web.guard import may
from engage.rules.permissions import May
from tests.builders import make_account, make_activity, make_body
from tests.conftest import VisitorAs
from tests.harness.installation import Installation
from tests.harness.server import ROOT
from tests.pages.visitor import Visitor

SIZE = 6 << 20  # bytes
WHAT = "What was it called?"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", place], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    yield place
    subprocess.run(["umount", place], check=True)


@pytest.fixture
def small(disk: Path, installation: Installation) -> Iterator[Flask]:
    """An installation on that disk."""
    for name, address in installation.settings.databases.items():
        shutil.copyfile(address.removeprefix("sqlite:///"), disk / f"{name}.db")
    settings = replace(installation.settings, home=disk, database_url=f"sqlite:///{disk / 'record.db'}")
    (disk / "trail.key").write_text(settings.trail_key)
    (disk / "secret.key").write_text(settings.secret_key)
    app = create_app(settings)
    with app.app_context():
        yield app
        for one in DATABASES:
            one.session.remove()
            one.engine.dispose()


@pytest.fixture
def officer(small: Flask) -> Visitor:
    make_body()
    someone = Visitor(small)
    someone.sign_in(make_account("communications_officer"))
    return someone


def fill(disk: Path) -> None:
    with (disk / "filling").open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 4096):
            pass


def engage(disk: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "ENGAGE_HOME": str(disk), "ENGAGE_DATABASE_URL": ""}
    command = [sys.executable, "-m", "engage", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)


def test_who_saves_is_told_that_the_disk_is_full_keeps_what_was_typed_and_saves_it_once_there_is_room(
    officer: Visitor, disk: Path
) -> None:
    officer.visit("/activities/new")
    fill(disk)
    page = officer.submit("Log the activity", {WHAT: "Café talk"}, status=507)
    assert page.errors == [WORDS]
    (disk / "filling").unlink()
    officer.submit("Log the activity")
    assert session().scalars(select(Activity.title)).all() == ["Café talk"]


def test_pages_are_read_while_the_disk_is_full(officer: Visitor, disk: Path) -> None:
    fill(disk)
    assert officer.visit("/activities").says("No activity")


def test_a_site_that_starts_on_a_full_disk_says_what_is_the_matter(officer: Visitor, disk: Path) -> None:
    for one in DATABASES:
        one.session.remove()
        one.engine.dispose()
    fill(disk)
    answer = officer.fetch("/activities")
    assert (answer.status_code, WORDS in answer.text) == (507, True)


def test_a_file_for_which_there_is_no_room_is_refused_and_leaves_nothing(
    small: Flask, officer: Visitor, disk: Path
) -> None:
    make_activity(make_body("Walsall CCG"))
    officer.visit("/activities/1/evidence/new")
    paper = (b"%PDF-1.7\n" + b"Minutes " * (SIZE // 8), "minutes.pdf")
    page = officer.submit("Attach", {"What is it?": "Minutes", "Or a file": paper}, status=507)
    assert page.errors == [WORDS]
    assert not [path for path in (disk / "files").rglob("*") if path.is_file()]


def test_a_fault_that_no_form_stands_behind_has_a_page_that_says_it(small: Flask, officer: Visitor) -> None:
    def full() -> str:
        raise OSError(ENOSPC, "No space left on device")

    small.view_functions["activities.index"] = may(May.READ_RECORDS)(full)
    page = officer.visit("/activities", status=507)
    assert page.says("The disk is full")
    assert page.says(WORDS)


def test_a_script_is_told_in_one_sentence_and_so_is_whoever_reads_how_jobs_went(
    officer: Visitor, disk: Path
) -> None:
    log = disk / "log.csv"
    log.write_text("Activity,Date\n" + "Forum at Bilston,June 2018\n" * 400, encoding="utf-8")
    fill(disk)
    for words in (
        ("import", "activities", str(log)),
        ("worker", "--once", "post_letters"),
        ("db", "upgrade"),
    ):
        ended = engage(disk, *words)
        assert (ended.returncode, ended.stderr.removeprefix("Error: ")) == (2, f"{WORDS}\n"), words
    (disk / "filling").unlink()
    assert engage(disk, "audit", "verify").stdout.startswith("The audit trail is whole")


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_the_same_is_said_of_postgresql_in_its_own_words(visitor_as: VisitorAs) -> None:
    make_body()
    officer = visitor_as("communications_officer")
    with record.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$"
        )
        connection.exec_driver_sql(
            "CREATE TRIGGER full_disk BEFORE INSERT ON activity EXECUTE FUNCTION no_room()"
        )
    officer.visit("/activities/new")
    page = officer.submit("Log the activity", {WHAT: "Café talk"}, status=507)
    assert page.errors == [WORDS]
    with record.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER full_disk ON activity")
    officer.submit("Log the activity")
    assert session().scalars(select(Activity.title)).all() == ["Café talk"]


def test_of_the_published_heads_none_is_half_written(disk: Path) -> None:
    path = disk / "heads.txt"
    heads.append(path, heads.Head(clock.now(), 1, "a" * 64))
    fill(disk)
    with suppress(OSError):
        for _ in range(100):
            heads.append(path, heads.Head(clock.now(), 2, "b" * 64))
    assert len(heads.read(path)) < 100
    assert heads.read(path)[-1].fingerprint == "b" * 64


def test_what_became_of_a_job_says_it(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> str:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setitem(jobs.JOBS, "keep_papers", jobs.Job("keep_papers", full, None, 1))
    with pytest.raises(DiskFull):
        jobs.run_job("keep_papers")
    assert session().scalars(select(JobRun.outcome)).one() == f"failed: DiskFull: {WORDS}"
