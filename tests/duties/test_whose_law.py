"""Whichever bodies came and went: law is asked of a body that it bound, on a day on which it existed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from engage.duties.findings import _Bench
from engage.duties.queries import OnRecord
from engage.organisation.facts import BodyKnown
from engage.rules.facts import Fact
from engage.rules.loading import load_catalogue

CATALOGUE = load_catalogue()
YEARS = [(date(year, 4, 1), date(year + 1, 3, 31)) for year in (2014, 2019, 2021, 2022, 2023)]
DAYS = [date(2013, 4, 1), date(2020, 3, 31), date(2020, 4, 1), date(2022, 6, 30), date(2022, 7, 1)]
TODAY = date(2024, 5, 1)

days = st.none() | st.sampled_from(DAYS)


def body(number: int, kind: str, first: date | None, last: date | None) -> BodyKnown:
    code = f"body-{number}"
    return BodyKnown(number, code, code, kind, first, last, "board", True, "", (), (), (), ())


@st.composite
def lines(draw: st.DrawFn) -> tuple[BodyKnown, ...]:
    """One to three bodies, each of which may have taken over from the one before."""
    kinds = draw(st.lists(st.sampled_from(("CCG", "ICB", "local authority")), min_size=1, max_size=3))
    made = [body(number, kind, draw(days), draw(days)) for number, kind in enumerate(kinds)]
    for number, (before, after) in enumerate(pairwise(list(made))):
        if draw(st.booleans()):
            made[number] = replace(made[number], taken_over_by=(after.code,))
            made[number + 1] = replace(after, took_over_from=(before.code,))
    return tuple(made)


def bench(bodies: tuple[BodyKnown, ...], project: Fact) -> _Bench:
    return _Bench((project,), CATALOGUE, {one.code: one for one in bodies}, OnRecord((), {}))


@settings(max_examples=40, deadline=None)
@given(bodies=lines(), lead=st.integers(0, 2), opened=days, closed=days, year=st.sampled_from(YEARS))
def test_law_is_asked_of_a_body_that_existed_while_it_bound_it(
    bodies: tuple[BodyKnown, ...],
    lead: int,
    opened: date | None,
    closed: date | None,
    year: tuple[date, date],
) -> None:
    led_by = bodies[min(lead, len(bodies) - 1)].code
    says = {"live_from": opened, "live_to": closed}
    project = Fact(
        "project", "project:1", "Stroke", opened, opened, closed, "project:1", (led_by,), says=says
    )
    weighed = bench(bodies, project)
    known = {one.code: one for one in bodies}
    for finding in weighed.of_projects([project], year, TODAY):
        edition, bound = CATALOGUE.edition(finding.duty, finding.edition), known[finding.body]
        assert {bound.kind, "all"} & {*edition.applies_to, *edition.asked_of}
        first = max(edition.in_force_from, year[0], bound.first or date.min)
        assert first <= min(edition.in_force_to or date.max, year[1], bound.last or date.max)


@settings(max_examples=20, deadline=None)
@given(bodies=lines(), year=st.sampled_from(YEARS))
def test_a_body_sees_no_law_of_those_that_came_after_it(
    bodies: tuple[BodyKnown, ...], year: tuple[date, date]
) -> None:
    project = Fact("project", "project:1", "Stroke", project="project:1", bodies=(bodies[0].code,))
    weighed = bench(bodies, project)
    for one in bodies:
        before = {earlier.code for earlier in bodies[: bodies.index(one) + 1]}
        assert {finding.body for finding in weighed.of_projects([project], year, TODAY, one)} <= before
