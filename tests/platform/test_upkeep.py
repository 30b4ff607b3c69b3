"""What the plumbing does by itself: checks the audit trail and the files, and takes away what nobody needs."""

from __future__ import annotations

import io
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from engage.activities import service as activities
from engage.activities.entries import EvidenceEntry
from engage.activities.models import Activity, ActivityEvidence
from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import record, save, session
from engage.platform.data.files import FileStore
from engage.platform.data.tables import Base
from engage.platform.data.transactions import one_transaction
from engage.platform.imports.models import Import
from engage.platform.mail import outbox
from engage.platform.mail.outbox import Attachment, Recipient
from engage.platform.processes import upkeep
from engage.rules.actors import SYSTEM
from tests.builders import make_activity, make_body

UPLOADED = audit.Event("test.uploaded")
NOW = datetime(2019, 11, 14, 9, 30, tzinfo=UTC)


@pytest.fixture
def files(app: Flask) -> FileStore:
    found: FileStore = app.extensions["files"]
    return found


@one_transaction
def upload(files: FileStore, words: bytes, days_ago: int, state: str = "uploaded") -> Import:
    stored = files.store(io.BytesIO(words), "log.csv")
    then = clock.now() - timedelta(days=days_ago)
    os.utime(files.path(stored.fingerprint), (then.timestamp(), then.timestamp()))
    UPLOADED(SYSTEM)
    return save(
        Import(kind="activities", file=stored.fingerprint, file_name="log.csv", began_at=then, state=state)
    )


def kept() -> list[str]:
    return list(session().scalars(select(Import.file)))


def test_a_whole_trail_is_said_to_be_whole(app: Flask, files: FileStore) -> None:
    upload(files, b"Activity\nDrop-in\n", 0)
    assert upkeep.verify_audit_trail() == "The audit trail is whole: 1 entry."


def test_a_broken_trail_fails_the_job(app: Flask, files: FileStore) -> None:
    upload(files, b"Activity\nDrop-in\n", 0)
    with record.engine.begin() as connection:
        connection.execute(update(audit.AuditHead).values(entries=2))
    with pytest.raises(upkeep.TrailBroken, match="broken at the end: entries at the end are missing"):
        upkeep.verify_audit_trail()


def test_an_upload_of_which_nothing_was_taken_for_a_month_goes_with_its_file(
    files: FileStore, clock: Any
) -> None:
    old = upload(files, b"Activity\nDrop-in\n", 31).file
    recent = upload(files, b"Activity\nSurvey\n", 29).file
    assert upkeep.forget_unused_uploads() == "1 upload forgotten."
    assert kept() == [recent]
    assert not files.holds(old)
    assert files.holds(recent)


def test_forgetting_twice_forgets_nothing_more(files: FileStore, clock: Any) -> None:
    upload(files, b"Activity\nDrop-in\n", 31)
    upkeep.forget_unused_uploads()
    assert upkeep.forget_unused_uploads() == "0 uploads forgotten."


@pytest.mark.parametrize("state", ["taken", "undone"])
def test_what_was_taken_is_kept_however_old(files: FileStore, clock: Any, state: str) -> None:
    taken = upload(files, b"Activity\nDrop-in\n", 400, state=state).file
    upkeep.forget_unused_uploads()
    assert kept() == [taken]
    assert files.holds(taken)


def test_a_file_that_another_record_names_stays(files: FileStore, clock: Any) -> None:
    upload(files, b"Activity\nDrop-in\n", 31)
    taken = upload(files, b"Activity\nDrop-in\n", 31, state="taken").file
    upkeep.forget_unused_uploads()
    assert kept() == [taken]
    assert files.holds(taken)


def test_a_file_that_comes_again_at_that_moment_stays(files: FileStore, clock: Any) -> None:
    forgotten = upload(files, b"Activity\nDrop-in\n", 31).file
    files.store(io.BytesIO(b"Activity\nDrop-in\n"), "log.csv")
    os.utime(files.path(forgotten), (NOW.timestamp(), NOW.timestamp()))
    upkeep.forget_unused_uploads()
    assert kept() == []
    assert files.holds(forgotten)


def evidence_with(files: FileStore, words: bytes) -> ActivityEvidence:
    """An activity of last year, with a file that shows it took place."""
    stored = files.store(io.BytesIO(words), "Drop-in at Bilston.txt")
    make_old(files.path(stored.fingerprint))
    activity = make_activity(make_body(f"CCG {stored.fingerprint[:4]}"))
    entry = EvidenceEntry(
        title="Notes", received_on=date(2019, 11, 13), file=stored.fingerprint, file_name=stored.name
    )
    return activities.keep_evidence(SYSTEM, activity, entry)


def make_old(path: Path, days: int = 2) -> None:
    then = (clock.now() - timedelta(days=days)).timestamp()
    os.utime(path, (then, then))


