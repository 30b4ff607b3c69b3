"""What the engagement log holds of organisations: the activities at which they took part."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from sqlalchemy import Select, select

from engage.activities.models import Activity
from engage.activities.queries import reference, took_place
from engage.platform.data import search
from engage.platform.data.db import session
from engage.platform.offers.dealings import Dealing, Party
from engage.rules.words import plain_words, spelling_key

REGISTER = "Engagement log"
FEW = 40  # names: that many are looked for in the words of each activity, more by reading them all


def dealings_of(parties: Sequence[Party]) -> Iterator[Dealing]:
    """Activities whose organisations go by any name of these parties, in any spelling: one query."""
    known: dict[str, list[str]] = {}
    for party in parties:
        if party.ref.startswith("organisation:"):
            for name in filter(plain_words, party.names):
                known.setdefault(spelling_key(name), []).append(party.ref)
    if not known:
        return
    keys: dict[str, str] = {}
    for number, status, on, names in session().execute(_wanted(known)):
        for name in names:
            if name not in keys:
                keys[name] = spelling_key(name)
            for ref in dict.fromkeys(known.get(keys[name], ())):
                yield _dealing(ref, number, status, on)


def _wanted(keys: Collection[str]) -> Select[int, str, date | None, list[str]]:
    columns = (Activity.id, Activity.status, Activity.start_from, Activity.organisations)
    wanted = select(*columns)
    if len(keys) > FEW:
        return wanted
    return wanted.where(search.any_word(Activity, (stem for key in keys for stem in _telling(key))))


def _telling(key: str) -> list[str]:
    """The beginnings of the two longest words of a name: an activity that names it has one of them.

    The ends of words differ with the spelling: groups and group, charities and charity.
    """
    return sorted({_stem(word) for word in key.split()}, key=len, reverse=True)[:2]


def _stem(word: str) -> str:
    return word[:-3] if len(word) > 6 else word[:3]


def _dealing(ref: str, number: int, status: str, on: date | None) -> Dealing:
    is_contact = took_place(status, on)
    what = "took part" if is_contact else f"named in an activity that is {status or 'still to come'}"
    return Dealing(ref, on, what, reference(number), REGISTER, is_contact)
