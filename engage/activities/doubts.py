"""What is asked about before an activity is kept: what can hardly be, and what may be in the log already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from engage.activities import queries
from engage.activities.entries import ActivityEntry
from engage.activities.facts import CANCELLED, NOT_YET
from engage.activities.forms import ActivityForm
from engage.activities.queries import Logged
from engage.organisation import queries as organisation
from engage.platform import clock
from engage.rules.dates_as_known import long_date
from engage.rules.tallies import more_than_reached
from engage.rules.words import read_vocabulary

SAME = "Is this the same activity?"
RIGHT = "Is this right?"


@dataclass(frozen=True, slots=True)
class Doubt:
    """What can hardly be, as a sentence to be ticked where it is so; or ``why`` to ask, and the ``answer``.

    A tick is for this very doubt: another day or another number is asked about anew.
    """

    why: str
    answer: str = ""
    alike: Sequence[Logged] = field(default=(), compare=False)

    @property
    def code(self) -> str:
        return f"{crc32(self.why.encode()):x}"


def doubts_of(entry: ActivityEntry) -> list[Doubt]:
    """What can hardly be of an activity as it was entered."""
    return [*_not_yet(entry), *_outside_its_bodies(entry), *_called_off(entry), *_more_than_came(entry)]


def same_as_known(entry: ActivityEntry) -> list[Doubt]:
    """Whether it may be in the log already."""
    found = queries.alike(entry.title, entry.when, entry.venue, entry.reached)
    if not found:
        return []
    refs = ", ".join(one.activity.ref for one in found)
    why = f"It looks like what is in the log already as {refs}."
    return [Doubt(why, "This is a different activity: log it", tuple(found))]


def ask(form: ActivityForm, doubts: Sequence[Doubt]) -> list[Doubt]:
    """Those that nobody has answered; where there is one, the page asks all of them, beside its button."""
    answered = set(form.sure.data or ())
    left = [doubt for doubt in doubts if doubt.code not in answered]
    form.sure.look = {
        "hint": {"text": "Tick each line that is so, or change what is above."},
        "items": [_tick(doubt, doubt not in left, doubt in left[:1]) for doubt in doubts],
        "fieldset": {"legend": {"text": title_of(doubts), "size": "m"}},
    }
    return left


def _tick(doubt: Doubt, is_ticked: bool, is_first: bool) -> dict[str, Any]:
    words = {"text": doubt.answer, "hint": {"text": doubt.why}} if doubt.answer else {"text": doubt.why}
    focus = {"attributes": {"autofocus": True}} if is_first else {}
    return {"value": doubt.code, "checked": is_ticked, **words, **focus}


def title_of(doubts: Sequence[Doubt]) -> str:
    """What the page is called that asks; empty where nothing is asked."""
    if not doubts:
        return ""
    return SAME if any(doubt.alike for doubt in doubts) else RIGHT


def _not_yet(entry: ActivityEntry) -> Iterator[Doubt]:
    first = entry.when.start_from
    if first is None or first <= clock.today():
        return
    if entry.status not in NOT_YET:
        status = read_vocabulary("statuses").term(entry.status).label
        yield Doubt(f"It starts on {long_date(first)}, which has not come yet, and is “{status}”.")
    elif entry.status != CANCELLED and (counted := _counted(entry)):
        yield Doubt(f"It starts on {long_date(first)}, which has not come yet, and {counted}.")


def _outside_its_bodies(entry: ActivityEntry) -> Iterator[Doubt]:
    first, last = entry.when.start_from, entry.when.start_to
    numbers = {*entry.joint_body_ids, *([entry.lead_body_id] if entry.lead_body_id else [])}
    for body in organisation.bodies_by_id(numbers).values():
        if first and body.exists_to and body.exists_to < first:
            yield Doubt(f"{body.name} ended on {long_date(body.exists_to)}, before this started.")
        if last and body.exists_from and last < body.exists_from:
            yield Doubt(f"{body.name} began on {long_date(body.exists_from)}, after this started.")


def _called_off(entry: ActivityEntry) -> Iterator[Doubt]:
    if entry.status == CANCELLED and (counted := _counted(entry)):
        yield Doubt(f"It was cancelled, and {counted}. They will count in no figure.")


def _more_than_came(entry: ActivityEntry) -> Iterator[Doubt]:
    for tally in more_than_reached(entry.tallies, entry.reached):
        most = f"the {entry.reached.words} reached in all"
        yield Doubt(f"{tally.group}: {tally.count.words}, which is more than {most}.")


def _counted(entry: ActivityEntry) -> str:
    """What is said of numbers, within a sentence; empty where none is given."""
    if entry.reached.number is not None:
        return f"{entry.reached.words} people are entered as reached"
    return "people are counted by group" if entry.tallies else ""
