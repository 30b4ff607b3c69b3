"""Situations to hold against the law: a project of Wolverhampton CCG and what its records say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from engage.rules.answers import Answer, Triggered
from engage.rules.facts import Days, Fact
from engage.rules.findings import Finding
from engage.rules.judging import assess
from engage.rules.loading import load_catalogue

CATALOGUE = load_catalogue()
PROJECT = "project:12"
YEAR_2018_19 = (date(2018, 4, 1), date(2019, 3, 31))
YEAR_2022_23 = (date(2022, 4, 1), date(2023, 3, 31))


def fact(kind: str, ref: int | str, title: str, on: date | Days | None = None, **more: Any) -> Fact:
    """A record of the project: ``on`` is its day, or the days between which it started."""
    first, last = on if isinstance(on, tuple) else (on, on)
    own = {name: more.pop(name) for name in ("ended", "proves", "recorded_on") if name in more}
    return Fact(
        kind=kind,
        ref=f"{kind}:{ref}",
        title=title,
        first=first,
        on=last,
        project=more.pop("project", PROJECT),
        bodies=("06A",),
        says=more,
        **own,
    )


def said(trigger: str, is_so: bool, on: date = date(2018, 1, 15), **more: Any) -> Triggered:
    """An answer of the triage, put on record by the commissioning manager on the day it was given."""
    usual: dict[str, Any] = {"authority": "", "reason": "It was looked at", "entered_on": on}
    return Triggered(PROJECT, trigger, is_so=is_so, by="Commissioning manager", on=on, **(usual | more))


def everything_is_so(answers: Iterable[Answer]) -> list[Answer]:
    """Yes to each question of the triage that these do not answer, so that all that can be asked is asked."""
    given = list(answers)
    answered = {one.trigger for one in given if isinstance(one, Triggered)}
    return [*given, *(said(name, True) for name in CATALOGUE.triggers if name not in answered)]


def project(**says: Any) -> Fact:
    """Moving the stroke ward: opened in January 2018, options fixed on 1 June, decided on 1 October."""
    usual: dict[str, Any] = {
        "live_from": date(2018, 1, 8),
        "options_fixed": date(2018, 6, 1),
        "papers_issued": date(2018, 9, 24),
        "decision": date(2018, 10, 1),
        "live_to": date(2019, 3, 29),
        "authorities": ("City of Wolverhampton Council",),
    }
    said = {name: day for name, day in (usual | says).items() if day is not None}
    return fact("project", 12, "Moving the stroke ward", said.get("live_from"), **said)


def activity(ref: int, title: str, on: date | Days | None, **says: Any) -> Fact:
    """A drop-in at stage 2 at which something was heard."""
    return fact("activity", ref, title, on, **({"stage": 2, "feedback": 3} | says))


def consultation(on: date | Days | None, **says: Any) -> Fact:
    """A formal consultation as the engagement log knows it."""
    told = {"method": "formal_consultation", "number": "STR-19", "stage": 3} | says
    return activity(19, "Consultation on the stroke ward", on, **told)


def you_said_we_did(published_on: date, activity_ended: date, **says: Any) -> Fact:
    told = {
        "published": True,
        "published_on": published_on,
        "activity_ended": activity_ended,
        "days_since_activity_end": (published_on - activity_ended).days,
    }
    return fact("you_said_we_did", 7, "Buses to the stroke ward", published_on, **(told | says))


def found(
    requirement: str,
    *facts: Fact,
    duty: str = "involve-public",
    edition: int = 2013,
    period: Days = YEAR_2018_19,
    today: date = date(2019, 6, 3),
    answers: Iterable[Answer] = (),
) -> Finding:
    """The one finding on this requirement."""
    said_so = everything_is_so(answers)
    findings = assess(CATALOGUE.edition(duty, edition), facts, *period, today, said_so)
    (finding,) = (one for one in findings if one.requirement == requirement)
    return finding


def missed(finding: Finding) -> tuple[str, ...]:
    """What the nearest record failed, one sentence each."""
    return finding.nearest_miss.failed if finding.nearest_miss else ()
