"""Opening bodies, adding to them and correcting them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from engage.organisation import queries, service
from engage.organisation.entries import (
    AimEntry,
    BodyEntry,
    CommitteeEntry,
    NameEntry,
    NetworkEntry,
    PlaceEntry,
    PracticeEntry,
    SuccessionEntry,
)
from engage.organisation.models import Body
from engage.organisation.queries import entry_of
from engage.platform.data import audit
from engage.rules.actors import SYSTEM
from engage.rules.errors import Missing, Refused
from tests.builders import make_body

pytestmark = pytest.mark.usefixtures("app")

MERGED = "Black Country and West Birmingham CCG"


def record(body: Body) -> queries.BodyRecord:
    return queries.record_of(queries.body_by_code(body.code))


def test_a_ccg_has_a_governing_body_and_an_icb_a_board_unless_told_otherwise() -> None:
    assert make_body().board_word == "Governing Body"
    assert make_body("Black Country ICB", "ICB").board_word == "Board"
    assert make_body("Dudley CCG", board_word="Council of Members").board_word == "Council of Members"


def test_a_ccg_cannot_outlive_june_2022() -> None:
    with pytest.raises(Refused, match="Every CCG ended by 30 June 2022"):
        make_body(exists_to=date(2023, 3, 31))


def test_a_name_or_code_in_use_is_refused_however_it_is_spelled() -> None:
    make_body()
    with pytest.raises(Refused, match="already a name or code of Wolverhampton CCG"):
        service.open_body(
            SYSTEM, "wccg", BodyEntry(name="NHS Wolverhampton Clinical Commissioning Group", kind="CCG")
        )
    with pytest.raises(Refused, match="already a name or code of Wolverhampton CCG"):
        service.open_body(SYSTEM, "Wolverhampton-CCG", BodyEntry(name="City Commissioners", kind="CCG"))


@pytest.mark.parametrize("code", ["bc icb", "", "-icb", "new", "bc/icb"])
def test_a_code_that_cannot_stand_in_an_address_is_refused(code: str) -> None:
    with pytest.raises(Refused):
        service.open_body(SYSTEM, code, BodyEntry(name="NHS Black Country ICB", kind="ICB"))


def test_a_former_name_goes_on_being_recognised() -> None:
    body = make_body("Wolverhampton City CCG")
    service.change_body(SYSTEM, body, replace(entry_of(body), name="Wolverhampton CCG"))
    assert queries.body_names().recognise("wolverhampton city ccg").code == "wolverhampton-city-ccg"
    assert [variant.name for variant in record(body).names] == ["Wolverhampton City CCG"]


def test_a_change_is_audited_with_what_it_was_and_what_it_became() -> None:
    body = make_body()
    service.change_body(SYSTEM, body, replace(entry_of(body), exists_to=date(2021, 3, 31)))
    entry, changes = audit.history_of(f"body:{body.id}")[0]
    assert (entry.event, changes[0].before, changes[0].after) == (
        "body.changed",
        {"exists_to": None},
        {"exists_to": "2021-03-31"},
    )


def test_a_name_of_another_body_cannot_be_added() -> None:
    wolverhampton, dudley = make_body(), make_body("Dudley CCG")
    service.add_part(SYSTEM, wolverhampton, NameEntry(name="WCCG"))
    with pytest.raises(Refused, match="already a name or code of Wolverhampton CCG"):
        service.add_part(SYSTEM, dudley, NameEntry(name="wccg"))
    with pytest.raises(Refused, match="has the name “WCCG” already"):
        service.add_part(SYSTEM, wolverhampton, NameEntry(name="WCCG"))


def test_several_bodies_go_into_one() -> None:
    merged = make_body(MERGED, exists_from=date(2021, 4, 1))
    for name in ("Wolverhampton CCG", "Dudley CCG", "Walsall CCG"):
        service.add_part(
            SYSTEM, make_body(name), SuccessionEntry(successor_id=merged.id, on=date(2021, 4, 1))
        )
    assert [one.name for one in record(merged).took_over_from] == [
        "Dudley CCG",
        "Walsall CCG",
        "Wolverhampton CCG",
    ]


def test_a_circle_of_successions_is_refused() -> None:
    first, second, third = make_body(), make_body(MERGED), make_body("Black Country ICB", "ICB")
    service.add_part(SYSTEM, first, SuccessionEntry(successor_id=second.id))
    service.add_part(SYSTEM, second, SuccessionEntry(successor_id=third.id))
    with pytest.raises(Refused, match="the other way round cannot be"):
        service.add_part(SYSTEM, third, SuccessionEntry(successor_id=first.id))
    with pytest.raises(Refused, match="cannot take over from itself"):
        service.add_part(SYSTEM, first, SuccessionEntry(successor_id=first.id))
    with pytest.raises(Refused, match="recorded already"):
        service.add_part(SYSTEM, first, SuccessionEntry(successor_id=second.id))


def test_nobody_takes_over_while_the_former_body_lasts() -> None:
    former = make_body(exists_to=date(2021, 3, 31))
    with pytest.raises(Refused, match="lasted until 31 March 2021"):
        service.add_part(
            SYSTEM, former, SuccessionEntry(successor_id=make_body(MERGED).id, on=date(2021, 3, 31))
        )


def test_a_place_is_there_once() -> None:
    body = make_body()
    service.add_part(SYSTEM, body, PlaceEntry(name="Bilston"))
    with pytest.raises(Refused, match="already a place called Bilston"):
        service.add_part(SYSTEM, body, PlaceEntry(name="Bilston", kind="ward"))
    service.add_part(SYSTEM, make_body("Dudley CCG"), PlaceEntry(name="Bilston"))


def test_an_ods_code_belongs_to_one_practice_in_capitals_or_not() -> None:
    body = make_body()
    service.add_part(SYSTEM, body, PracticeEntry(ods_code="M92607", name="Whitmore Reans"))
    with pytest.raises(Refused, match="M92607 is that of Whitmore Reans"):
        service.add_part(SYSTEM, body, PracticeEntry(ods_code="m92607", name="Another practice"))


def test_a_practice_joins_only_a_network_of_its_own_body() -> None:
    elsewhere = service.add_part(SYSTEM, make_body("Dudley CCG"), NetworkEntry(name="Dudley and Netherton"))
    with pytest.raises(Refused, match="belongs to another body"):
        service.add_part(
            SYSTEM,
            make_body(),
            PracticeEntry(ods_code="M92607", name="Whitmore Reans", network_id=elsewhere.id),
        )


def test_practices_outlive_their_network_and_the_history_says_so() -> None:
    body = make_body()
    network = service.add_part(SYSTEM, body, NetworkEntry(name="Wolverhampton North"))
    practice = service.add_part(
        SYSTEM, body, PracticeEntry(ods_code="M92607", name="Whitmore Reans", network_id=network.id)
    )
    service.remove_part(SYSTEM, network)
    (left,) = record(body).networks
    assert left.network is None
    assert [one.id for one in left.practices] == [practice.id]
    changed = [change.table for change in audit.history_of(f"body:{body.id}")[0][1]]
    assert changed == ["practice", "network"]


ADDED_WITH_DAYS: dict[str, Callable[..., Any]] = {
    "committee": lambda body, **days: service.add_part(
        SYSTEM, body, CommitteeEntry(name="Quality Committee", **days)
    ),
    "network": lambda body, **days: service.add_part(
        SYSTEM, body, NetworkEntry(name="Wolverhampton North", **days)
    ),
    "practice": lambda body, **days: service.add_part(
        SYSTEM, body, PracticeEntry(ods_code="M92607", name="Whitmore Reans", **days)
    ),
    "aim": lambda body, **days: service.add_part(
        SYSTEM, body, AimEntry(text="Reducing health inequalities", **days)
    ),
}


@pytest.mark.parametrize("add", ADDED_WITH_DAYS.values(), ids=ADDED_WITH_DAYS)
def test_nothing_ends_before_it_begins(add: Callable[..., Any]) -> None:
    body = make_body()
    with pytest.raises(Refused, match="The last day, 31 March 2019, is before the first, 1 April 2019"):
        add(body, from_on=date(2019, 4, 1), to_on=date(2019, 3, 31))


def test_a_part_is_changed_as_it_could_have_been_added_and_not_otherwise() -> None:
    body = make_body()
    entry = AimEntry(text="Reducing health inequalities", from_on=date(2019, 4, 1))
    aim = service.add_part(SYSTEM, body, entry)
    service.change_part(SYSTEM, aim, replace(entry, to_on=date(2021, 3, 31)))
    with pytest.raises(Refused, match="is before the first"):
        service.change_part(SYSTEM, aim, replace(entry, to_on=date(2018, 3, 31)))
    assert record(body).aims[0].to_on == date(2021, 3, 31)


def test_aims_keep_the_order_in_which_they_were_added() -> None:
    body = make_body()
    for text in ("Quality and safety", "Health inequalities", "System effectiveness"):
        service.add_part(SYSTEM, body, AimEntry(text=text))
    assert [(aim.position, aim.text) for aim in record(body).aims] == [
        (1, "Quality and safety"),
        (2, "Health inequalities"),
        (3, "System effectiveness"),
    ]


def test_a_part_of_one_body_is_not_found_in_another() -> None:
    place = service.add_part(SYSTEM, make_body(), PlaceEntry(name="Bilston"))
    with pytest.raises(Missing):
        queries.part_of(make_body("Dudley CCG"), type(place), place.id)
