"""Backups: taken while people write, put back on a bare machine, and each way of breaking one found."""

from __future__ import annotations

import io
import shutil
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from psycopg import sql
from sqlalchemy import func, select

from config import Settings, from_environment
from engage import create_app
from engage.accounts import service as accounts
from engage.activities import service as activities
from engage.activities.entries import EvidenceEntry
from engage.cli import main
from engage.platform import clock
from engage.platform.backups import dumps, restoring
from engage.platform.data.audit import AuditEntry
from engage.platform.data.db import session
from engage.platform.data.files import file_store
from engage.platform.mail import publishing, suppression
from engage.privacy import erasing
from engage.privacy import service as privacy
from engage.privacy.entries import RequestEntry
from engage.privacy.files import forget_and_tell
from engage.rules.actors import SYSTEM
from engage.stakeholders import service as stakeholders
from engage.stakeholders.entries import PersonEntry
from engage.stakeholders.models import Person
from tests.builders import make_account, make_activity, make_body, make_feedback
from tests.harness.databases import BESIDE, postgresql_server
from tests.harness.installation import Installation
from tests.pages.visitor import Visitor
from tests.platform.tampering import by_hand

pytestmark = pytest.mark.both_databases
WORDS = "The bus to Bilston no longer stops at the surgery."
SAID = "Ann Zimmerman asked for more buses"
NAME, MAIL = "Zebedee Quill", "zebedee.quill@ppg.example"


@dataclass(frozen=True, slots=True)
class Machine:
    """What a command is given by its environment."""

    home: Path
    database: str
    keys: dict[str, str]

    def run(self, *words: str, **settings: str) -> Result:
        return CliRunner().invoke(main, list(words), env=self.given | settings)

    @property
    def given(self) -> dict[str, str]:
        return {"ENGAGE_HOME": str(self.home), "ENGAGE_DATABASE_URL": self.database, **self.keys}

    def settings(self) -> Settings:
        return from_environment(self.given)


def keys_of(settings: Settings) -> dict[str, str]:
    return {"ENGAGE_SECRET_KEY": settings.secret_key, "ENGAGE_TRAIL_KEY": settings.trail_key}


@pytest.fixture
def machine(installation: Installation) -> Machine:
    """Where people work."""
    settings = installation.settings
    return Machine(settings.home, settings.database_url, keys_of(settings))


@pytest.fixture
def bare(installation: Installation, database_kind: str, tmp_path: Path) -> Iterator[Machine]:
    """A machine with nothing on it but the keys, kept apart."""
    home, keys = tmp_path / "bare", keys_of(installation.settings)
    if database_kind == "sqlite":
        yield Machine(home, "", keys)
        return
    server, name = postgresql_server(), f"engage_bare_{uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield Machine(home, server.replace("/postgres?", f"/{name}?"), keys)
        for one in (name, *(f"{name}_{beside}" for beside in BESIDE)):
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(one)))


@pytest.fixture
def person(app: Flask) -> Person:
    return stakeholders.add_person(SYSTEM, PersonEntry(name=NAME, email=MAIL))


def keep_a_paper() -> str:
    """A paper on record as evidence of an activity; its fingerprint."""
    stored = file_store().store(io.BytesIO(b"Minutes of the forum at Bilston"), "minutes.txt")
    entry = EvidenceEntry(
        title="Minutes", received_on=clock.today(), file=stored.fingerprint, file_name=stored.name
    )
    activities.keep_evidence(SYSTEM, make_activity(make_body()), entry)
    return stored.fingerprint


def erase(person: Person) -> None:
    entry = RequestEntry(kind="erasure", received_on=clock.today(), identity_checked_how="Showed a badge")
    forget_and_tell(privacy.erase(SYSTEM, privacy.record_request(SYSTEM, person, entry)))


@contextmanager
def people_writing(app: Flask) -> Iterator[None]:
    """Three of them, until it is over."""
    over = threading.Event()

    def write() -> None:
        while not over.is_set():
            with app.app_context():
                make_feedback(WORDS)

    with ThreadPoolExecutor(3) as people:
        done = [people.submit(write) for _ in range(3)]
        try:
            yield
        finally:
            over.set()
    assert [one.result() for one in done] == [None] * 3


def entries_kept() -> int:
    return session().scalar(select(func.count()).select_from(AuditEntry)) or 0


