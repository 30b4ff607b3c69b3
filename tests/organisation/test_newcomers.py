"""Bodies met in spreadsheets that nobody had opened."""

from __future__ import annotations

from datetime import date

import pytest

from engage.organisation import queries, service
from engage.organisation.entries import BodyEntry, NameEntry
from engage.organisation.importing import open_bodies
from engage.organisation.models import Body
from engage.platform.data import audit
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import SYSTEM
from engage.rules.body_names import code_for
from tests.builders import make_body

pytestmark = pytest.mark.usefixtures("app")

MET = audit.Event("test.bodies-met")


@one_transaction
def meet(*names: str) -> list[Body]:
    """What an import does with the bodies its rows name, none of which is there."""
    MET(SYSTEM)
    known = queries.body_names()
    found = {known.recognise(name).code or code_for(name): name for name in names}
    return list(open_bodies(found).values())


def test_a_body_of_ours_is_recognised_in_any_spelling() -> None:
    make_body()
    service.open_body(SYSTEM, "qua", BodyEntry(name="NHS Black Country ICB", kind="ICB"))
    names = queries.body_names()
    assert names.recognise("NHS Wolverhampton Clinical Commissioning Group").code == "wolverhampton-ccg"
    assert names.recognise("BC ICB").code == "qua"


def test_a_body_of_the_catalogue_comes_with_its_dates_and_its_other_names() -> None:
    (body,) = meet("BSol CCG")
    assert (body.code, body.name, body.kind) == (
        "birmingham-and-solihull-ccg",
        "Birmingham and Solihull CCG",
        "CCG",
    )
    assert (body.exists_from, body.exists_to) == (date(2018, 4, 1), date(2022, 6, 30))
    assert body.trust == "unverified"
    assert not body.is_served
    assert [variant.name for variant in queries.record_of(body).names] == ["BSol CCG"]


def test_a_body_whose_dates_were_all_checked_is_verified() -> None:
    (body,) = meet("BC ICB")
    assert (body.exists_from, body.trust) == (date(2022, 7, 1), "verified")


def test_who_took_over_from_whom_is_known_once_both_have_been_met() -> None:
    dudley, walsall = meet("Dudley CCG", "Walsall CCG")
    assert queries.record_of(dudley).taken_over_by == ()
    (merged,) = meet("BCWB CCG")
    record = queries.record_of(merged)
    assert [one.code for one in record.took_over_from] == [dudley.code, walsall.code]
    assert {(one.on, one.trust) for one in record.took_over_from} == {(date(2021, 4, 1), "unverified")}
    (icb,) = meet("NHS Black Country ICB")
    assert [one.code for one in queries.record_of(icb).took_over_from] == [merged.code]


def test_a_body_nobody_knows_gets_its_kind_from_its_name_and_the_days_the_law_leaves() -> None:
    ccg, icb, other = meet("NHS Powys and Gwent CCG", "Powys Integrated Care Board", "Gwent Voices")
    assert (ccg.code, ccg.kind, ccg.exists_to) == ("powys-and-gwent-ccg", "CCG", date(2022, 6, 30))
    assert (icb.kind, icb.exists_from, icb.board_word) == ("ICB", date(2022, 7, 1), "Board")
    assert (other.kind, other.exists_from, other.exists_to) == ("other", None, None)


def test_a_name_given_to_one_body_is_not_taken_by_a_newcomer() -> None:
    service.add_part(SYSTEM, make_body("Solihull Together", "other"), NameEntry(name="BSol CCG"))
    (body,) = meet("Birmingham and Solihull CCG")
    assert queries.record_of(body).names == ()
