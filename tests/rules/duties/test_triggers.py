"""What a project sets off: asked where it is so, not asked where somebody said no, not known until then."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engage.rules.answers import Answer, NotApplicable
from engage.rules.facts import Fact
from engage.rules.findings import Finding, State
from engage.rules.judging import assess
from tests.rules.duties.situations import CATALOGUE, YEAR_2018_19, activity, fact, project, said

WOLVERHAMPTON, WALSALL = "City of Wolverhampton Council", "Walsall Council"
TWO = (WOLVERHAMPTON, WALSALL)
YEAR_2024_25 = (date(2024, 4, 1), date(2025, 3, 31))
OF_2024 = {"live_from": date(2024, 2, 5), "decision": date(2025, 2, 4), "live_to": date(2025, 3, 28)}
CONSULTATION = activity(5, "Consultation on the stroke ward", date(2018, 2, 5), method="Formal consultation")


def judged(requirement: str, duty: str, *given: Answer | Fact, **says: Any) -> Finding:
    """The finding with these answers and records alone, in 2018/19 or, under a law made since, in 2024/25."""
    edition = CATALOGUE.editions[duty]
    is_new = edition.in_force_from > date(2019, 3, 31)
    own = project(**((OF_2024 | {"options_fixed": None, "papers_issued": None} if is_new else {}) | says))
    facts = [own, *(one for one in given if isinstance(one, Fact))]
    answers = [one for one in given if not isinstance(one, Fact)]
    period, today = (YEAR_2024_25, date(2025, 6, 2)) if is_new else (YEAR_2018_19, date(2019, 6, 3))
    (found,) = (
        one for one in assess(edition, facts, *period, today, answers) if one.requirement == requirement
    )
    return found


CHANGES = said("service_change", True)
SUBSTANTIAL = said("substantial_change", True, authority=WOLVERHAMPTON)


@pytest.mark.parametrize(
    ("requirement", "duty", "trigger", "beside"),
    [
        ("E-SCR-3", "consult-scrutiny.2013", "service_change", []),
        ("E-SCR-7", "consult-scrutiny.2013", "urgent_change", [CHANGES]),
        ("E-SCR-9", "notify-secretary-of-state.2024", "notifiable_change", [CHANGES, SUBSTANTIAL]),
        ("E-SCR-10", "notify-secretary-of-state.2024", "call_in", [CHANGES]),
        ("E-COL-12", "involve-public.2013", "consultation", []),
        ("E-COL-11", "involve-public.2013", "purchase", []),
        ("E-PROC-1", "procurement-choice.2013", "purchase", []),
        ("E-PROC-2", "provider-selection.2024", "purchase", []),
        ("E-PROC-3", "social-value.2013", "purchase", []),
        ("E-INFO-3", "data-protection.2018", "personal_data", []),
        ("E-PLAN-5", "integrated-care-strategy.2022", "integrated_care_strategy", []),
    ],
)
def test_an_answer_decides_whether_it_is_asked(
    requirement: str, duty: str, trigger: str, beside: list[Answer]
) -> None:
    asked = judged(requirement, duty, *beside, said(trigger, True))
    assert (asked.state, asked.awaits) == (State.NONE, "")
    is_not = judged(requirement, duty, *beside, said(trigger, False))
    assert is_not.state is State.NOT_APPLICABLE
    assert is_not.named == "Commissioning manager"
    wanted = CATALOGUE.triggers[trigger].is_not
    assert is_not.reason == f"Commissioning manager said on 15 January 2018 that {wanted}: It was looked at"
    unanswered = judged(requirement, duty, *beside)
    assert (unanswered.state, unanswered.awaits) == (State.NOT_KNOWN, trigger)
    assert unanswered.note == f"Tell us whether {CATALOGUE.triggers[trigger].whether}."


@pytest.mark.parametrize(
    ("requirement", "duty"),
    [
        ("E-COL-5", "involve-public.2013"),
        ("E-EQ-11", "reduce-inequalities.2013"),
        ("E-WIDE-1", "wider-effect.2022"),
    ],
)
def test_a_decision_asks_for_its_papers(requirement: str, duty: str) -> None:
    assert judged(requirement, duty).state is State.NONE  # the project records the day of the decision
    undecided = judged(requirement, duty, said("decision", False), decision=None)
    assert undecided.state is State.NOT_APPLICABLE
    assert judged(requirement, duty, decision=None).awaits == "decision"


@pytest.mark.parametrize("requirement", ["E-SCR-1", "E-SCR-2", "E-SCR-4", "E-SCR-5", "E-SCR-6"])
def test_scrutiny_is_consulted_once_one_authority_holds_the_change_to_be_substantial(
    requirement: str,
) -> None:
    duty = "consult-scrutiny.2013"
    views = [said("substantial_change", False, authority=name) for name in TWO]
    assert judged(requirement, duty, CHANGES, *views, authorities=TWO).state is State.NOT_APPLICABLE
    yes = said("substantial_change", True, date(2018, 3, 1), authority=WALSALL)
    asked = judged(requirement, duty, CHANGES, views[0], yes, authorities=TWO)
    assert asked.state in {State.NONE, State.PARTLY}
    assert asked.note.startswith(
        "Asked for Walsall Council (1 March 2018), which said that the change is substantial."
    )


def test_a_no_counts_only_with_the_dated_view_of_each_authority() -> None:
    mine, theirs = (said("substantial_change", False, authority=name) for name in TWO)
    one_silent = judged("E-SCR-2", "consult-scrutiny.2013", CHANGES, mine, authorities=TWO)
    assert (one_silent.state, one_silent.awaits) == (State.NOT_KNOWN, "substantial_change")
    assert one_silent.note == (
        "Tell us whether the change is substantial: Walsall Council has given no dated view."
    )
    both = judged("E-SCR-2", "consult-scrutiny.2013", CHANGES, mine, theirs, authorities=TWO)
    assert both.state is State.NOT_APPLICABLE
    assert both.reason.startswith(
        "City of Wolverhampton Council said on 15 January 2018 that the change is not"
    )
    nobody = judged("E-SCR-2", "consult-scrutiny.2013", CHANGES, authorities=())
    assert "name the local authorities whose area it touches" in nobody.note


def test_an_authority_is_known_by_its_name_however_it_is_spelt() -> None:
    view = said("substantial_change", False, authority="city of  Wolverhampton council")
    assert judged("E-SCR-2", "consult-scrutiny.2013", CHANGES, view).state is State.NOT_APPLICABLE


def test_where_no_service_changes_nobody_is_asked_whether_that_is_substantial() -> None:
    none = judged("E-SCR-2", "consult-scrutiny.2013", said("service_change", False))
    assert none.state is State.NOT_APPLICABLE
    assert "no health service would change" in none.reason
    unsaid = judged("E-SCR-2", "consult-scrutiny.2013")
    assert unsaid.awaits == "service_change"
    disputed = judged("E-SCR-2", "consult-scrutiny.2013", said("service_change", False), SUBSTANTIAL)
    assert disputed.state is State.NONE
    assert disputed.note.startswith(
        "Commissioning manager said on 15 January 2018 that no health service would change: It was looked at,"
        " but City of Wolverhampton Council said on 15 January 2018 that the change is substantial."
    )


@pytest.mark.parametrize(
    ("requirement", "trigger", "record", "told"),
    [
        (
            "E-COL-12",
            "consultation",
            CONSULTATION,
            "Consultation on the stroke ward on 5 February 2018 is in the log as a formal consultation",
        ),
        (
            "E-COL-11",
            "purchase",
            fact("procurement", 4, "Stroke beds", date(2018, 5, 2)),
            "Stroke beds on 2 May 2018 is on record as a procurement",
        ),
        (
            "E-COL-11",
            "purchase",
            activity(6, "Writing the specification", date(2018, 3, 1), procurement="procurement:4"),
            "Writing the specification on 1 March 2018 helped to specify what is bought",
        ),
    ],
)
def test_a_record_that_speaks_against_a_no_is_named_and_it_is_asked(
    requirement: str, trigger: str, record: Fact, told: str
) -> None:
    no = said(trigger, False)
    assert judged(requirement, "involve-public.2013", no).state is State.NOT_APPLICABLE
    against = judged(requirement, "involve-public.2013", no, record)
    assert against.state in {State.NONE, State.PARTLY}
    assert against.note.startswith("Commissioning manager said on 15 January 2018 that ")
    assert f", but {told}." in against.note
    unsaid = judged(requirement, "involve-public.2013", record)
    assert unsaid.note.startswith(f"Asked because {told}.")


def test_a_decision_day_speaks_against_no_decision() -> None:
    against = judged("E-COL-5", "involve-public.2013", said("decision", False))
    assert against.state is State.NONE
    assert "but Moving the stroke ward records a decision on 1 October 2018." in against.note


@pytest.mark.parametrize(
    ("requirement", "duty", "trigger", "day", "told"),
    [
        (
            "E-SCR-2",
            "consult-scrutiny.2013",
            "service_change",
            "reg23_triggered",
            "set off regulation 23 on",
        ),
        ("E-SCR-7", "consult-scrutiny.2013", "urgent_change", "urgent_change", "records an urgent change on"),
        (
            "E-SCR-10",
            "notify-secretary-of-state.2024",
            "call_in",
            "call_in_directed",
            "records a call-in direction of",
        ),
    ],
)
def test_a_day_of_the_project_speaks_against_a_no(
    requirement: str, duty: str, trigger: str, day: str, told: str
) -> None:
    no = said(trigger, False)
    assert judged(requirement, duty, CHANGES, no).state in {State.NOT_APPLICABLE, State.NOT_KNOWN}
    against = judged(requirement, duty, CHANGES, no, **{day: date(2024, 6, 3)})
    assert against.state in {State.NONE, State.NOT_KNOWN}  # whether a decision is held is nobody's to guess
    assert against.awaits == ""
    assert f"{told} 3 June 2024" in against.note


def test_an_answer_counts_from_its_day_and_a_record_from_its_own() -> None:
    late = said("consultation", False, date(2019, 6, 4))
    assert judged("E-COL-12", "involve-public.2013", late).state is State.NOT_KNOWN
    on_the_day = said("consultation", False, date(2019, 6, 3))
    assert judged("E-COL-12", "involve-public.2013", on_the_day).state is State.NOT_APPLICABLE
    to_come = activity(7, "Consultation", date(2019, 6, 4), method="Formal consultation")
    assert judged("E-COL-12", "involve-public.2013", on_the_day, to_come).state is State.NOT_APPLICABLE


def test_an_answer_entered_later_than_it_was_said_shows_both_days() -> None:
    typed_later = said("purchase", False, entered_on=date(2019, 5, 2))
    reason = judged("E-COL-11", "involve-public.2013", typed_later).reason
    assert "said on 15 January 2018 (entered on 2 May 2019) that nothing is bought" in reason


def test_the_answer_of_one_project_says_nothing_of_another() -> None:
    elsewhere = said("purchase", False)
    other = fact(
        "project", 13, "Walk-in centre", date(2018, 1, 8), project="project:13", live_from=date(2018, 1, 8)
    )
    found = assess(
        CATALOGUE.edition("involve-public", 2013),
        [project(), other],
        *YEAR_2018_19,
        date(2019, 6, 3),
        [elsewhere],
    )
    bought = {one.project: one.state for one in found if one.requirement == "E-COL-11"}
    assert bought == {"project:12": State.NOT_APPLICABLE, "project:13": State.NOT_KNOWN}


def test_what_somebody_excused_stays_excused_until_it_is_taken_back() -> None:
    excuse = NotApplicable(
        "involve-public",
        2013,
        "E-COL-12",
        "project:12",
        "Another body consults.",
        "Governance lead",
        date(2018, 4, 3),
    )
    excused = judged("E-COL-12", "involve-public.2013", excuse)
    assert (excused.state, excused.reason, excused.awaits) == (
        State.NOT_APPLICABLE,
        "Another body consults.",
        "",
    )
    assert judged("E-COL-12", "involve-public.2013").state is State.NOT_KNOWN


def test_a_record_that_shows_it_all_waits_for_the_answer_too() -> None:
    meeting = fact(
        "meeting",
        9,
        "Health Scrutiny Panel",
        date(2018, 1, 22),
        body_type="hosc",
        agenda=("project", "engagement_plan"),
        authority="City of Wolverhampton Council",
    )
    unsaid = judged("E-SCR-2", "consult-scrutiny.2013", meeting, CONSULTATION)
    assert (unsaid.state, unsaid.proved_by) == (State.NOT_KNOWN, ("meeting:9",))
    told = CONSULTATION, CHANGES, SUBSTANTIAL
    assert judged("E-SCR-2", "consult-scrutiny.2013", meeting, *told).state is State.EVIDENCED


def test_what_hung_on_days_that_nobody_kept_falls_due_with_the_decision() -> None:
    for requirement, duty, trigger in (
        ("E-SCR-9", "notify-secretary-of-state.2024", "notifiable_change"),
        ("E-SCR-10", "notify-secretary-of-state.2024", "call_in"),
        ("E-PLAN-5", "integrated-care-strategy.2022", "integrated_care_strategy"),
    ):
        finding = judged(requirement, duty, CHANGES, SUBSTANTIAL, said(trigger, True))
        assert (finding.state, finding.due_on) == (State.NONE, date(2025, 2, 4))
