"""Being in touch: what every register holds of a stakeholder, and when the last contact was."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlalchemy import func, select

from engage.platform import clock
from engage.platform.clock import in_london
from engage.platform.data.db import session
from engage.platform.data.remembered import Memory
from engage.platform.mail.models import Letter
from engage.platform.mail.outbox import SENDING, SENT, WAITING
from engage.platform.offers import dealings, references
from engage.platform.offers.agreed_numbers import agreed_number
from engage.platform.offers.dealings import Dealing, Party
from engage.platform.offers.references import Link
from engage.platform.web.history import Step, history_page
from engage.rules.actors import Actor
from engage.rules.calendar_words import months_later
from engage.rules.permissions import May
from engage.stakeholders import queries
from engage.stakeholders.models import ContactMade, Organisation, Person, Post, Stakeholder
from engage.stakeholders.queries import AT_ONCE, merged_numbers, merged_refs
from engage.stakeholders.words import BULK, CHANNELS, label

PARTIES_AT_ONCE = 10_000
LETTER_STATES = {SENT: "sent", WAITING: "not sent yet", SENDING: "not sent yet"}
READERS = {"story": May.READ_STORIES, "panel": May.RUN_PANELS}
"""What somebody must be allowed to learn that a person of the register has to do with such a record."""
OF_PANELS = ("panel_member",)
LETTERS = frozenset({Letter.__tablename__})
LAST, HELD, MET = (Memory(20) for _ in range(3))  # of a page each, which may hold a thousand


@dataclass(frozen=True, slots=True)
class Told:
    """One dealing as a page shows it; ``through`` is the post through which an organisation had it."""

    dealing: Dealing
    link: Link
    through: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who held which post at an organisation, and when: what they did then, it did."""

    organisation: str
    person: str
    title: str
    first: date
    last: date

    def held_on(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True)
class LastContacts:
    """The day of the last contact with each of a page of stakeholders, asked for once, and only if shown."""

    organisation_ids: tuple[int, ...] = ()
    person_ids: tuple[int, ...] = ()

    @cached_property
    def days(self) -> dict[str, date]:
        asked = (self.organisation_ids, self.person_ids)
        return LAST.remembered((asked, clock.today(), letters_sent()), lambda: last_contacts(*asked), LETTERS)


def whole_history(actor: Actor, who: Stakeholder) -> list[Told]:
    """Everything every register holds of an organisation or a person, newest first.

    Of an organisation also what was done with those who held a post there, while they held it. What the
    actor may not read (stories of care, who is in a panel) is left out.
    """
    what = (queries.reference(who), clock.today(), _letters_held())
    held = HELD.remembered(what, lambda: _held_of(who), LETTERS)
    readable = [(dealing, through) for dealing, through in held if _may_read(actor, dealing)]
    links = _links(actor, {dealing.record for dealing, _ in readable})
    return [Told(dealing, links[dealing.record], through) for dealing, through in readable]


def met_at(organisation_ids: frozenset[int], person_ids: frozenset[int]) -> frozenset[tuple[str, str]]:
    """Each of these, by reference, with each record by which we were in touch with them."""
    what = (organisation_ids, person_ids, clock.today(), _letters_held())
    return MET.remembered(what, lambda: _met_at(organisation_ids, person_ids), LETTERS)


def letters_sent() -> Hashable:
    """What tells letters that have been sent from those a moment ago: the trail does not tell of them."""
    wanted = select(func.count(), func.max(Letter.sent_at)).where(Letter.state == SENT)
    return tuple(session().execute(wanted).one())


def _letters_held() -> Hashable:
    """The same of every letter, sent or not."""
    waiting = func.count().filter(Letter.state.in_((WAITING, SENDING)))
    wanted = select(func.count(), func.max(Letter.id), func.max(Letter.sent_at), waiting)
    return tuple(session().execute(wanted).one())


def _met_at(organisation_ids: Collection[int], person_ids: Collection[int]) -> frozenset[tuple[str, str]]:
    found = _dealings_with(queries.parties(organisation_ids, person_ids))
    return frozenset((one.party, one.record) for one in found if one.is_contact)


def _held_of(who: Stakeholder) -> list[tuple[Dealing, str]]:
    """What every register holds of them, each once, with the post through which an organisation had it."""
    mine = queries.reference(who)
    holders = _holders([who.id]) if isinstance(who, Organisation) else []
    people = {int(one.person.partition(":")[2]) for one in holders}
    if isinstance(who, Organisation):
        asked = queries.parties([who.id], people)
    else:
        asked = queries.parties((), [who.id])
    found = _dealings_with(asked)
    by_person: dict[str, list[Holder]] = {}
    for one in holders:
        by_person.setdefault(one.person, []).append(one)
    shown: dict[tuple[str, str, date | None], tuple[Dealing, str]] = {}
    for dealing in found:
        through = _through(dealing, by_person)
        if dealing.party == mine or through:
            shown.setdefault((dealing.record, dealing.what, dealing.on), (dealing, through))
    return list(shown.values())


def changes(actor: Actor, who: Stakeholder) -> list[Step]:
    """What was done to the record, newest first; what concerns panels to those who may know their members."""
    without = () if actor.may(May.RUN_PANELS) else OF_PANELS
    return history_page(queries.reference(who), without=without)


