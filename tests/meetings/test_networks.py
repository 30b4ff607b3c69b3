"""The support owed to networks: briefings of PPG chairs, and meetings of networks with their PPGs."""

from __future__ import annotations

from datetime import date

import pytest

from engage.meetings.planning import queries as planning
from engage.organisation import service as organisation
from engage.organisation.entries import NetworkEntry
from engage.rules.actors import SYSTEM
from engage.rules.periods import financial_year
from tests.builders import make_body, make_forum, make_meeting
from tests.conftest import VisitorAs

TODAY = date(2019, 11, 14)


@pytest.mark.usefixtures("app", "clock")
def test_a_briefing_at_a_group_of_the_whole_body_counts_for_each_network_and_a_meeting_for_one() -> None:
    body, dudley = make_body(), make_body("Dudley CCG")
    north = organisation.add_part(SYSTEM, body, NetworkEntry(name="North"))
    organisation.add_part(SYSTEM, body, NetworkEntry(name="Unity East"))
    organisation.add_part(SYSTEM, body, NetworkEntry(name="Old", to_on=date(2018, 3, 31)))
    chairs = make_forum(body, kind="ppg_chairs")
    make_meeting(chairs, "11 April 2019", is_network_briefing=True)
    make_meeting(chairs, "10 October 2019", is_network_briefing=True)
    make_meeting(chairs, "9 January 2020", held=False, is_network_briefing=True)
    make_meeting(make_forum(dudley, kind="ppg_chairs"), "1 July 2019", is_network_briefing=True)
    own = make_forum(body, "PPGs of the north", kind="ppg", network_id=north.id)
    make_meeting(own, "3 June 2019")
    found = {one.network.name: one for one in planning.support_of_networks(body, financial_year(2019), TODAY)}
    assert list(found) == ["North", "Unity East"]
    assert found["North"].meetings == (date(2019, 6, 3),)
    assert found["Unity East"].meetings == ()
    for one in found.values():
        assert one.briefings == (date(2019, 4, 11), date(2019, 10, 10))
        assert (one.briefed_quarters, one.quarters) == (2, 3)


@pytest.mark.usefixtures("clock")
def test_what_nobody_recorded_is_said_not_to_be_recorded(visitor_as: VisitorAs) -> None:
    body = make_body()
    organisation.add_part(SYSTEM, body, NetworkEntry(name="Unity East"))
    lay_member = visitor_as("lay_member_ppi")
    page = lay_member.visit("/forums/networks?period=2019/20")
    assert page.table("2019/20") == [
        {
            "Network": "Unity East",
            "Briefings of PPG chairs": "not recorded",
            "Quarters with a briefing": "not recorded",
            "Meetings with its PPGs": "not recorded",
        }
    ]
    assert "Unverified. The strategy has networks meet" in page.text
    assert "4.4.4" in page.text
    wrong = lay_member.visit("/forums/networks?period=whenever")
    assert "Enter a financial year such as 2018/19" in wrong.text