def test_an_installation_that_was_lost_is_put_back_whole_and_without_whom_it_erased(
    installation: Installation, machine: Machine, bare: Machine, person: Person, tmp_path: Path
) -> None:
    make_feedback(SAID)
    fingerprint, number, before = keep_a_paper(), person.id, entries_kept()
    with people_writing(installation.app):
        ended = machine.run("backup", str(tmp_path / "monday.tar"))
    assert ended.exit_code == 0, ended.output
    session().rollback()
    privacy.blank_in_trail(SYSTEM, "Ann Zimmerman", "Her solicitor asked.")
    erase(person)
    told = machine.home / "erasures.txt"
    assert f"person:{number}" in told.read_text()
    assert not any(word in told.read_text() for word in (NAME, MAIL, "Zimmerman"))
    ended = bare.run("restore", str(tmp_path / "monday.tar"), "--erasures", str(told))
    assert ended.exit_code == 0, ended.output
    assert "What was erased since is erased again." in ended.output
    assert "Databases and files are whole." in ended.output
    with create_app(bare.settings()).app_context():
        assert entries_kept() >= before
        assert session().get_one(Person, number).name == f"Erased person {number}"
        assert suppression.suppressed([MAIL]) == {MAIL}
        assert erasing.changes_that_quote("Ann Zimmerman") == []
        assert file_store().is_whole(fingerprint)
    assert bare.run("restore", str(tmp_path / "monday.tar")).exit_code == 2, "there is something here now"
    assert bare.run("verify").exit_code == 0


def test_a_sign_in_that_was_ended_since_does_not_come_back_with_a_backup(
    visitor: Visitor, machine: Machine, bare: Machine, tmp_path: Path
) -> None:
    visitor.sign_in(make_account("engagement_officer"))
    visitor.visit("/account")
    stolen = visitor._client.get_cookie("engage")
    assert stolen is not None
    machine.run("backup", str(tmp_path / "monday"))
    visitor.submit("Sign out")
    bare.run("restore", str(tmp_path / "monday"))
    thief = Visitor(create_app(bare.settings()))
    thief._client.set_cookie("engage", stolen.value)
    assert thief.visit("/account").url.startswith("/sign-in")


def test_a_link_of_a_letter_that_was_used_since_does_not_work_again_after_a_backup(
    app: Flask, machine: Machine, bare: Machine, tmp_path: Path
) -> None:
    address = accounts.send_link(SYSTEM, make_account("engagement_officer"))
    secret = address.rpartition("/")[2]
    machine.run("backup", str(tmp_path / "monday"))
    accounts.choose_password(secret, "correct horse battery")
    bare.run("restore", str(tmp_path / "monday"))
    thief = Visitor(create_app(bare.settings()))
    assert thief.visit(f"/choose-password/{secret}", status=410).says("This link ended on")


def test_without_the_list_of_erasures_it_is_said_that_none_was_done_again(
    machine: Machine, bare: Machine, tmp_path: Path
) -> None:
    machine.run("backup", str(tmp_path / "monday"))
    ended = bare.run("restore", str(tmp_path / "monday"))
    assert ended.exit_code == 0, ended.output
    assert "could not be erased again: there is no erasures.txt" in ended.output
    assert "restore SOURCE --erasures FILE" in ended.output


