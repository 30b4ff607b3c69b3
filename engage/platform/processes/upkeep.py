"""Jobs of the plumbing itself: trail, databases and files are checked, and what nobody needs goes."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select

from engage.platform import clock
from engage.platform.data import audit, heads, sent_forms, verifying
from engage.platform.data.audit import AuditEntry
from engage.platform.data.db import DATABASES, session
from engage.platform.data.files import FileStore, Held, NotWhole, file_store
from engage.platform.data.named_files import is_named, named_files, who_names
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

log = logging.getLogger("engage.worker")

ANY_ENTRY = select(AuditEntry.id)
A_SEALED_ONE = ANY_ENTRY.where(AuditEntry.seal.is_not(None))
UNUSED_FOR = timedelta(days=30)
# Rows go with what nothing names: they are read from their file again when somebody comes back to it.
UNNAMED_FOR = timedelta(days=1)
MOST_TOLD = 5
SENT_FORMS_KEPT_FOR = timedelta(days=30)  # longer than anybody leaves a page open and sends it again
JUST_NOW = timedelta(hours=1)  # a file may be in the store for a moment before its record is


class TrailBroken(Exception):
    """The audit trail is not as it was written."""


class Damaged(Exception):
    """The file of a database is not as it was written."""


class FilesNotWhole(Exception):
    """Files that records name are missing, or not as they came."""


@job("verify_audit_trail", hour=2, does="Checks that the audit trail is as it was written.")
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


@job("look_after_databases", hour=5, does="Reads every database through, and tidies it.")
def look_after_databases() -> str:
    """Empty the logs of every database and read it through. Raises Damaged, saying which and where."""
    for database in DATABASES:
        if wrong := database.look_after():
            raise Damaged(f"The {database.name} database is damaged: {wrong}.")
    return f"{counted(len(DATABASES), 'database', 'databases')} looked after."


@job("forget_unused_uploads", hour=3, does="Takes away spreadsheets that nobody imported for a month.")
def forget_unused_uploads() -> str:
    """Take away what was uploaded for an import and never taken for a month, file and all."""
    files = file_store()
    now = clock.now()
    forgotten = 0
    for number, fingerprint in unused_uploads(now - UNUSED_FOR):
        forgotten += forget_upload(number)
        if not is_named(fingerprint):
            files.forget(fingerprint, now - JUST_NOW)
    return f"{counted(forgotten, 'upload', 'uploads')} forgotten."


@job("sweep_files", hour=3, does="Takes away files that nothing names, and what killed uploads left.")
def sweep_files() -> str:
    """Take away files that nothing names, and what killed uploads left behind, a day after they came."""
    before = clock.now() - UNNAMED_FOR
    try:
        swept = file_store().sweep(named_files(), before)
    except Held:
        return "Nothing was swept: a backup is under way. It is done tomorrow."
    return f"{counted(swept, 'file', 'files')} that nothing needs taken away."


@job("check_files", hour=4, does="Checks that each file a record names is there, as it came.")
def check_files() -> str:
    """Read every file that a record names. Raises FilesNotWhole, saying which are not whole, and whose."""
    files, named = file_store(), sorted(named_files())
    wrong = [told for one in named if (told := _what_is_wrong(files, one))]
    for told in wrong:
        log.error("Of the files that records name, %s.", told)
    if wrong:
        more = f"; and {len(wrong) - MOST_TOLD:,} more" if len(wrong) > MOST_TOLD else ""
        raise FilesNotWhole(
            f"{counted(len(wrong), 'file is', 'files are')} not whole of {len(named):,}; put back from a "
            f"backup: {'; '.join(wrong[:MOST_TOLD])}{more}."
        )
    return f"{counted(len(named), 'file is', 'files are')} whole."


def _what_is_wrong(files: FileStore, fingerprint: str) -> str:
    """What a person needs to know of a file that is not as it came; empty for any other."""
    try:
        files.check(fingerprint)
    except NotWhole as problem:
        records = who_names(fingerprint)  # none when it was let go while others were read
        session().rollback()
        return f"{problem} ({', '.join(records)})" if records else ""
    return ""


@job("forget_sent_forms", hour=3, does="Forgets which forms were sent a month ago.")
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
