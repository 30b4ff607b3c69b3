"""What the plumbing lets go when its time is over: letters, single-use links, and the files of imports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import Select, delete, select

from engage.platform import clock
from engage.platform.data.db import session
from engage.platform.data.tables import Keep
from engage.platform.imports.models import Import
from engage.platform.mail.models import Letter, SingleUseLink
from engage.platform.offers import retention
from engage.platform.offers.retention import Due
from engage.rules.calendar_words import first_of_month, last_of_month

NEVER_SENT = "given_up"
UNSENT = ("waiting", "sending")


def letters_due(by: date) -> Iterator[Due]:
    """Letters written so long ago, a month of them at a time: letter:2018-04."""
    limit = retention.counted_from(Keep.LETTER, by)
    wanted = select(Letter.written_at).where(Letter.written_at < clock.end_of(limit), Letter.to_address > "")
    for month in _months(wanted):
        if last_of_month(month) <= limit:
            due = retention.ends_on(Keep.LETTER, last_of_month(month))
            yield Due(
                Keep.LETTER, f"letter:{month:%Y-%m}", due, "addresses, names, subjects and texts of letters"
            )


def empty_letters(ref: str) -> list[str]:
    """Leave that letters of this month went out, and take away to whom and what they said."""
    month = _month_of(ref)
    written = Letter.written_at.between(clock.beginning_of(month), clock.end_of(last_of_month(month)))
    for letter in session().scalars(select(Letter).where(written, Letter.to_address > "")):
        letter.to_address = letter.to_name = letter.subject = letter.text = letter.answer = ""
        letter.attachments = []
        if letter.state in UNSENT:
            letter.state = NEVER_SENT
    return []


def links_due(by: date) -> Iterator[Due]:
    """Links that ended so long ago, a month of them at a time: single_use_link:2018-04."""
    limit = retention.counted_from(Keep.LINK, by)
    wanted = select(SingleUseLink.ends_at).where(SingleUseLink.ends_at < clock.end_of(limit))
    for month in _months(wanted):
        if last_of_month(month) <= limit:
            due = retention.ends_on(Keep.LINK, last_of_month(month))
            yield Due(Keep.LINK, f"single_use_link:{month:%Y-%m}", due, "links that ended")


def take_links_away(ref: str) -> list[str]:
    """Take away the links that ended in this month."""
    month = _month_of(ref)
    ended = SingleUseLink.ends_at.between(clock.beginning_of(month), clock.end_of(last_of_month(month)))
    session().execute(delete(SingleUseLink).where(ended))
    return []


def imports_due(by: date) -> Iterator[Due]:
    """Imports brought in so long ago whose files are still kept."""
    limit = retention.counted_from(Keep.IMPORT, by)
    wanted = select(Import.id, Import.began_at).where(Import.began_at < clock.end_of(limit), Import.file > "")
    for number, began in session().execute(wanted.order_by(Import.id)):
        due = retention.ends_on(Keep.IMPORT, clock.in_london(began).date())
        yield Due(Keep.IMPORT, f"import:{number}", due, "the file, and the cells quoted from it")


def empty_import(ref: str) -> list[str]:
    """Leave the counts of an import; take away its file and the cells quoted from it."""
    found = session().get(Import, int(ref.partition(":")[2]))
    if found is None:
        return []
    file, found.file, found.outline, found.values = found.file, "", [], {}
    found.result = {
        name: [] if isinstance(held, list) else held
        for name, held in found.result.items()
        if isinstance(held, int | str | list)
    }
    return [file]


def _months(wanted: Select[datetime]) -> list[date]:
    moments = session().scalars(wanted)
    return sorted({first_of_month(clock.in_london(moment).date()) for moment in moments})


def _month_of(ref: str) -> date:
    return date.fromisoformat(f"{ref.partition(':')[2]}-01")