def test_a_restore_that_was_broken_off_is_served_to_nobody_and_can_be_done_again(
    app: Flask, machine: Machine, bare: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_feedback(WORDS)
    machine.run("backup", str(tmp_path / "monday"))
    monkeypatch.setattr(restoring, "finish", lambda: sys.exit(137))
    assert bare.run("restore", str(tmp_path / "monday")).exit_code == 137
    monkeypatch.undo()
    for words in (["db", "upgrade"], ["serve"], ["worker"]):
        ended = bare.run(*words)
        assert ended.exit_code == 2
        assert "run again: engage restore SOURCE" in ended.output
    assert create_app(bare.settings()).test_client().get("/sign-in").status_code == 503
    with left_at_work(bare):
        assert bare.run("restore", str(tmp_path / "monday")).exit_code == 0
    assert bare.run("verify").exit_code == 0


@contextmanager
def left_at_work(machine: Machine) -> Iterator[None]:
    """What a killed command leaves behind on PostgreSQL: a program that goes on by itself."""
    if not machine.database:
        yield
        return
    with psycopg.connect(machine.database, application_name=dumps.PUTTING_BACK) as connection:
        connection.execute("LOCK TABLE audit_entry")
        yield
        with pytest.raises(psycopg.errors.AdminShutdown):
            connection.execute("SELECT 1")


def test_another_key_lifts_nothing_in_silence(
    app: Flask, machine: Machine, bare: Machine, tmp_path: Path
) -> None:
    other = {"ENGAGE_SECRET_KEY": "another key than it was kept with, at any rate"}
    machine.run("backup", str(tmp_path / "monday"))
    ended = bare.run("restore", str(tmp_path / "monday"), **other)
    assert ended.exit_code == 2
    assert "made with another ENGAGE_SECRET_KEY. Put the secret.key kept with it" in ended.output
    assert machine.run("worker", "--once", "look_after_databases").exit_code == 0
    for words in (["serve"], ["worker"], ["db", "upgrade"]):
        ended = machine.run(*words, **other)
        assert ended.exit_code == 2
        assert "set ENGAGE_GUARD_KEY to the one before" in ended.output
    changed = {**other, "ENGAGE_GUARD_KEY": machine.keys["ENGAGE_SECRET_KEY"]}
    assert machine.run("worker", "--once", "look_after_databases", **changed).exit_code == 0


def test_a_damaged_backup_is_found_and_not_put_back(
    app: Flask, machine: Machine, bare: Machine, tmp_path: Path
) -> None:
    keep_a_paper()
    folder = tmp_path / "monday"
    machine.run("backup", str(folder))
    assert machine.run("verify", str(folder)).output == "The backup is whole.\n"
    [paper] = (folder / "files").glob("*/*")
    paper.write_bytes(b"Minutes of another forum")
    for words in (["verify", str(folder)], ["restore", str(folder)]):
        ended = bare.run(*words)
        assert ended.exit_code == 2
        assert f"{paper.relative_to(folder)} in the backup is damaged or altered." in ended.output
    (folder / "manifest.json").unlink()
    assert "is no backup: it has no manifest.json" in bare.run("verify", str(folder)).output


def test_a_file_that_is_missing_or_altered_in_the_store_is_named_with_its_record(
    app: Flask, machine: Machine
) -> None:
    place = file_store().path(keep_a_paper())
    session().rollback()
    for harm in (lambda: place.write_bytes(b"x"), place.unlink):
        harm()
        ended = machine.run("verify")
        assert ended.exit_code == 2
        assert "(activity:" in ended.output


def test_a_copy_with_fewer_entries_than_were_published_is_found(
    app: Flask, machine: Machine, bare: Machine, tmp_path: Path
) -> None:
    make_feedback(WORDS)
    machine.run("backup", str(tmp_path / "monday"))
    make_feedback(SAID)
    publishing.publish_head()
    bare.run("restore", str(tmp_path / "monday"))
    shutil.copy(machine.home / "heads.txt", bare.home / "heads.txt")
    ended = bare.run("verify")
    assert ended.exit_code == 2
    assert "it does not contain a head that was published" in ended.output


def test_a_table_that_is_missing_is_named(app: Flask, machine: Machine) -> None:
    make_feedback(WORDS)
    by_hand("DROP TABLE rights_request")
    ended = machine.run("verify")
    assert ended.exit_code == 2
    assert "The record database is not whole: the table rights_request is missing." in ended.output


def _without_the_log(home: Path) -> None:
    """As after ``db upgrade``: 4,096 bytes of record, and all that was done in the log beside it."""
    (home / "record.db").unlink()
    with closing(sqlite3.connect(home / "record.db")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    assert (home / "record.db").stat().st_size == 4096


def _without_what_stands_beside(home: Path) -> None:
    (home / "answers.db").unlink()


def _torn(home: Path) -> None:
    """A page of a later moment than the others, as a copy under writes has them."""
    with closing(sqlite3.connect(home / "record.db")) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET rootpage = 3 WHERE name LIKE 'sqlite_autoindex_audit%'")
        connection.commit()


@pytest.mark.parametrize("harm", [_without_the_log, _without_what_stands_beside, _torn])
def test_each_copy_made_by_hand_that_broke_is_found(
    app: Flask, machine: Machine, tmp_path: Path, database_kind: str, harm: Callable[[Path], None]
) -> None:
    if database_kind != "sqlite":
        pytest.skip("only files are copied by hand")
    make_feedback(WORDS)
    copy = Machine(tmp_path / "copy", "", machine.keys)
    machine.run("backup", str(copy.home))
    assert copy.run("verify").exit_code == 0
    harm(copy.home)
    ended = copy.run("verify")
    assert ended.exit_code == 2
    assert "damaged" in ended.output or "has no tables" in ended.output
    assert harm is not _torn or "damaged" in copy.run("audit", "verify").output
