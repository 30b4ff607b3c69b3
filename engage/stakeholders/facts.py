"""What the register can testify to: that those who get bulk mail agreed to it, and that a no was heeded."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from engage.organisation.models import Body
from engage.platform.clock import in_london
from engage.platform.data.db import session
from engage.platform.mail.models import Letter
from engage.platform.mail.outbox import SENT
from engage.platform.offers.references import Named
from engage.platform.web.pages import counted
from engage.rules.facts import Fact
from engage.stakeholders import words
from engage.stakeholders.contacts import LETTERS as LETTERS
from engage.stakeholders.contacts import contact_days
from engage.stakeholders.contacts import letters_sent as letters_sent
from engage.stakeholders.models import Consent, Organisation

RIGHTS = "rights"  # letters that answer somebody about their own data are owed whatever they agreed to


@dataclass(frozen=True, slots=True)
class Agreed:
    """One consent: whose, of which kind, on what basis, and its first and last day as far as known."""

    ref: str
    kind: str
    basis: str
    given_on: date | None
    withdrawn_on: date | None

    def stood_on(self, day: date) -> bool:
        """Whether it stood at any time of a day; one whose beginning is not known always had begun."""
        return (self.given_on or date.min) <= day <= (self.withdrawn_on or date.max)


def facts() -> Iterator[Fact]:
    """One fact for each body served, about all consents together: three queries, however many there are.

    A requirement is met by any one record that meets it, so a fact for each consent would let one good
    consent stand for ten thousand. ``basis`` is said only when every consent to bulk mail that stands has
    one, and nobody got bulk mail without any; ``withdrawals_honoured`` only when no letter went to somebody
    after they withdrew. The title says how many fall short, so that they can be found in the lists.
    """
    known = _consents()
    if not known:
        return
    letters = _letters()
    bodies = session().execute(select(Body.id, Body.code).where(Body.is_served.is_(True)).order_by(Body.id))
    stands = [one for one in known if one.kind == words.BULK and one.withdrawn_on is None]
    without = sum(not one.basis for one in stands)
    unasked, after = _wrongly_written(known, letters)
    given = [one.given_on for one in known if one.given_on is not None]
    changed = [day for one in known for day in (one.given_on, one.withdrawn_on) if day is not None]
    for number, code in bodies:
        yield Fact(
            kind="mailing_consent",
            ref=f"mailing_consent:{number}",
            title=_title(len(stands), without, unasked, after),
            first=min(given, default=None),
            on=min(given, default=None),
            recorded_on=max(changed, default=None),
            bodies=(code,),
            says={
                "basis": _bases(stands) if stands and not without and not unasked else None,
                "withdrawals_honoured": after == 0,
            },
        )


def describe_consents(numbers: Sequence[int]) -> dict[int, Named]:
    return {number: Named("", "The mailing list", "/people?consent=bulk-yes") for number in numbers}


def _title(stands: int, without: int, unasked: int, after: int) -> str:
    said = [counted(stands, "consent to bulk mail", "consents to bulk mail")]
    if without:
        said.append(f"{without:,} without a basis")
    if unasked:
        said.append(f"{counted(unasked, 'letter', 'letters')} without any consent")
    if after:
        said.append(f"{counted(after, 'letter', 'letters')} after a withdrawal")
    return f"The mailing list as a whole: {', '.join(said)}"


def _bases(stands: Iterable[Agreed]) -> str:
    """consent (12), soft_opt_in (3)."""
    found = Counter(one.basis for one in stands)
    return ", ".join(f"{basis} ({number:,})" for basis, number in sorted(found.items()))


def _wrongly_written(known: Iterable[Agreed], letters: Iterable[tuple[str, str, date]]) -> tuple[int, int]:
    """How many bulk letters went to somebody who never agreed, and how many letters after a withdrawal."""
    by_whom: defaultdict[tuple[str, str], list[Agreed]] = defaultdict(list)
    for one in known:
        by_whom[one.ref, one.kind].append(one)
    unasked = after = 0
    for ref, letter, day in letters:
        kind = words.BULK if letter == words.BULK else words.ONE_TO_ONE
        asked = by_whom.get((ref, kind), [])
        if not asked:
            unasked += kind == words.BULK
        elif not any(one.stood_on(day) for one in asked):
            withdrew = any(one.withdrawn_on is not None and one.withdrawn_on < day for one in asked)
            after += withdrew
            unasked += not withdrew and kind == words.BULK
    return unasked, after


def _consents() -> list[Agreed]:
    columns = (
        Consent.organisation_id,
        Consent.person_id,
        Consent.kind,
        Consent.basis,
        Consent.given_on,
        Consent.withdrawn_on,
    )
    return [
        Agreed(
            f"organisation:{organisation}" if organisation is not None else f"person:{person}",
            kind,
            basis,
            given_on,
            withdrawn_on,
        )
        for organisation, person, kind, basis, given_on, withdrawn_on in session().execute(select(*columns))
    ]


def _letters() -> list[tuple[str, str, date]]:
    """(to whom, kind, day) of every letter that was sent to somebody of the register."""
    wanted = select(Letter.to_ref, Letter.kind, Letter.sent_at, Letter.about).where(
        Letter.state == SENT, Letter.to_ref.like("person:%") | Letter.to_ref.like("organisation:%")
    )
    return [
        (to_ref, kind, _day(sent_at))
        for to_ref, kind, sent_at, about in session().execute(wanted)
        if sent_at is not None and not about.startswith(RIGHTS)
    ]


def _day(at: datetime) -> date:
    return in_london(at).date()


@dataclass(frozen=True, slots=True)
class OrganisationKnown:
    """An organisation we work with: since when it is kept here, and the days we were in touch with it."""

    ref: str
    name: str
    group: str
    added_on: date
    closed_on: date | None
    do_not_contact: bool
    contacts: tuple[date, ...]


def organisations_known() -> tuple[OrganisationKnown, ...]:
    """Every organisation that stands for itself and is not dormant, in a fixed number of queries.

    People are left out: how many there are of a kind is for the rules of disclosure.
    """
    wanted = select(
        Organisation.id,
        Organisation.name,
        Organisation.group,
        Organisation.added_on,
        Organisation.closed_on,
        Organisation.do_not_contact,
    ).where(Organisation.merged_into_id.is_(None), Organisation.status != "dormant")
    rows = session().execute(wanted.order_by(Organisation.id)).all()
    days = contact_days([row.id for row in rows])
    return tuple(
        OrganisationKnown(
            f"organisation:{row.id}",
            row.name,
            row.group,
            row.added_on,
            row.closed_on,
            row.do_not_contact,
            tuple(sorted(days.get(f"organisation:{row.id}", ()))),
        )
        for row in rows
    )
