"""Bringing in meetings from a spreadsheet. A forum nobody knows is offered, and never made unasked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from engage.actions.models import Action
from engage.feedback.models import Feedback
from engage.forums.models import Forum
from engage.meetings import queries
from engage.meetings.entries import MeetingEntry
from engage.meetings.models import Meeting
from engage.meetings.service import search_text
from engage.meetings.words import HELD, PLANNED
from engage.organisation.importing import BodyCells
from engage.platform import clock
from engage.platform.data.dated import put_date
from engage.platform.data.db import session
from engage.platform.data.fields import put
from engage.platform.data.undo import Lean
from engage.platform.imports.declared import CellReader, contents_of, import_fields
from engage.platform.imports.importing import (
    Content,
    Creation,
    Entry,
    Notes,
    Report,
    Stored,
    Tellable,
    Update,
    batches,
    fitting,
)
from engage.platform.imports.mapping import Field, called
from engage.platform.imports.totals import in_words, year_of
from engage.rules.actors import Actor
from engage.rules.dates_as_known import DateAsKnown, Precision, UnreadableDate, read_date
from engage.rules.errors import Refused
from engage.rules.reached import UnreadableNumber, read_reached
from engage.rules.words import is_not_recorded, plain_words

BATCH = 500
TWICE = (
    "Some of these meetings are known already, and a forum meets once a day. Nothing was imported. Choose to"
    " update what is known, or to skip it."
)


FIELDS = import_fields(
    Meeting,
    {
        "": (
            Field("forum", "Forum", called("Group; Panel; Board; Committee; Name of forum"), required=True),
            Field(
                "body",
                "Body that the forum serves",
                called("Body; CCG; ICB; CCG / ICB; CCG / area; Commissioner; Lead body"),
            ),
            Field(
                "when",
                "Meeting date",
                called("Date; Date of meeting; When; Day; Held on"),
                required=True,
                dated=True,
            ),
        ),
        "venue": (
            Field(
                "attended",
                "Attended",
                called("Attendance; Attendees; No. attended; Number attended; How many came"),
                counts=True,
            ),
        ),
    },
)
LONGEST_NAME = 200
LONGEST_ATTENDED = 300


class MeetingImporter:
    """Brings in meetings of forums that are on the register; a meeting is known by its forum and date."""

    kind = "meetings"
    one = "meeting"
    many = "meetings"
    fields = FIELDS
    told = Tellable(
        counted={"when": year_of, "forum": in_words},
        summed={"attended": lambda said: said.value[0] if said else None},
    )
    offers = "forums"

    def __init__(self) -> None:
        self._numbers: dict[str, list[int]] = {}
        self._names: dict[int, str] = {}
        self._invented: dict[int, bool] = {}
        self._serves: dict[int, str] = {}
        self._bodies = BodyCells()
        columns = (Forum.id, Forum.name, Forum.is_invented, Forum.body_id)
        for number, name, invented, body_id in session().execute(select(*columns)):
            self._numbers.setdefault(name_key(name), []).append(number)
            self._names[number], self._invented[number] = name, invented
            self._serves[number] = self._bodies.code_of(body_id) if body_id else ""
        self._said: dict[str, int] = {}
        self.offered_to: dict[str, str] = {}
        """The body that the file names beside a forum nobody has added, by the name of the forum."""
        self._offered: dict[str, str] = {}
        self._cells = CellReader(Meeting, {})

    def say(self, said: Mapping[str, int]) -> None:
        """Which forums of the register people have said that unknown names mean."""
        self._said = {name_key(name): number for name, number in said.items() if number in self._names}

    def read(self, values: Mapping[str, str], notes: Notes) -> Entry | None:
        values = fitting(values, FIELDS, notes, {"attended": LONGEST_ATTENDED})
        said = self._cells.read(values, notes)
        typed = " ".join(values.get("forum", "").split())
        when = _when(values.get("when", ""), notes)
        forum = self._forum(typed, self._bodies.read("body", values.get("body", ""), Notes()).value, notes)
        if not typed or when is None:
            return None
        name = f"{typed}, {when.words}"
        content = {"when": Content(when, when.words), **said}
        if values.get("attended"):
            content["attended"] = _attended(values["attended"])
        if forum is None:
            return Entry(f"{name_key(typed)} {_day_key(when)}", "", name, content)
        content["forum"] = Content(forum, self._names[forum])
        return Entry(f"{forum} {_day_key(when)}", "", f"{self._names[forum]}, {when.words}", content)

    def known(self, entries: Sequence[Entry]) -> Mapping[str, Sequence[Stored]]:
        forums = {entry.content["forum"].value for entry in entries if "forum" in entry.content}
        wanted = {entry.key for entry in entries}
        found: dict[str, list[Stored]] = {}
        for meeting in session().scalars(select(Meeting).where(Meeting.forum_id.in_(forums))):
            key = f"{meeting.forum_id} {_day_key(meeting.when)}"
            if key in wanted:
                found.setdefault(key, []).append(self._stored(meeting))
        return found

    def take(
        self, actor: Actor, creations: Sequence[Creation], updates: Sequence[Update], report: Report
    ) -> None:
        """Raises Refused when a known meeting is to be made a second time."""
        if self.known([creation.entry for creation in creations]):
            raise Refused(TWICE)
        done = 0
        for batch in batches(creations, BATCH):
            session().add_all([self._new(creation.entry) for creation in batch])
            session().flush()
            done += len(batch)
            report(done)
        for changes in batches(updates, BATCH):
            self._change(changes)
            done += len(changes)
            report(done)

    def leaning_on(self, refs: Sequence[str]) -> Sequence[Lean]:
        """What was heard or agreed at these meetings since."""
        found: list[Lean] = []
        for gone in batches(refs, BATCH):
            heard = select(Feedback.id, Feedback.heard_at).where(Feedback.heard_at.in_(gone))
            agreed = select(Action.id, Action.agreed_at).where(Action.agreed_at.in_(gone))
            found += [Lean(f"feedback:{number}", at) for number, at in session().execute(heard)]
            found += [Lean(f"action:{number}", at) for number, at in session().execute(agreed)]
        return [lean for lean in found if lean.leaning not in set(refs)]

    def _forum(self, typed: str, bodies: tuple[str, ...], notes: Notes) -> int | None:
        """The number of the forum that is meant; None, with the problem noted, when that cannot be told.

        Of several with one name it is the one that serves the body of the row; one of another body is not it.
        """
        if not typed:
            notes.problem("forum", "The row names no forum. Enter which forum met.")
            return None
        if len(typed) > LONGEST_NAME:
            notes.problem("forum", f"The name of the forum has {len(typed):,} characters. Shorten it.")
            return None
        if (said := self._said.get(name_key(typed))) is not None:
            return said
        named = self._numbers.get(name_key(typed), [])
        theirs = [number for number in named if self._serves[number] in bodies]
        unsaid = [number for number in named if not self._serves[number]]
        found = theirs or (unsaid if bodies else named)
        if len(found) == 1:
            return found[0]
        if found:
            notes.problem(
                "forum",
                f"{len(found)} forums are called “{typed}”. Say in a column which body each serves, or "
                "give them names that tell them apart.",
            )
            return None
        name = self._offered.setdefault(name_key(typed), typed)
        self.offered_to.setdefault(name, next(iter(bodies), ""))
        notes.offer(name)
        notes.problem(
            "forum",
            f"“{name}” is not on the register of forums. Add it there, and this row can be taken; or correct "
            "its name.",
        )
        return None

    def _stored(self, meeting: Meeting) -> Stored:
        content = contents_of(meeting) | {
            "forum": Content(meeting.forum_id, self._names[meeting.forum_id]),
            "when": Content(meeting.when, meeting.when_words),
            "attended": _came(meeting.attended_count, meeting.attended_words),
        }
        return Stored(meeting.id, meeting.when_words, meeting.version, content)

    def _new(self, entry: Entry) -> Meeting:
        when: DateAsKnown = entry.content["when"].value
        number = entry.content["forum"].value
        meeting = Meeting(forum_id=number, status=_standing(when), is_invented=self._invented[number])
        put_date(meeting, when)
        self._put_in(meeting, MeetingEntry(when=when), entry, entry.content)
        meeting.keep_unread(entry.unread)
        return meeting

    def _change(self, changes: Sequence[Update]) -> None:
        numbers = [update.stored.id for update in changes]
        found = session().scalars(select(Meeting).where(Meeting.id.in_(numbers)))
        meetings = {meeting.id: meeting for meeting in found}
        for update in changes:
            meeting = meetings[update.stored.id]
            meeting.keep_unread(update.entry.unread)
            self._put_in(meeting, queries.entry_of(meeting), update.entry, update.fields)
            meeting.settle_unread()
            if meeting.status == PLANNED:
                meeting.status = _standing(meeting.when)
        session().flush()

    def _put_in(self, meeting: Meeting, held: MeetingEntry, row: Entry, names: Iterable[str]) -> None:
        said = {name: row.content[name].value for name in names if name not in {"forum", "when"}}
        if "attended" in said:
            said["attended_count"], meeting.attended_words = said.pop("attended")
        put(meeting, replace(held, **said))
        meeting.search_text = search_text(meeting, self._names[meeting.forum_id])


def name_key(name: str) -> str:
    """What is left of a forum's name when capitals, accents, punctuation and further spaces are set aside."""
    return " ".join(plain_words(name))


def _standing(when: DateAsKnown) -> str:
    """A record of a meeting whose day has come is one of a meeting that was held."""
    return HELD if (when.start_to or date.max) <= clock.today() else PLANNED


def _day_key(when: DateAsKnown) -> str:
    return f"{when.start_from}|{when.start_to}"


def _when(text: str, notes: Notes) -> DateAsKnown | None:
    try:
        known = read_date(text)
    except UnreadableDate as problem:
        notes.problem("when", str(problem))
        return None
    if known.precision is Precision.UNKNOWN:
        notes.problem("when", "The row gives no date. Enter when the meeting was, as closely as it is known.")
        return None
    return known


def _attended(text: str) -> Content:
    """A number, as closely as it is known; words where the cell holds no number; None is not recorded."""
    if is_not_recorded(text):
        return _came(None, "")
    try:
        reached = read_reached(text)
    except UnreadableNumber:
        return _came(None, " ".join(text.split()))
    return _came(reached.number, reached.in_full)


def _came(number: int | None, words: str) -> Content:
    return Content((number, words), words or "not recorded")
