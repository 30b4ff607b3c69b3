"""What the clock does about what is kept: it warns, waits, takes away, and leaves a line of what went."""

from __future__ import annotations

from datetime import date, timedelta

from engage.platform import clock
from engage.platform.offers import retention
from engage.platform.offers.retention import Due
from engage.platform.processes.jobs import job
from engage.platform.web.pages import counted
from engage.privacy import erasures, queries, service
from engage.privacy.files import forget_files
from engage.rules.retention import read_backups


@job("let_go_what_is_due", hour=4, does="Warns of what is kept too long, and takes away what was warned of.")
def let_go_what_is_due() -> str:
    """Warn of what is soon to go, and take away what was warned of, unless it is held or due no more."""
    today = clock.today()
    ahead = timedelta(days=read_backups().warned_days)
    due = {(one.keep.value, one.ref): one for one in retention.due_by(today + ahead)}
    known = {(notice.keep, notice.ref) for notice in queries.notices_open()}
    warned = service.warn([one for key, one in due.items() if key not in known], today)
    gone = _take_away(due, today, ahead)
    return f"{counted(warned, 'warning', 'warnings')} given; {counted(gone, 'record', 'records')} let go."


@job("publish_erasures", every=5, does="Writes down outside the database who was erased, by number.")
def publish_erasures() -> str:
    """Tell the file outside the databases what was erased, where that was not done at once."""
    return f"{counted(erasures.publish(), 'erasure', 'erasures')} published."


def _take_away(due: dict[tuple[str, str], Due], today: date, ahead: timedelta) -> int:
    gone = 0
    for notice in queries.notices_open():
        one = due.get((notice.keep, notice.ref))
        if one is None:
            service.call_off(notice)
        elif one.due_on <= today and notice.warned_on + ahead <= today and not queries.is_held(notice, today):
            forget_files(service.let_go(notice, one))
            gone += 1
    return gone