def left_in(files: FileStore) -> set[str]:
    folder = files.path("a" * 64).parents[1]
    return {path.name for path in folder.rglob("*") if path.is_file()}


@pytest.mark.both_databases
def test_files_that_nothing_names_and_what_killed_uploads_left_go_after_a_day(files: FileStore) -> None:
    named = evidence_with(files, b"Forty people came.").file
    unnamed = files.store(io.BytesIO(b"An upload whose record was never saved."), "notes.txt").fingerprint
    arriving = files.path(unnamed).parents[1] / "incoming-k2x8"
    keeping = files.path(unnamed).parent / "incoming-p0qz"
    for path in (arriving, keeping, files.rows_of(named)):
        path.write_bytes(b"PK")
    for path in (files.path(unnamed), arriving, keeping, files.rows_of(named)):
        make_old(path)
    assert upkeep.sweep_files() == "4 files that nothing needs taken away."
    assert left_in(files) == {named}
    assert upkeep.sweep_files() == "0 files that nothing needs taken away."


def test_a_file_that_has_just_come_or_come_again_is_not_swept(files: FileStore) -> None:
    stored = files.store(io.BytesIO(b"Notes of the day"), "notes.txt").fingerprint
    upkeep.sweep_files()
    assert files.holds(stored)
    make_old(files.path(stored))
    files.store(io.BytesIO(b"Notes of the day"), "notes.txt")
    upkeep.sweep_files()
    assert files.holds(stored)


def test_a_file_that_goes_with_a_letter_is_not_swept(files: FileStore) -> None:
    stored = files.store(io.BytesIO(b"Minutes of 13 November"), "minutes.txt")
    make_old(files.path(stored.fingerprint))

    @one_transaction
    def write() -> None:
        enclosed = Attachment(stored.fingerprint, stored.name, stored.media_type)
        to = Recipient("person:7", "chair@ppg.example", "The chair")
        outbox.write("minutes", "meeting:1", to, "Minutes", "Attached.", attachments=[enclosed], by=SYSTEM)
        UPLOADED(SYSTEM)

    write()
    upkeep.sweep_files()
    assert files.holds(stored.fingerprint)


@pytest.mark.both_databases
def test_the_file_of_what_was_removed_stays_for_as_long_as_it_can_be_put_back(files: FileStore) -> None:
    removed, dropped = evidence_with(files, b"Forty came."), evidence_with(files, b"Kept by mistake.")
    evidence, mistake = removed.file, dropped.file
    activity = session().get_one(Activity, removed.activity_id)
    number = activities.remove_activity(SYSTEM, activity)
    activities.drop_evidence(SYSTEM, dropped)
    assert upkeep.sweep_files() == "1 file that nothing needs taken away."
    assert not files.holds(mistake)
    activities.put_back_activity(SYSTEM, number)
    assert session().scalars(select(ActivityEvidence.file)).all() == [evidence]
    assert upkeep.check_files() == "1 file is whole."


def test_nothing_is_taken_away_while_a_backup_goes_by_what_is_there(files: FileStore, clock: Any) -> None:
    old = upload(files, b"Activity\nDrop-in\n", 31).file
    with files.held():
        assert upkeep.sweep_files() == "Nothing was swept: a backup is under way. It is done tomorrow."
        upkeep.forget_unused_uploads()
        assert files.holds(old)
        came = files.store(io.BytesIO(b"Activity\nSurvey\n"), "log.csv").fingerprint
    clock.shift(timedelta(days=1))
    upkeep.sweep_files()
    assert left_in(files) == {came}


@pytest.mark.both_databases
def test_a_file_that_was_altered_or_taken_away_fails_the_job_which_says_which_and_whose(
    files: FileStore,
) -> None:
    altered, missing = evidence_with(files, b"Forty came."), evidence_with(files, b"Nobody objected.")
    whole = evidence_with(files, b"All was well.")
    assert upkeep.check_files() == "3 files are whole."
    path = files.path(altered.file)
    before = path.stat()
    path.write_bytes(b"Fifty came.")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    files.path(missing.file).unlink()
    with pytest.raises(upkeep.FilesNotWhole) as failed:
        upkeep.check_files()
    said = str(failed.value)
    assert said.startswith("2 files are not whole of 3; put them back from a backup: ")
    assert f"{altered.file} is altered on disk (activity:{altered.activity_id})" in said
    assert f"{missing.file} is missing on disk (activity:{missing.activity_id})" in said
    assert whole.file not in said


def test_every_column_that_holds_a_fingerprint_of_a_file_is_known_to() -> None:
    columns = [column for mapper in Base.registry.mappers for column in mapper.local_table.columns]
    speak = {str(column) for column in columns if "file store" in (column.comment or "")}
    known = {str(column) for column in columns if column.info.get("names_a_file")}
    assert speak | {"letter.attachments"} == known
    assert {"import.file", "activity_evidence.file", "report.pdf"} <= known
