"""What the cycle warns of: what monitoring heard more than a quarter ago and nobody took up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engage.duties.project import ring
from engage.rules.facts import Fact

TODAY = date(2019, 11, 14)
VISIT = Fact("activity", "activity:12", "Ward visit", says={"stage": 5})
BUS_TOUR = Fact("activity", "activity:14", "Bus tour", says={"stage": 2})
NEVER_TAKEN_UP = "Themes from monitoring never taken up"


def heard(on: date | None, **says: Any) -> Fact:
    known = {"heard_at": VISIT.ref, "has_said": True, "has_owner": False, "taken_up_in": ""}
    return Fact("feedback", "feedback:1", "Carers feel alone", on=on, says=known | says)


def is_warned_of(item: Fact) -> bool:
    found = ring.warnings([VISIT, BUS_TOUR, item], [], TODAY)
    return any(one.title == NEVER_TAKEN_UP and item.ref in one.refs for one in found)


def test_what_was_heard_more_than_a_quarter_ago_is_warned_of() -> None:
    assert is_warned_of(heard(date(2019, 8, 13)))
    assert not is_warned_of(heard(date(2019, 8, 14)))


@pytest.mark.parametrize("lacking", [{"has_owner": True}, {"taken_up_in": "project:3"}], ids=str)
def test_either_lack_leaves_a_theme_open(lacking: dict[str, Any]) -> None:
    assert is_warned_of(heard(date(2019, 7, 1), **lacking))


def test_a_theme_with_an_owner_and_a_project_is_closed() -> None:
    assert not is_warned_of(heard(date(2019, 7, 1), has_owner=True, taken_up_in="project:3"))


def test_what_was_heard_elsewhere_or_on_no_known_day_is_no_theme_of_monitoring() -> None:
    assert not is_warned_of(heard(date(2018, 7, 1), heard_at=BUS_TOUR.ref))
    assert not is_warned_of(heard(None))
