"""A file that was altered or is missing on disk goes to nobody, and its page says what to do."""

from __future__ import annotations

import io
import os
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from engage.activities import service
from engage.activities.entries import EvidenceEntry
from engage.platform.data.files import FileStore
from engage.rules.actors import SYSTEM
from tests.builders import make_activity, make_body
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor

MINUTES = b"The Governing Body did not agree to close the ward."
OTHERWISE = MINUTES.replace(b"did not", b"did now")
ADDRESS = "/activities/1/evidence/1/file"


@pytest.fixture
def kept(app: Flask) -> Path:
    """Where the minutes lie that show an activity took place."""
    files: FileStore = app.extensions["files"]
    stored = files.store(io.BytesIO(MINUTES), "Minutes of June.txt")
    activity = make_activity(make_body())
    entry = EvidenceEntry(
        title="Minutes", received_on=date(2018, 7, 1), file=stored.fingerprint, file_name=stored.name
    )
    service.keep_evidence(SYSTEM, activity, entry)
    return files.path(stored.fingerprint)


@pytest.fixture
def officer(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("communications_officer")


def alter(path: Path) -> None:
    """Put other words of the same length in, and let the day stand on which it was last written."""
    before = path.stat()
    path.write_bytes(OTHERWISE)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_an_altered_file_goes_to_nobody_and_the_page_and_the_log_say_which_it_is(
    kept: Path, officer: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    assert officer.download(ADDRESS) == MINUTES
    alter(kept)
    page = officer.visit(ADDRESS, status=503)
    assert page.says("“Minutes of June.txt” was damaged or altered on the disk of the server")
    assert page.says("Ask your administrator to put it back from a backup")
    assert page.says(f"begins with {kept.name[:8]}")
    assert f"{kept.name} is damaged or altered on disk" in caplog.text


def test_a_missing_file_is_said_to_be_missing_and_is_given_out_again_once_it_is_put_back(
    kept: Path, officer: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    kept.unlink()
    page = officer.visit(ADDRESS, status=503)
    assert page.says("“Minutes of June.txt” is missing on the disk of the server")
    assert f"{kept.name} is missing on disk" in caplog.text
    kept.write_bytes(MINUTES)
    assert officer.download(ADDRESS) == MINUTES


def test_a_file_that_was_altered_is_whole_again_once_the_same_file_is_kept_once_more(
    kept: Path, officer: Visitor, app: Flask
) -> None:
    alter(kept)
    app.extensions["files"].store(io.BytesIO(MINUTES), "Minutes.txt")
    assert officer.download(ADDRESS) == MINUTES
