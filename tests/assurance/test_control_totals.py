"""The control totals of the real log come out of the report as they do by hand, from either file."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.assurance.conftest import Engage, bring_in

TOTALS = {
    "activities.count": 146,  # and one that is still on record as planned: the log has 147
    "activities.planned": 1,
    "activities.month_unknown": 27,
    "activities.reached.sum": 31_680,
    "activities.reached.base": 19,
    "activities.reached.not_recorded": 127,
    "feedback.with_feedback": 49,
    "feedback.with_outcome": 54,
    "feedback.with_both": 40,
}
# By the rule of the log: fed back where something was done, collected where something was only heard.
STATUSES = {"open": 1, "completed": 82, "feedback_collected": 49 - 40, "fed_back": 54}
NO_KNOWN_MONTH = (
    *(40, 63, 64, 65, 66, 70, 76, 77, 78, 80, 81, 82, 85, 101, 102, 103),
    *(112, 113, 114, 115, 116, 117, 118, 133, 134, 144, 147),
)


def report(engage: Engage, *words: object) -> dict[str, Any]:
    made = engage("report", "assurance", *words, "--format", "json")
    assert made.exit_code == 0, made.output
    value: dict[str, Any] = json.loads(made.stdout)
    return value


def numbers_of(value: dict[str, Any], refs: list[str]) -> list[str]:
    return [value["records"][ref]["number"] for ref in refs]


@pytest.mark.both_databases
@pytest.mark.parametrize("file", ["engagement_log.csv", "engagement_log.xlsx"])
def test_the_control_totals_hold(engage: Engage, file: str) -> None:
    bring_in(engage, file)
    value = report(engage, "--period", "all", "--body", "all")
    figures = value["figures"]
    assert {id_: figures[id_]["value"] for id_ in TOTALS} == TOTALS
    contacts = figures["activities.reached.sum"]
    assert (contacts["base"], contacts["approximate"], len(contacts["refs"])) == (19, True, 19)
    for id_, figure in figures.items():
        if added := figure.get("adds"):
            assert (sum(added.values()), [*sorted(added)]) == (figure["value"], sorted(figure["refs"])), id_
    assert sum(contacts["adds"].values()) == TOTALS["activities.reached.sum"]
    assert sum(figures["activities.by_month"]["value"].values()) == 119
    for id_ in ("activities.by_stage", "activities.by_method", "activities.by_status"):
        assert sum(figures[id_]["value"].values()) == 146, id_
    assert figures["activities.by_status"]["value"] == STATUSES
    unknown = numbers_of(value, figures["activities.month_unknown"]["refs"])
    assert unknown == [f"ENG-{number:03}" for number in NO_KNOWN_MONTH]


@pytest.mark.usefixtures("real_log")
def test_each_body_has_its_own_and_joint_work_counts_for_both(engage: Engage) -> None:
    every = report(engage, "--period", "all", "--body", "all")["figures"]["activities.count"]
    shropshire = report(engage, "--period", "all", "--body", "shropshire-ccg")["figures"]["activities.count"]
    telford = report(engage, "--period", "all", "--body", "telford-and-wrekin-ccg")["figures"]
    joint = set(shropshire["refs"]) & set(telford["activities.count"]["refs"])
    assert joint
    assert set(shropshire["refs"]) <= set(every["refs"])


@pytest.mark.usefixtures("real_log")
def test_a_financial_year_is_inside_itself_and_in_none_of_its_quarters(engage: Engage) -> None:
    by_period = {
        period: report(engage, "--period", period)["figures"]
        for period in ("2019-20", *(f"2019-20Q{quarter}" for quarter in (1, 2, 3, 4)))
    }
    vague = "activity:112"
    assert vague in by_period["2019-20"]["activities.count"]["refs"]
    for period, figures in by_period.items():
        if "Q" in period:
            assert vague not in figures["activities.count"]["refs"], period
            assert vague in figures["activities.undatable"]["refs"], period


@pytest.mark.usefixtures("real_log")
def test_years_and_what_is_not_datable_leave_nothing_out(engage: Engage) -> None:
    """An activity that no financial year holds is offered as not datable by at least one of them."""
    seen: set[str] = set()
    for year in range(2005, 2026):
        figures = report(engage, "--period", f"{year}-{(year + 1) % 100:02}")["figures"]
        for held_or_not in ("count", "planned", "undatable"):
            seen |= set(figures[f"activities.{held_or_not}"]["refs"])
    assert len(seen) == 147
