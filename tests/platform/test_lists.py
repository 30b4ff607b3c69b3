"""A list filters, sorts, searches and turns its pages, and leaves out what makes no sense."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import parse_qsl

import pytest
from flask import Flask
from sqlalchemy import ColumnElement, select
from werkzeug.datastructures import MultiDict

from engage.organisation.models import Body
from engage.platform.data import search
from engage.platform.data.db import session
from engage.platform.data.remembered import forget
from engage.platform.web import lists
from engage.platform.web.lists import Column, Filter, ListSpec, View, every_row, numbers_of, page_of
from tests.builders import make_body
from tests.harness.queries import queries_asked

pytestmark = pytest.mark.both_databases


def since(value: str) -> ColumnElement[bool]:
    if not value.isdigit():
        raise ValueError(f"“{value}” is not a year. Enter one such as 2013")
    return Body.exists_from >= date(int(value), 1, 1)


def rows(numbers: Sequence[int]) -> Sequence[Body]:
    return lists.in_order(session().scalars(select(Body).where(Body.id.in_(numbers))), numbers)


BODIES = ListSpec(
    name="bodies",
    heading="Bodies",
    one="body",
    many="bodies",
    number=Body.id,
    base=lambda: select(Body.id),
    rows=rows,
    columns=(
        Column("name", "Body", lambda body: body.name, sort=Body.name),
        Column("kind", "Kind", lambda body: body.kind, sort=Body.kind),
        Column("since", "Since", lambda body: body.exists_from, sort=Body.exists_from, kind="date"),
        Column("board", "Board", lambda body: body.board_word, shown=False),
    ),
    filters=(
        Filter("kind", "Kind", lambda value: Body.kind == value, lambda: [("CCG", "CCG"), ("ICB", "ICB")]),
        Filter("since", "In being since", since),
    ),
    search=lambda words: search.every_word(Body, words),
    first_order=("name", False),
    remarks=(("of no known age", Body.exists_from.is_(None)),),
)


@pytest.fixture(autouse=True)
def bodies(app: Flask) -> None:
    make_body("Wolverhampton CCG", exists_from=date(2013, 4, 1))
    make_body("Dudley CCG", exists_from=date(2012, 10, 1))
    make_body("Walsall CCG")
    make_body("Black Country ICB", kind="ICB", exists_from=date(2022, 7, 1))
    make_body("Healthwatch Wolverhampton", kind="healthwatch")


def asked(address: str) -> View:
    return View.read(BODIES, MultiDict(parse_qsl(address)))


def names(address: str, size: int = 50) -> list[str]:
    return [body.name for body in page_of(BODIES, asked(address), size).rows]


def test_a_list_comes_in_its_own_order() -> None:
    assert names("") == [
        "Black Country ICB",
        "Dudley CCG",
        "Healthwatch Wolverhampton",
        "Walsall CCG",
        "Wolverhampton CCG",
    ]


def test_several_values_of_a_filter_widen_it_and_several_filters_narrow() -> None:
    assert names("kind=ICB") == ["Black Country ICB"]
    assert len(names("kind=ICB&kind=CCG")) == 4
    assert names("kind=ICB&kind=CCG&since=2013") == ["Black Country ICB", "Wolverhampton CCG"]


def test_sorted_either_way_what_is_not_recorded_comes_last() -> None:
    known = ["Dudley CCG", "Wolverhampton CCG", "Black Country ICB"]
    assert names("sort=since&order=up")[:3] == known
    assert names("sort=since&order=down")[:3] == known[::-1]
    assert set(names("sort=since&order=down")[3:]) == {"Walsall CCG", "Healthwatch Wolverhampton"}


def test_every_word_searched_for_must_be_there_in_any_order() -> None:
    assert names("words=ccg+wolver") == ["Wolverhampton CCG"]
    assert names("words=WOLVERHAMPTON") == ["Healthwatch Wolverhampton", "Wolverhampton CCG"]
    assert names("words=100%25") == []
    assert len(names("words=_")) == 5, "a mark alone asks for nothing"


def test_pages_follow_one_another_and_one_beyond_the_end_is_the_last() -> None:
    assert names("page=2", size=2) == ["Healthwatch Wolverhampton", "Walsall CCG"]
    page = page_of(BODIES, asked("page=99"), 2)
    assert (page.view.page, page.pages, [body.name for body in page.rows]) == (3, 3, ["Wolverhampton CCG"])
    assert page_of(BODIES, asked("page=9&kind=none-such"), 2).pages == 1


def test_the_count_stands_beside_what_it_rests_on() -> None:
    page = page_of(BODIES, asked(""), 2)
    assert (page.total, page.remarks) == (5, (("of no known age", 2),))
    assert page_of(BODIES, asked("kind=ICB"), 2).remarks == (("of no known age", 0),)


@pytest.mark.parametrize(
    "address",
    [
        "sort=nothing&order=down",
        "sort=board",
        "column=nothing",
        "shoe-size=9",
        "page=minus+one",
        "page=-3",
        "page=99999999999999999999999",
        "kind=",
        "words=++",
    ],
)
def test_what_a_list_does_not_know_is_left_out(address: str) -> None:
    page = page_of(BODIES, asked(address), 50)
    assert page.total == 5
    assert page.problems == ()
    assert asked(address).pairs(BODIES) == []


def test_a_value_that_makes_no_sense_is_answered_with_a_sentence() -> None:
    page = page_of(BODIES, asked("since=long+ago&kind=CCG"), 50)
    assert page.problems == ("In being since: “long ago” is not a year. Enter one such as 2013",)
    assert page.total == 3, "the filters that do make sense still hold"


def test_columns_come_in_the_order_of_the_list_whichever_way_they_are_asked_for() -> None:
    assert [column.key for column in asked("").shown(BODIES)] == ["name", "kind", "since"]
    assert [column.key for column in asked("column=board&column=name").shown(BODIES)] == ["name", "board"]


def test_a_view_in_an_address_reads_back_as_itself() -> None:
    view = asked("words=ccg&kind=CCG&kind=ICB&since=2013&sort=since&order=down&column=board&column=name")
    assert asked(view.query(BODIES)) == view
    assert view.without("kind", "ICB").values_of("kind") == ["CCG"]


def test_every_row_of_a_view_comes_in_its_order_however_it_is_fetched() -> None:
    view = asked("kind=CCG&sort=name&order=down&page=7")
    assert [body.name for body in every_row(BODIES, view, batch=2)] == names("kind=CCG&sort=name&order=down")
    assert len(numbers_of(BODIES, view)) == 3
    some = numbers_of(BODIES, asked("kind=ICB"))
    assert [body.name for body in every_row(BODIES, asked(""), some)] == ["Black Country ICB"]


def test_rows_ticked_that_the_filters_leave_out_are_not_taken_along() -> None:
    icb = numbers_of(BODIES, asked("kind=ICB"))
    assert list(every_row(BODIES, asked("kind=CCG"), icb)) == []


def test_the_different_values_of_a_column_are_found_in_a_step_for_each() -> None:
    assert lists.distinct_values(Body.kind) == ["CCG", "ICB", "healthwatch"]
    assert lists.distinct_values(Body.trust) == ["unverified"]
    with queries_asked() as asked_for:
        lists.distinct_values(Body.kind)
    assert len(asked_for) == 1


def test_a_page_asks_as_much_for_many_rows_as_for_few() -> None:
    with queries_asked() as few:
        page_of(BODIES, asked("kind=CCG"), 50)
    for number in range(20):
        make_body(f"CCG number {number}")
    forget()  # that what was counted before is old would be one more question
    with queries_asked() as many:
        page_of(BODIES, asked("kind=CCG"), 50)
    assert len(many) == len(few)
