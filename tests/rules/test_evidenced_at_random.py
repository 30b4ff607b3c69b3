"""Whatever is recorded: nothing is called evidenced that a slow, independent reading denies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.rules.answers import Triggered
from engage.rules.conditions import WORDS
from engage.rules.editions import Edition
from engage.rules.facts import Fact
from engage.rules.findings import Finding, State
from engage.rules.judging import assess_each
from engage.rules.loading import load_catalogue
from engage.rules.placing import ALWAYS, shared
from tests.rules.slow_reading import (
    ASKED,
    DATED,
    PLAIN,
    QUANTITIES,
    REQUIREMENTS,
    Case,
    Table,
    is_shown,
    words_of,
)

CATALOGUE = load_catalogue()
PROJECT = "project:1"
YEAR = (date(2022, 4, 1), date(2023, 3, 31))
CHANGE = date(2022, 7, 1)
NEAR = [CHANGE + timedelta(days=days) for days in range(-6, 7)]
DAYS = [date(2021, 5, 10), date(2022, 4, 20), *NEAR, date(2022, 8, 30), date(2024, 2, 5)]
ONE_DAY = timedelta(days=1)

OF_RECORDS = [one for one in REQUIREMENTS.values() if one["kind"] != "project"]

days = st.sampled_from(DAYS)
known_or_not = st.none() | days
Draw = Callable[[st.SearchStrategy[Any]], Any]


def answers(table: Table) -> st.SearchStrategy[Any]:
    """What a record may say to one condition: most often enough, at times just too little, or nothing."""
    (word,) = (word for word in (*PLAIN, *DATED) if word in table)
    wanted = table[word]
    if word in DATED:
        return known_or_not
    if word in {"at_least", "at_most"}:
        number = CATALOGUE.settings[wanted].value if isinstance(wanted, str) else wanted
        return st.sampled_from((number, number, number - 1, number + 1, None))
    if word == "in":
        return st.sampled_from((*wanted, *wanted, "another", None))
    if word == "set":
        return st.sampled_from(("said", "said", "", None))
    if word in {"linked_from", "found_in"}:
        return st.sampled_from((("carers",), ("men",), ()))
    return st.sampled_from((wanted, wanted, wanted, "another", None))


def _conditions(requirement: Table, draw: Draw) -> list[Table]:
    """All that is asked of a record; of several that will do, one or all."""
    found: list[Table] = []
    for table in (*requirement.get("about", ()), *requirement["when"]):
        choices = table.get("any_of", [table])
        found += choices if draw(st.booleans()) else [draw(st.sampled_from(choices))]
    return found


@st.composite
def records(draw: Draw, project: str | None) -> Fact:
    """A record of the kind that one requirement asks for, its date known closely, loosely or not at all."""
    requirement = draw(st.sampled_from(OF_RECORDS))
    says: dict[str, Any] = {}
    for table in sorted(_conditions(requirement, draw), key=lambda one: "set" in one):
        if "set" in table and (table["field"] in says or not table["set"]):
            continue
        said = draw(answers(table))
        together = "includes" in table and isinstance(says.get(table["field"]), tuple)
        says[table["field"]] = (
            (*says[table["field"]], said) if together else (said,) if "includes" in table else said
        )
    says["authority"] = draw(
        st.sampled_from(("Walsall", "Dudley", "Walsall and Dudley", "Joint scrutiny", ""))
    )
    says["forum_ref"] = draw(st.sampled_from(("forum:1", "forum:2")))
    says["boards"] = draw(st.sampled_from((("Board 1",), ("Board 1", "Board 2"), ())))
    says.pop("on", None)
    ended = says.pop("ended", None)
    first = draw(known_or_not)
    last = first if draw(st.booleans()) else draw(known_or_not)
    if first and last and last < first:
        first, last = last, first
    ended = draw(st.none() | st.just(ended)) if ended and last and ended >= last else None
    if requirement["kind"] == "activity" and draw(st.booleans()):
        says["method"] = draw(st.sampled_from(("Formal consultation", "Drop-in")))
    number = draw(st.integers(1, 10_000))
    kind = requirement["kind"]
    return Fact(kind, f"{kind}:{number}", kind, first, last, ended, project, ("A",), says=says)


@st.composite
def projects(draw: Draw) -> Fact:
    """A project of which some dates are known, in any order."""
    names = ("live_from", "options_fixed", "papers_issued", "decision", "live_to", "urgent_change")
    says: dict[str, Any] = {name: draw(known_or_not) for name in names}
    if draw(st.booleans()):  # most often in order
        known = sorted(day for day in says.values() if day)
        says |= dict(zip([name for name in names if says[name]], known, strict=True))
    says["authorities"] = draw(st.sampled_from(((), ("Walsall",), ("Walsall", "Dudley"))))
    says["joint_committee"] = draw(st.sampled_from(("", "Joint scrutiny")))
    opened = says["live_from"]
    return Fact("project", PROJECT, "Stroke", opened, opened, None, PROJECT, ("A",), says=says)


@st.composite
def planned(draw: Draw) -> Fact:
    opens = draw(days)
    return Fact("planned_consultation", "activity:99", "Consultation", opens, opens, None, PROJECT, ("A",))


@st.composite
def triages(draw: Draw) -> list[Triggered]:
    """What was said of the project: most often yes to everything, at times no, late or not at all."""
    found: list[Triggered] = []
    for name in CATALOGUE.triggers:
        answer = draw(st.sampled_from((True, True, True, False, None)))
        if answer is not None:
            on = draw(st.sampled_from((*DAYS[:2], *DAYS[:2], DAYS[-1])))
            authority = "Walsall" if name == "substantial_change" else ""
            found.append(Triggered(PROJECT, name, authority, answer, "", "Officer", on, on))
    return found


@st.composite
def forums(draw: Draw) -> Fact:
    """A forum of the framework that was to meet, and met, on some of the days."""
    number = draw(st.integers(1, 2))
    first, last = sorted((draw(days), draw(days)))
    due, held = (tuple(draw(st.lists(days, max_size=3, unique=True))) for _ in range(2))
    says = {"body_type": draw(st.sampled_from(("hwb", "ppg"))), "due": due, "held": held}
    return Fact("forum", f"forum:{number}", f"Board {number}", first, first, last, None, ("A",), says=says)


def case_of(
    finding: Finding, edition: Edition, facts: list[Fact], said: list[Triggered], since: date, today: date
) -> Case:
    from_on = REQUIREMENTS[finding.requirement].get("in_force_from", date.min)
    in_force = shared(edition.in_force, (from_on, date.max)) or ALWAYS
    project = next((fact for fact in facts if fact.ref == finding.project), None)
    own = [fact for fact in facts if project is None or fact.project == project.ref]
    return Case(project, own, in_force, shared(in_force, YEAR) or ALWAYS, since, today, said)


@settings(deadline=None)
@given(
    project=projects(),
    its_own=st.lists(records(PROJECT), max_size=4),
    bodys=st.lists(records(None), max_size=3),
    framework=st.lists(forums(), max_size=2, unique_by=lambda one: one.ref),
    consultations=st.lists(planned(), max_size=1),
    said=triages(),
    since=st.sampled_from((date(2013, 4, 1), CHANGE)),
    today=st.sampled_from((*NEAR, date(2023, 6, 1))),
)
def test_nothing_is_evidenced_that_a_slow_reading_denies(
    project: Fact,
    its_own: list[Fact],
    bodys: list[Fact],
    framework: list[Fact],
    consultations: list[Fact],
    said: list[Triggered],
    since: date,
    today: date,
) -> None:
    facts = [project, *its_own, *bodys, *framework, *consultations]
    editions = CATALOGUE.editions_across(("CCG", "ICB"), *YEAR)
    for finding in assess_each(editions, facts, *YEAR, today, said, since):
        if finding.state is State.EVIDENCED:
            edition = CATALOGUE.edition(finding.duty, finding.edition)
            case = case_of(finding, edition, facts, said, since, today)
            assert is_shown(REQUIREMENTS[finding.requirement], case), (finding, facts)


def test_the_slow_reading_knows_every_word() -> None:
    used = words_of(table for one in REQUIREMENTS.values() for table in (*one.get("about", ()), *one["when"]))
    assert used <= set(WORDS) == {*PLAIN, *DATED, "any_of"}
    quantities = {one["quantity"] for one in REQUIREMENTS.values() if "each" not in one}
    assert quantities == set(QUANTITIES)


def test_the_slow_reading_denies_one_forum_for_two() -> None:
    meeting = Fact("meeting", "meeting:1", "Chairs", CHANGE, CHANGE, None, None, ("A",))
    told = {"in_framework": True, "notes": True, "actions_tracked": True, "forum_ref": "forum:1"}
    seat = Fact("forum", "forum:1", "Chairs", YEAR[0], YEAR[0], YEAR[1])
    seat = replace(seat, says={"body_type": "ppg", "due": (CHANGE,), "held": (CHANGE,)})
    facts = [replace(meeting, says=told), seat]
    case = Case(None, facts, YEAR, YEAR, date.min, date(2023, 6, 1))
    assert is_shown(REQUIREMENTS["E-COL-13"], case)
    other = replace(seat, ref="forum:2")
    assert not is_shown(REQUIREMENTS["E-COL-13"], replace(case, records=[*facts, other]))


@pytest.mark.parametrize(("opened", "shown"), [(date(2022, 7, 2), True), (date(2022, 7, 1), False)])
def test_the_slow_reading_tells_one_day_from_the_next(opened: date, *, shown: bool) -> None:
    scrutiny = Fact("meeting", "meeting:1", "Scrutiny", CHANGE, CHANGE, None, PROJECT)
    scrutiny = replace(
        scrutiny, says={"body_type": "hosc", "agenda": ("project", "engagement_plan"), "authority": "Walsall"}
    )
    logged = Fact("activity", "activity:1", "Consultation", opened, opened, None, PROJECT)
    logged = replace(logged, says={"method": "Formal consultation"})
    project = Fact(
        "project", PROJECT, "Stroke", says={"live_to": date(2022, 12, 1), "authorities": ("Walsall",)}
    )
    facts = [project, scrutiny, logged]
    yes = Triggered(PROJECT, "substantial_change", "Walsall", True, "", "Officer", CHANGE, CHANGE)
    case = Case(project, facts, YEAR, YEAR, date.min, date(2023, 6, 1), [yes])
    assert is_shown(REQUIREMENTS["E-SCR-2"], case) is shown


def test_the_slow_reading_tells_a_yes_from_a_no() -> None:
    bids = Fact("procurement", "procurement:1", "Beds", CHANGE, CHANGE, None, PROJECT)
    helped = Fact("activity", "activity:1", "Talk", CHANGE, CHANGE, None, PROJECT, says={"method": "Survey"})
    project = Fact("project", PROJECT, "Stroke", says={"live_to": date(2022, 12, 1)})
    yes = Triggered(PROJECT, "consultation", "", True, "", "Officer", CHANGE, CHANGE)

    def asked(requirement: str, record: Fact, *said: Triggered) -> bool:
        case = Case(project, [project, record], YEAR, YEAR, date.min, date(2023, 6, 1), said)
        return ASKED["trigger"](REQUIREMENTS[requirement], case)

    assert asked("E-COL-11", bids)
    assert not asked("E-COL-11", helped)
    assert asked("E-COL-12", helped, yes)
    assert not asked("E-COL-12", helped, replace(yes, is_so=False))
