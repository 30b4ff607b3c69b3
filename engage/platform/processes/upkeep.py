"""Jobs of the plumbing itself: the trail and the databases are checked, and files nobody came back for go."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select

from engage.platform import clock
from engage.platform.data import audit, heads, sent_forms, verifying
from engage.platform.data.audit import AuditEntry
from engage.platform.data.db import DATABASES, session
from engage.platform.data.files import file_store
from engage.platform.data.tables import Keep
from engage.platform.data.transactions import one_transaction
from engage.platform.imports.models import Import
from engage.platform.offers import retention
from engage.platform.processes.jobs import job
from engage.platform.web import sent_once
from engage.platform.web.pages import counted
from engage.rules.actors import SYSTEM

upload_forgotten = audit.Event("import.forgotten", "import_id", "kind")
seals_begun = audit.Event("trail.keyed")

ANY_ENTRY = select(AuditEntry.id)
A_SEALED_ONE = ANY_ENTRY.where(AuditEntry.seal.is_not(None))
UNUSED_FOR = timedelta(days=30)
ROWS_KEPT_FOR = timedelta(days=1)  # they are read from the file again when somebody comes back to it
SENT_FORMS_KEPT_FOR = timedelta(days=30)  # longer than anybody leaves a page open and sends it again
JUST_NOW = timedelta(hours=1)  # a file may be in the store for a moment before its record is


class TrailBroken(Exception):
    """The audit trail is not as it was written."""


class Damaged(Exception):
    """The file of a database is not as it was written."""


@job("verify_audit_trail", hour=2)
def verify_audit_trail() -> str:
    """Recompute every fingerprint of the audit trail. Raises TrailBroken, saying where."""
    published = heads.read(current_app.config["HEADS"])
    verdict = verifying.verify((one.entries, one.fingerprint) for one in published)
    if verdict.why:
        place = f"entry {verdict.broken_at}" if verdict.broken_at else "the end"
        raise TrailBroken(f"The audit trail is broken at {place}: {verdict.why}.")
    return f"The audit trail is whole: {counted(verdict.entries, 'entry', 'entries')}."


@one_transaction
def begin_seals() -> bool:
    """Seal a trail of before it was keyed, so that what stands in it stays; answers whether there was one."""
    any_entry, sealed = (session().scalar(wanted.limit(1)) for wanted in (ANY_ENTRY, A_SEALED_ONE))
    if any_entry is None or sealed is not None:
        return False
    seals_begun(SYSTEM)
    return True


@job("look_after_databases", hour=5)
def look_after_databases() -> str:
    """Empty the logs of every database and read it through. Raises Damaged, saying which and where."""
    for database in DATABASES:
        if wrong := database.look_after():
            raise Damaged(f"The {database.name} database is damaged: {wrong}.")
    return f"{counted(len(DATABASES), 'database', 'databases')} looked after."


@job("forget_unused_uploads", hour=3)
def forget_unused_uploads() -> str:
    """Take away what was uploaded for an import and never taken for a month, file and all, and rows that were
    kept to look at them quickly."""
    files = file_store()
    now = clock.now()
    forgotten = 0
    for number, fingerprint in unused_uploads(now - UNUSED_FOR):
        forgotten += forget_upload(number)
        if not is_named(fingerprint):
            files.forget(fingerprint, now - JUST_NOW)
    files.forget_rows(now - ROWS_KEPT_FOR)
    return f"{counted(forgotten, 'upload', 'uploads')} forgotten."


@job("forget_sent_forms", hour=3)
def forget_sent_forms() -> str:
    """Take away where forms led that were sent a while ago, and later that they were sent."""
    sent_once.forget_outcomes_before(retention.counted_from(Keep.SIGN_IN, clock.today()))
    number = forget_forms_sent_before(clock.now() - SENT_FORMS_KEPT_FOR)
    return f"{counted(number, 'form', 'forms')} forgotten."


@one_transaction
def forget_forms_sent_before(moment: datetime) -> int:
    """Take away that forms were sent before then; answers how many."""
    return sent_forms.forget_before(moment)


def unused_uploads(before: datetime) -> list[tuple[int, str]]:
    """(number, fingerprint of the file) of imports uploaded before then, of which nothing was ever taken."""
    wanted = select(Import.id, Import.file).where(Import.state == "uploaded", Import.began_at < before)
    return [(number, fingerprint) for number, fingerprint in session().execute(wanted.order_by(Import.id))]


@one_transaction
def forget_upload(import_id: int) -> bool:
    """Forget an upload of which nothing was taken; answers whether it was still there, and still so."""
    found = session().get(Import, import_id)
    if found is None or found.state != "uploaded":
        return False
    session().delete(found)
    upload_forgotten(SYSTEM, import_id=import_id, kind=found.kind)
    return True


def is_named(fingerprint: str) -> bool:
    """Whether any record names this file of the file store."""
    return any(
        database.session().scalar(select(column).where(column == fingerprint).limit(1)) is not None
        for database in DATABASES
        for _, table in database.tables()
        for column in table.columns
        if column.info.get("names_a_file")
    )
