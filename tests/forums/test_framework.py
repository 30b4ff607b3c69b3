"""Editions of the framework: which held on a day, who reports to whom in it, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engage.forums.entries import EditionEntry, SeatEntry
from engage.forums.framework import queries as framework
from engage.forums.framework import service as framework_service
from engage.forums.models import Forum, FrameworkEdition
from engage.platform.offers import references
from engage.rules.actors import SYSTEM
from engage.rules.errors import Missing, Refused
from tests.builders import make_body, make_edition, make_forum

pytestmark = pytest.mark.usefixtures("app")

FIRST, LAST = date(2019, 4, 1), date(2021, 3, 31)
NEXT = EditionEntry(title="2021-23", from_on=date(2021, 4, 1))


def seated(edition: FrameworkEdition, *forums: Forum) -> None:
    """Each forum reports to the one before it."""
    above: int | None = None
    for forum in forums:
        framework_service.seat_forum(SYSTEM, edition, forum, SeatEntry(reports_to_id=above))
        above = forum.id


def told(edition: FrameworkEdition) -> list[tuple[str, str, str]]:
    places = framework.places_in(edition)
    return [(place.forum.name, place.how, place.above.name if place.above else "") for place in places]


def test_who_reports_to_whom_is_told_from_the_top_down() -> None:
    body = make_body()
    edition = make_edition(body)
    board, chairs, ppgs = (
        make_forum(body, name, kind=kind)
        for name, kind in (
            ("Governing Body", "governing_body"),
            ("PPG Chairs Group", "ppg_chairs"),
            ("PPGs", "ppg"),
        )
    )
    healthwatch = make_forum(body, "Healthwatch", kind="healthwatch")
    seated(edition, board, chairs, ppgs)
    framework_service.seat_forum(
        SYSTEM, edition, healthwatch, SeatEntry(reports_to_id=board.id, how="advises")
    )
    assert told(edition) == [
        ("Governing Body", "", ""),
        ("Healthwatch", "advises", "Governing Body"),
        ("PPG Chairs Group", "reports to", "Governing Body"),
        ("PPGs", "reports to", "PPG Chairs Group"),
    ]


def test_the_drawing_says_the_same_as_the_table_and_marks_what_is_not_verified() -> None:
    body = make_body()
    edition = make_edition(body)
    seated(edition, make_forum(body, "Governing Body", trust="verified"), make_forum(body, "Citizens Forum"))
    chart = framework.chart_of(edition, framework.places_in(edition), FIRST)
    assert chart.table.rows == (
        ("Governing Body", "", ""),
        ("Citizens Forum", "reports to", "Governing Body"),
    )
    assert "Citizens Forum reports to Governing Body" in chart.alt
    drawn = chart.svg("framework", 940)
    assert drawn.count("stroke-dasharray") == 1
    assert "unverified" in drawn


def test_each_day_has_the_edition_that_held_on_it() -> None:
    body = make_body()
    before = make_edition(body, "2016 to 2019", from_on=date(2016, 4, 1), to_on=date(2019, 3, 31))
    now = make_edition(body, to_on=LAST)
    assert framework.edition_on(body, date(2019, 3, 31)) == before
    assert framework.edition_on(body, FIRST) == now
    assert framework.edition_on(body, LAST) == now
    assert framework.edition_on(body, date(2021, 4, 1)) is None
    assert framework.editions_of(body) == [now, before]
    assert framework.day_of_interest([now, before], date(2026, 6, 1)) == LAST
    assert framework.day_of_interest([now, before], date(2020, 6, 1)) == date(2020, 6, 1)


@pytest.mark.both_databases
def test_the_next_edition_begins_with_the_forums_of_the_one_before_which_then_ends() -> None:
    body = make_body()
    before = make_edition(body)
    seated(before, make_forum(body, "Governing Body"), make_forum(body, "PPG Chairs Group"))
    copy = framework_service.copy_edition(SYSTEM, before, NEXT)
    assert told(copy) == told(before)
    assert before.to_on == LAST
    chairs = next(place for place in framework.places_in(copy) if place.above)
    framework_service.change_seat(SYSTEM, chairs.seat, SeatEntry(how="informs"))
    assert [above for _, _, above in told(copy)] == ["", ""]
    assert [above for _, _, above in told(before)] == ["", "Governing Body"]


def test_the_next_edition_cannot_begin_before_the_one_it_is_made_from() -> None:
    before = make_edition(make_body())
    with pytest.raises(Refused, match="which began on 1 April 2019"):
        framework_service.copy_edition(SYSTEM, before, EditionEntry(title="2018", from_on=FIRST))


def test_two_editions_of_one_body_cannot_hold_on_one_day() -> None:
    body = make_body()
    edition = make_edition(body, to_on=LAST)
    with pytest.raises(Refused, match="“Framework 2019-21” holds from 1 April 2019 to 31 March 2021"):
        make_edition(body, "Another", from_on=LAST)
    assert framework.editions_of(body) == [edition]
    make_edition(make_body("Dudley CCG"), "Dudley's")  # another body has its own


def test_an_edition_cannot_end_before_it_begins() -> None:
    body = make_body()
    edition = make_edition(body)
    entry = EditionEntry(title=edition.title, from_on=FIRST)
    with pytest.raises(Refused, match="cannot end on 1 March 2019, before it begins on 1 April 2019"):
        framework_service.change_edition(SYSTEM, edition, replace(entry, to_on=date(2019, 3, 1)))
    framework_service.change_edition(SYSTEM, edition, replace(entry, note="PPGs now meet by network"))
    assert framework.edition_for(edition.id).note == "PPGs now meet by network"


def test_a_circle_of_reporting_is_refused_in_a_sentence() -> None:
    body = make_body()
    edition = make_edition(body)
    board, chairs, ppgs = (make_forum(body, name) for name in ("Governing Body", "PPG Chairs Group", "PPGs"))
    seated(edition, board, chairs, ppgs)
    top = next(place.seat for place in framework.places_in(edition) if not place.above)
    with pytest.raises(Refused) as refusal:
        framework_service.change_seat(SYSTEM, top, SeatEntry(reports_to_id=ppgs.id))
    assert refusal.value.reason == (
        "Governing Body cannot report to PPGs, which reports to PPG Chairs Group, which reports to Governing "
        "Body: that would be a circle. Choose another forum, or none."
    )
    with pytest.raises(Refused, match="Governing Body cannot report to itself"):
        framework_service.change_seat(SYSTEM, top, SeatEntry(reports_to_id=board.id))


def test_a_forum_has_one_place_and_reports_to_one_that_has_a_place() -> None:
    body = make_body()
    edition = make_edition(body)
    board, stranger = make_forum(body, "Governing Body"), make_forum(body, "Another board")
    seated(edition, board)
    with pytest.raises(Refused, match="Governing Body has a place in this edition already"):
        framework_service.seat_forum(SYSTEM, edition, board)
    with pytest.raises(Refused, match="has no place in this edition"):
        framework_service.seat_forum(
            SYSTEM, edition, make_forum(body, "PPGs"), SeatEntry(reports_to_id=stranger.id)
        )
    assert [name for _, name in framework.forums_outside(edition)] == ["Another board", "PPGs"]


def test_a_forum_to_which_others_report_stays_until_they_report_elsewhere() -> None:
    body = make_body()
    edition = make_edition(body)
    board, chairs = make_forum(body, "Governing Body"), make_forum(body, "PPG Chairs Group")
    seated(edition, board, chairs)
    first, second = (place.seat for place in framework.places_in(edition))
    with pytest.raises(Refused, match="others report to it: PPG Chairs Group"):
        framework_service.unseat_forum(SYSTEM, first)
    framework_service.unseat_forum(SYSTEM, second)
    framework_service.unseat_forum(SYSTEM, first)
    assert framework.places_in(edition) == []


def test_an_edition_made_by_mistake_goes_and_its_forums_stay() -> None:
    body = make_body()
    edition, forum = make_edition(body), make_forum(body)
    seated(edition, forum)
    link = references.link(f"framework:{edition.id}")
    assert link is not None
    assert (link.text, link.address) == ("Framework 2019-21", f"/framework/editions/{edition.id}")
    number = edition.id
    framework_service.remove_edition(SYSTEM, edition)
    with pytest.raises(Missing):
        framework.edition_for(number)
    assert framework.seats_of_forum(forum) == []


def test_a_forum_tells_its_place_in_every_edition() -> None:
    body = make_body()
    before = make_edition(body)
    board, chairs = make_forum(body, "Governing Body"), make_forum(body, "PPG Chairs Group")
    seated(before, board, chairs)
    after = framework_service.copy_edition(SYSTEM, before, NEXT)
    found = framework.seats_of_forum(chairs)
    assert [(edition, above) for edition, _, above in found] == [(after, board), (before, board)]
