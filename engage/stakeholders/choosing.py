"""Organisations and people of the register, found by typing and told from others of their name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from sqlalchemy import ColumnElement, case, func, or_, select

from engage.platform import clock
from engage.platform.data import search
from engage.platform.data.db import session
from engage.platform.offers.choosing import MOST_SHOWN, Chooser, Found, Option
from engage.rules.permissions import May
from engage.rules.words import plain_words, spelling_key
from engage.stakeholders.models import Organisation, OrganisationName, Person, Post, Table
from engage.stakeholders.searching import people_with

MOST_COMPARED = 500
MOST_OF_ONE_NAME = 50
NEAREST = 5
NEAR = 60  # of 100: how alike two names must be
BEGINNING = 3  # letters of a word


def find_organisations(typed: str) -> Found:
    """Organisations found by every word typed; one that is closed or was merged is not chosen any more."""
    return _found(Organisation, typed)


def find_people(typed: str) -> Found:
    """The same of people."""
    return _found(Person, typed)


def tell_organisations(numbers: Sequence[int]) -> list[Option]:
    """What tells organisations from others of their name: kind, area, postcode and code."""
    rows = session().scalars(select(Organisation).where(Organisation.id.in_(numbers)))
    return _in_order(
        numbers,
        (
            Option(row.id, row.name, _joined(row.kind, row.area, row.postcode, row.ods_code or ""))
            for row in rows
        ),
    )


def tell_people(numbers: Sequence[int]) -> list[Option]:
    """What tells people from others of their name: the posts they hold, else the area; no address."""
    rows = session().scalars(select(Person).where(Person.id.in_(numbers), Person.erased_on.is_(None)))
    posts = _posts(numbers)
    return _in_order(
        numbers, (Option(row.id, row.name, _joined(*posts.get(row.id, ()), row.area)) for row in rows)
    )


CHOOSERS = {
    "organisation": Chooser(
        "organisation",
        "organisations",
        "in the stakeholder register",
        frozenset({May.READ_REGISTER, May.RUN_FORUMS}),
        find_organisations,
        tell_organisations,
    ),
    "person": Chooser(
        "person",
        "people",
        "in the stakeholder register",
        frozenset({May.READ_REGISTER}),
        find_people,
        tell_people,
    ),
}


def _found(table: Table, typed: str) -> Found:
    if not plain_words(typed):
        return Found()
    tell = tell_organisations if table is Organisation else tell_people
    has_words = people_with(typed) if table is Person else search.every_word(table, typed)
    meant = _is_chosen(table), has_words
    total = session().scalar(select(func.count()).select_from(table).where(*meant)) or 0
    if not total:
        return Found(near=tuple(tell(_near(table, typed))))
    wanted = select(table.id, table.name).where(*meant)
    first = case((func.lower(table.name) == typed.lower(), 0), else_=1)
    rows = session().execute(wanted.order_by(first, table.sorts_as, table.id).limit(MOST_COMPARED)).all()
    exact = _called(table, typed, [(number, name) for number, name in rows])
    shown = list(dict.fromkeys([*exact, *(number for number, _ in rows)]))[
        : max(MOST_SHOWN, min(len(exact), MOST_OF_ONE_NAME))
    ]
    options = _told_apart(tell(shown))
    return Found(tuple(options), total, tuple(one for one in options if one.number in exact))


def _is_chosen(table: Table) -> ColumnElement[bool]:
    stands = table.merged_into_id.is_(None) & table.closed_on.is_(None)
    return stands & Person.erased_on.is_(None) if table is Person else stands


def _called(table: Table, typed: str, rows: Sequence[tuple[int, str]]) -> list[int]:
    """The numbers of those whose name, or another name of theirs, is just this in any spelling."""
    asked = spelling_key(typed)
    names = list(rows)
    if table is Organisation:
        wanted = select(OrganisationName.organisation_id, OrganisationName.name)
        also = wanted.where(OrganisationName.organisation_id.in_([number for number, _ in rows]))
        names += [(number, name) for number, name in session().execute(also)]
    return list(dict.fromkeys(number for number, name in names if spelling_key(name) == asked))


def _near(table: Table, typed: str) -> list[int]:
    from rapidfuzz import fuzz, process

    begun = [word[:BEGINNING] for word in plain_words(typed) if len(word) >= BEGINNING]
    if not begun:
        return []
    wanted = select(table.id, table.name).where(_is_chosen(table), search.any_word(table, begun))
    rows = session().execute(wanted.order_by(table.sorts_as, table.id).limit(MOST_COMPARED)).all()
    names = {number: " ".join(plain_words(name)) for number, name in rows}
    asked = " ".join(plain_words(typed))
    near = process.extract(asked, names, scorer=fuzz.token_sort_ratio, limit=NEAREST, score_cutoff=NEAR)
    return [number for _, _, number in near]


def _posts(numbers: Sequence[int]) -> dict[int, list[str]]:
    """The posts that people hold now, each with its organisation."""
    held = or_(Post.to_on.is_(None), Post.to_on >= clock.today())
    rows = session().execute(
        select(Post.person_id, Post.title, Organisation.name)
        .join(Organisation, Organisation.id == Post.organisation_id)
        .where(Post.person_id.in_(numbers), held)
        .order_by(Post.person_id, Post.id)
    )
    return {
        number: [_joined(title, name) for _, title, name in own]
        for number, own in groupby(rows, key=lambda row: row[0] or 0)
    }


def _told_apart(options: Iterable[Option]) -> list[Option]:
    """Those that nothing tells apart are told by the number of their record."""
    known = list(options)
    words = [one.words for one in known]
    return [
        Option(one.number, one.name, _joined(one.told, f"record {one.number}"))
        if words.count(one.words) > 1
        else one
        for one in known
    ]


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _in_order(numbers: Sequence[int], options: Iterable[Option]) -> list[Option]:
    by_number = {one.number: one for one in options}
    return [by_number[number] for number in numbers if number in by_number]
