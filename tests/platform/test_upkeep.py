"""What the plumbing does by itself: checks the audit trail, and forgets uploads nobody came back for."""

from __future__ import annotations

import io
import os
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import record, save, session
from engage.platform.data.files import FileStore
from engage.platform.data.tables import Base
from engage.platform.data.transactions import one_transaction
from engage.platform.imports.models import Import
from engage.platform.processes import upkeep
from engage.rules.actors import SYSTEM

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


def test_every_column_that_holds_a_fingerprint_of_a_file_is_known_to() -> None:
    columns = [column for mapper in Base.registry.mappers for column in mapper.local_table.columns]
    speak = {str(column) for column in columns if "file store" in (column.comment or "")}
    known = {str(column) for column in columns if column.info.get("names_a_file")}
    assert speak == known
    assert {"import.file", "activity_evidence.file", "report.pdf"} <= known