def last_contacts(organisation_ids: Collection[int], person_ids: Collection[int] = ()) -> dict[str, date]:
    """The day of the last contact with each that there was any with, by reference."""
    return {ref: max(days) for ref, days in contact_days(organisation_ids, person_ids).items()}


def contact_days(organisation_ids: Collection[int], person_ids: Collection[int] = ()) -> dict[str, set[date]]:
    """The days on which we were in touch with each that there was any contact with, by reference.

    With an organisation also through those who held a post there on the day. A contact of which the day is
    not known was at the beginning of time.
    """
    holders = _holders(organisation_ids)
    people = {*person_ids, *(int(one.person.partition(":")[2]) for one in holders)}
    by_person: dict[str, list[Holder]] = {}
    for one in holders:
        by_person.setdefault(one.person, []).append(one)
    days: dict[str, set[date]] = {}
    for dealing in _contacts(queries.parties(organisation_ids, people)):
        refs = [dealing.party]
        refs += [one.organisation for one in by_person.get(dealing.party, ()) if one.held_on(dealing.on)]
        for ref in refs:
            days.setdefault(ref, set()).add(dealing.on or date.min)
    return days


def contact_wanted_since(today: date | None = None) -> date:
    """The day since which everybody should have had some contact: so many months before today."""
    return months_later(today or clock.today(), -agreed_number("coverage-months"))


def _links(actor: Actor, refs: set[str]) -> dict[str, Link]:
    """The records as links; people by their names, for those who may read them."""
    named = queries.names_by_ref(actor, [ref for ref in refs if ref.startswith("person:")])
    return {
        ref: replace(link, text=named.get(ref, link.text)) for ref, link in references.links(refs).items()
    }


def _through(dealing: Dealing, by_person: dict[str, list[Holder]]) -> str:
    held = [one.title for one in by_person.get(dealing.party, ()) if one.held_on(dealing.on)]
    return ", ".join(dict.fromkeys(held))


def _may_read(actor: Actor, dealing: Dealing) -> bool:
    wanted = READERS.get(dealing.record.partition(":")[0])
    return wanted is None or actor.may(wanted)


def _contacts(asked: Sequence[Party]) -> Iterator[Dealing]:
    """Contacts up to today: what is planned is none yet."""
    today = clock.today()
    for start in range(0, len(asked), PARTIES_AT_ONCE):
        for dealing in _dealings_with(asked[start : start + PARTIES_AT_ONCE]):
            if dealing.is_contact and dealing.on is not None and dealing.on <= today:
                yield dealing


def _dealings_with(asked: Sequence[Party]) -> list[Dealing]:
    """What every register holds of these, and of what was merged into them, as if it were theirs."""
    kept = merged_refs([party.ref for party in asked])
    found = dealings.dealings_with([*asked, *map(Party, kept)])
    return [replace(one, party=kept[one.party]) if one.party in kept else one for one in found]


def _holders(organisation_ids: Collection[int]) -> list[Holder]:
    kept = merged_numbers(Organisation, organisation_ids)
    numbers = [*organisation_ids, *kept]
    found: list[Holder] = []
    for start in range(0, len(numbers), AT_ONCE):
        wanted = (
            select(Post, func.coalesce(Person.merged_into_id, Person.id))
            .join(Person, Person.id == Post.person_id)
            .where(Post.organisation_id.in_(numbers[start : start + AT_ONCE]))
        )
        found += [
            Holder(
                f"organisation:{kept.get(post.organisation_id, post.organisation_id)}",
                f"person:{person_id}",
                post.title,
                post.from_on or date.min,
                post.to_on or date.max,
            )
            for post, person_id in session().execute(wanted)
        ]
    return found


def contacts_noted(asked: Sequence[Party]) -> Iterator[Dealing]:
    """Contacts noted in the register itself."""
    numbers: dict[str, list[int]] = {"organisation": [], "person": []}
    for party in asked:
        own_kind, _, own_number = party.ref.partition(":")
        numbers[own_kind].append(int(own_number))
    for column in (ContactMade.organisation_id, ContactMade.person_id):
        wanted = select(column, ContactMade.on, ContactMade.how)
        kind = column.key.removesuffix("_id")
        for number, on, how in session().execute(wanted.where(column.in_(numbers[kind]))):
            ref = f"{kind}:{number}"
            yield Dealing(ref, on, label(CHANNELS, how).lower(), ref, "Contacts noted", is_contact=True)


def letters_written(asked: Sequence[Party]) -> Iterator[Dealing]:
    """Letters to them; one that the mail server took is a contact."""
    refs = [party.ref for party in asked]
    wanted = select(Letter.to_ref, Letter.kind, Letter.about, Letter.state, Letter.sent_at, Letter.written_at)
    for to_ref, kind, about, state, sent_at, written_at in session().execute(
        wanted.where(Letter.to_ref.in_(refs))
    ):
        on = in_london(sent_at or written_at).date()
        name = "letter to many" if kind == BULK else kind.replace("_", " ")
        what = f"{name}, {LETTER_STATES.get(state, 'not sent')}"
        yield Dealing(to_ref, on, what, about, "Letters", is_contact=state == SENT)
