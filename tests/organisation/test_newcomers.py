"""Bodies met in spreadsheets: recognised in any spelling, and opened when nobody knew them."""

from __future__ import annotations

from datetime import date

import pytest

from engage.organisation import queries, service
from engage.organisation.models import Body
from engage.organisation.newcomers import Met, find_or_open_body
from engage.platform import audit
from engage.platform.transactions import one_transaction
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from tests.builders import make_body

pytestmark = pytest.mark.usefixtures("app")

MET = audit.Event("test.bodies-met")


@one_transaction
def meet(*names: str) -> list[Met]:
    """What an import does with the bodies its rows name."""
    MET(SYSTEM)
    known = queries.body_names()
    return [find_or_open_body(SYSTEM, known.recognise(name)) for name in names]


def test_a_body_of_ours_is_found_in_any_spelling() -> None:
    ours = make_body()
    (met,) = meet("NHS Wolverhampton Clinical Commissioning Group")
    assert (met.body.id, met.is_new) == (ours.id, False)


def test_a_body_of_ours_with_another_code_stands_for_that_of_the_catalogue() -> None:
    ours = service.open_body(SYSTEM, "qua", "NHS Black Country ICB", "ICB")
    (met,) = meet("BC ICB")
    assert (met.body.id, met.is_new) == (ours.id, False)


def test_a_body_of_the_catalogue_comes_with_its_dates_and_its_other_names() -> None:
    (met,) = meet("BSol CCG")
    body = met.body
    assert met.is_new
    assert (body.code, body.name, body.kind) == (
        "birmingham-and-solihull-ccg",
        "Birmingham and Solihull CCG",
        "CCG",
    )
    assert (body.exists_from, body.exists_to) == (date(2018, 4, 1), date(2022, 6, 30))
    assert body.trust == "unverified"
    assert not body.is_served
    assert [variant.name for variant in queries.record_of(SYSTEM, body).names] == ["BSol CCG"]


def test_who_took_over_from_whom_is_known_once_both_have_been_met() -> None:
    dudley, walsall, merged = meet("Dudley CCG", "Walsall CCG", "BCWB CCG")
    record = queries.record_of(SYSTEM, merged.body)
    assert [one.body.id for one in record.took_over_from] == [dudley.body.id, walsall.body.id]
    assert {(one.row.on, one.row.trust) for one in record.took_over_from} == {
        (date(2021, 4, 1), "unverified")
    }


def test_a_body_nobody_knows_gets_its_kind_from_its_name_and_the_days_the_law_leaves() -> None:
    ccg, icb, other = meet("NHS Powys and Gwent CCG", "Powys Integrated Care Board", "Gwent Voices")
    assert (ccg.body.code, ccg.body.kind, ccg.body.exists_to) == (
        "powys-and-gwent-ccg",
        "CCG",
        date(2022, 6, 30),
    )
    assert (icb.body.kind, icb.body.exists_from, icb.body.board_word) == ("ICB", date(2022, 7, 1), "Board")
    assert (other.body.kind, other.body.exists_from, other.body.exists_to) == ("other", None, None)


def test_two_spellings_of_a_new_body_are_one_body() -> None:
    first, second = meet("Powys and Gwent CCG", "NHS Powys & Gwent Clinical Commissioning Group")
    assert (first.is_new, second.is_new) == (True, False)
    assert first.body.id == second.body.id


@pytest.mark.parametrize("text", ["n/k", "", "not recorded", "***"])
def test_a_text_that_cannot_be_a_name_opens_nothing(text: str) -> None:
    with pytest.raises(Refused, match="is not the name of a body"):
        meet(text)
    assert queries.bodies(SYSTEM) == []


def test_a_name_given_to_one_body_is_not_taken_by_a_newcomer() -> None:
    service.add_name(SYSTEM, make_body("Solihull Together", "other"), "BSol CCG")
    service.open_body(SYSTEM, "birmingham", "Birmingham CrossCity CCG", "CCG")
    (met,) = meet("Birmingham and Solihull CCG")
    assert queries.record_of(SYSTEM, met.body).names == ()
    assert isinstance(met.body, Body)
