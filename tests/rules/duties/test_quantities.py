"""Every means every: how many records it takes, who is missing, and what is counted once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from engage.rules.answers import HandEvidence
from engage.rules.editions import Edition
from engage.rules.facts import Fact
from engage.rules.findings import Finding, State, once, summary
from engage.rules.judging import assess
from engage.rules.quantities import Quantity
from tests.rules.duties.situations import (
    CATALOGUE,
    YEAR_2018_19,
    activity,
    consultation,
    fact,
    found,
    missed,
    project,
)

WOLVERHAMPTON, WALSALL = "City of Wolverhampton Council", "Walsall Council"
TWO = project(authorities=(WOLVERHAMPTON, WALSALL))
JUNE_2019 = date(2019, 6, 3)


def told(finding: Finding) -> tuple[str, ...]:
    """Who is missing, in words."""
    return tuple(one.in_words for one in finding.count.missing) if finding.count else ()


def by_hand(requirement: str, title: str, reason: str = "It is on page 2.", **more: Any) -> HandEvidence:
    usual: dict[str, Any] = {"project": "project:12", "proves": None, "on": date(2018, 4, 3)}
    given = usual | more
    return HandEvidence(
        requirement=requirement,
        ref=f"hand_evidence:{title}",
        title=title,
        reason=reason,
        by="Officer",
        **given,
    )


# ---- each record


def request(ref: int, answered_on: date | None, asked_on: date = date(2018, 4, 30)) -> Fact:
    return fact(
        "information_request",
        ref,
        f"Request {ref}",
        asked_on,
        project=None,
        received_on=asked_on,
        answered_on=answered_on,
    )


def requests(*facts: Fact) -> Finding:
    return found("E-INFO-5", *facts, duty="freedom-of-information", edition=2005)


def test_one_request_answered_late_is_not_made_up_for_by_those_answered_in_time() -> None:
    in_time = [request(1, date(2018, 5, 29)), request(2, date(2018, 5, 30))]
    assert requests(*in_time).state is State.EVIDENCED
    late = requests(*in_time, request(3, date(2018, 5, 31)))
    assert (late.state, late.note.split(". ")[0]) == (State.PARTLY, "2 of 3 records show it")
    assert told(late) == ("Request 3",)
    (why,) = missed(late)
    assert why.startswith("Request 3 on 30 April 2018 was answered on 31 May 2018, more than 20 working days")


def test_of_no_request_nothing_is_shown() -> None:
    finding = requests()
    assert finding.state is State.NOT_KNOWN
    assert finding.note.startswith("Not known: none is on record in this time")


def test_a_request_of_another_year_or_one_still_to_come_is_not_asked_of() -> None:
    good = request(1, date(2018, 5, 29))
    assert requests(good, request(2, None, date(2018, 3, 30))).state is State.EVIDENCED
    assert requests(good, request(2, None, date(2019, 3, 29))).state is State.PARTLY


def test_a_late_request_whose_day_is_not_known_is_not_left_out() -> None:
    undated = replace(request(2, None), first=None, on=None)
    assert requests(request(1, date(2018, 5, 29)), undated).state is State.PARTLY


def test_people_were_asked_what_they_need_only_where_every_activity_asked() -> None:
    asked = activity(1, "Café", date(2018, 6, 4), access_needs_asked=True, access_needs_all_met=True)
    forgot = activity(2, "Stall", date(2018, 6, 5), access_needs_asked=False)
    needs: dict[str, Any] = {"duty": "accessible-information", "edition": 2016}
    assert found("E-EQ-10", asked, **needs).state is State.EVIDENCED
    both = found("E-EQ-10", asked, forgot, **needs)
    assert (both.state, told(both)) == (State.PARTLY, ("Stall",))
    assert found("E-EQ-10", forgot, **needs).state is State.NONE


# ---- each authority


def letter(ref: int, authority: str, **says: Any) -> Fact:
    given = {"sender": "local_authority", "authority": authority, "substantial": "no"} | says
    return fact("correspondence", ref, f"Letter {ref}", date(2018, 4, 3), **given)


def views(*facts: Fact, of: Fact = TWO, answers: Iterable[HandEvidence] = ()) -> Finding:
    opened = consultation(date(2018, 7, 2))
    return found("E-SCR-3", of, opened, *facts, duty="consult-scrutiny", answers=answers)


def test_each_authority_says_for_itself_whether_the_change_is_substantial() -> None:
    one = views(letter(1, "Wolverhampton Council"))
    assert (one.state, told(one)) == (State.PARTLY, (WALSALL,))
    assert one.note.startswith("Shown for 1 of 2 local authorities.")
    assert views(letter(1, "Wolverhampton Council"), letter(2, "Walsall MBC")).state is State.EVIDENCED


def test_a_second_letter_of_one_authority_does_not_speak_for_the_other() -> None:
    finding = views(letter(1, WALSALL), letter(2, WALSALL))
    assert (finding.state, told(finding)) == (State.PARTLY, (WOLVERHAMPTON,))


def test_what_the_joint_committee_got_each_of_its_authorities_got() -> None:
    joint = project(authorities=(WOLVERHAMPTON, WALSALL), joint_committee="Black Country joint scrutiny")
    assert views(letter(1, "Black Country Joint Scrutiny"), of=joint).state is State.EVIDENCED
    assert views(letter(1, "Black Country Joint Scrutiny")).state is State.NONE


def test_a_letter_that_does_not_say_of_which_authority_it_is_speaks_for_none() -> None:
    finding = views(letter(1, ""), of=project())
    assert (finding.state, finding.proved_by) == (State.NONE, ())
    assert told(finding) == (f"{WOLVERHAMPTON} (Letter 1 does not say that it is of this one)",)


@pytest.mark.parametrize(
    ("authority", "said", "speaks"),
    [
        (WOLVERHAMPTON, "Wolverhampton", True),
        (WOLVERHAMPTON, "Wolverhampton Health Scrutiny Panel", True),
        (WOLVERHAMPTON, "South Wolverhampton", False),
        ("Lincolnshire County Council", "North East Lincolnshire Council", False),
        ("London Borough of Hackney", "Hackney", True),
        ("City of London Corporation", "London", False),
        ("Cheshire West and Chester Council", "Cheshire West & Chester", True),
        ("Cheshire East Council", "Cheshire West and Chester", False),
        ("Council", "Council", False),
    ],
)
def test_an_authority_is_known_by_its_place_and_never_by_part_of_another(
    authority: str, said: str, speaks: bool
) -> None:
    finding = views(letter(1, said), of=project(authorities=(authority,)))
    assert (finding.state is State.EVIDENCED) is speaks


def test_a_record_of_two_places_speaks_for_both() -> None:
    assert views(letter(1, "Wolverhampton and Walsall")).state is State.EVIDENCED


def test_where_no_authority_is_named_nobody_can_tell_whether_each_was_asked() -> None:
    finding = views(letter(1, WALSALL), of=project(authorities=()))
    assert finding.state is State.NOT_KNOWN
    assert finding.note.startswith("Not known: no local authority is named")


def test_what_is_attached_by_hand_speaks_for_those_it_names() -> None:
    one = by_hand("E-SCR-3", "Letter of Walsall Council")
    assert told(views(answers=[one])) == (WOLVERHAMPTON,)
    both = by_hand("E-SCR-3", "Two letters", f"Of {WOLVERHAMPTON} and of {WALSALL}.")
    assert views(answers=[both]).state is State.BY_HAND
    assert views(of=project(), answers=[by_hand("E-SCR-3", "Letter")]).state is State.BY_HAND


# ---- each forum


def forum(code: str, *, due: tuple[date, ...], held: tuple[date, ...], **more: Any) -> Fact:
    days = {"first": date(2018, 4, 1), "ended": date.max} | more
    says = {"code": code, "body_type": "ppg", "due": due, "held": held}
    return Fact(
        kind="forum", ref=f"forum:{code}", title=code, on=days["first"], bodies=("06A",), says=says, **days
    )


def met(code: str, on: date, **says: Any) -> Fact:
    given = {
        "in_framework": True,
        "forum_ref": f"forum:{code}",
        "notes": True,
        "actions_tracked": True,
    } | says
    return fact("meeting", f"{code}-{on}", code, on, project=None, **given)


MAY, NOVEMBER = date(2018, 5, 10), date(2018, 11, 8)
BOTH = (MAY, NOVEMBER)
CHAIRS = [forum("Chairs", due=BOTH, held=BOTH), met("Chairs", MAY), met("Chairs", NOVEMBER)]


def forums(*facts: Fact) -> Finding:
    return found("E-COL-13", *facts)


def test_two_forums_of_seventeen_are_not_every_forum() -> None:
    silent = [forum(f"PPG {n:02}", due=BOTH, held=()) for n in range(16)]
    finding = forums(*CHAIRS, *silent)
    assert finding.state is State.PARTLY
    assert finding.note == "Shown for 1 of 17 forums in the framework."
    assert told(finding)[0] == "PPG 00 (0 of 2 meetings planned are on record as held)"
    assert len(told(finding)) == 16
    assert forums(*CHAIRS).state is State.EVIDENCED


def test_a_meeting_planned_after_the_last_that_was_held_is_missed() -> None:
    assert told(forums(forum("Chairs", due=BOTH, held=(MAY,)), met("Chairs", MAY))) == (
        "Chairs (1 of 2 meetings planned are on record as held)",
    )


def test_each_meeting_of_a_forum_has_notes() -> None:
    finding = forums(*CHAIRS[:2], met("Chairs", NOVEMBER, notes=False))
    assert (finding.state, told(finding)) == (
        State.PARTLY,
        ("Chairs (Chairs on 8 November 2018 has no notes)",),
    )


def test_a_forum_that_left_the_framework_before_is_not_asked_of() -> None:
    left = forum("Old", due=BOTH, held=(), first=date(2016, 4, 1), ended=date(2018, 3, 31))
    assert forums(*CHAIRS, left).state is State.EVIDENCED
    stayed = forum("Old", due=BOTH, held=(), first=date(2016, 4, 1), ended=date(2018, 5, 10))
    assert told(forums(*CHAIRS, stayed)) == ("Old (0 of 1 meetings planned are on record as held)",)


def test_a_forum_in_two_editions_of_the_framework_counts_once() -> None:
    again = replace(CHAIRS[0], first=date(2018, 10, 1))
    finding = forums(replace(CHAIRS[0], ended=date(2018, 9, 30)), again, *CHAIRS[1:])
    assert finding.count is not None
    assert (finding.state, finding.count.of) == (State.EVIDENCED, 1)


# ---- each board, each value, at least, each project


def test_figures_on_race_do_not_show_those_on_disability() -> None:
    figures: dict[str, Any] = {"type": "wres", "last_published": date(2018, 9, 1), "action_plan": True}
    race = fact("publication", 1, "WRES 2018", date(2018, 9, 1), **figures)
    disability = replace(race, ref="publication:2", says={**race.says, "type": "wdes"})
    asked: dict[str, Any] = {"duty": "specific-equality-duties", "edition": 2017}
    one = found("E-EQ-9", race, **asked)
    assert (one.state, told(one)) == (State.PARTLY, ("disability (WDES)",))
    assert found("E-EQ-9", race, disability, **asked).state is State.EVIDENCED


def asking(quantity: Quantity, requirement: str) -> Edition:
    """Involving the public as in 2013, with another quantity of this requirement."""
    edition = CATALOGUE.edition("involve-public", 2013)
    asked = next(one for one in edition.requirements if one.id == requirement)
    return replace(edition, requirements=(replace(asked, quantity=quantity),))


def judged(quantity: Quantity, requirement: str, *facts: Fact) -> Finding:
    (finding,) = assess(asking(quantity, requirement), facts, *YEAR_2018_19, JUNE_2019)
    return finding


def test_at_least_two_are_two() -> None:
    talks = [activity(n, f"Talk {n}", date(2018, 2, n)) for n in (1, 2)]
    one = judged(Quantity("at least", 2), "E-COL-4", project(), talks[0])
    assert (one.state, one.note) == (State.PARTLY, "1 of 2 records show it.")
    assert judged(Quantity("at least", 2), "E-COL-4", project(), *talks).state is State.EVIDENCED


def test_each_project_of_the_body_needs_a_record() -> None:
    other = replace(project(), ref="project:13", project="project:13", title="Hearing tests")
    page = fact(
        *("publication", 1, "Page", date(2018, 9, 1)),
        type="constitution",
        sections=("involvement_arrangements", "involvement_principles"),
    )
    finding = judged(Quantity("each project"), "E-COL-7", project(), other, page)
    assert (finding.state, told(finding)) == (State.PARTLY, ("Hearing tests",))
    assert judged(Quantity("each project"), "E-COL-7", project(), page).state is State.EVIDENCED


def test_the_opinion_of_each_board_stands_in_the_plan() -> None:
    boards = [
        replace(forum(name, due=(), held=()), says={"body_type": "hwb"})
        for name in ("Wolverhampton Health and Wellbeing Board", "Walsall Health and Wellbeing Board")
    ]
    plan = fact(
        *("publication", 1, "Commissioning plan", date(2018, 6, 1)),
        type="commissioning_plan",
        boards=(boards[0].title,),
    )
    asked: dict[str, Any] = {"duty": "plan-consultation", "edition": 2013}
    finding = found("E-PLAN-2", *boards, plan, **asked)
    assert (finding.state, told(finding)) == (State.PARTLY, (boards[1].title,))
    whole = replace(plan, says={**plan.says, "boards": tuple(one.title for one in boards)})
    assert found("E-PLAN-2", *boards, whole, **asked).state is State.EVIDENCED


# ---- not asked, and counted once


def test_one_authority_needs_no_joint_committee_and_is_no_achievement() -> None:
    one = found("E-SCR-6", project(), duty="consult-scrutiny")
    assert (one.state, one.reason, one.named) == (State.NOT_APPLICABLE, "one local authority only", "")
    assert found("E-SCR-6", TWO, duty="consult-scrutiny").state is State.PARTLY


def test_a_requirement_of_one_project_counts_once_whatever_number_of_duties_it_serves() -> None:
    finding = found("E-COL-4", project(), activity(1, "Talk", date(2018, 2, 6)))
    again = replace(finding, duty="participation-guidance", edition=2017)
    assert summary([finding, again])[State.EVIDENCED] == 1
    assert summary([finding, replace(again, project="project:13")])[State.EVIDENCED] == 2


def test_of_several_duties_the_one_under_which_it_stands_worst_counts() -> None:
    finding = found("E-COL-4", project(), activity(1, "Talk", date(2018, 2, 6)))
    lacking = replace(finding, edition=2022, state=State.NONE)
    for order in ([finding, lacking], [lacking, finding]):
        assert once(order) == [lacking]
    assert once([replace(finding, state=State.NOT_APPLICABLE), finding]) == [finding]
