"""What people are asked about themselves, and what of a census their answers are held against."""

from __future__ import annotations

import copy
import csv
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engage.rules import monitoring
from engage.rules.monitoring import (
    BadMonitoring,
    Match,
    Share,
    community_shares,
    monitoring_of,
    read_monitoring,
)

FIGURES = Path(__file__).parents[1] / "data" / "population_wolverhampton.csv"
CONTENT = tomllib.loads(
    Path(monitoring.__file__).with_name("catalogue").joinpath("monitoring.toml").read_text("utf-8")
)

Sets = dict[tuple[str, str, str], dict[str, Share]]


def sets() -> Sets:
    """The figures of Wolverhampton by characteristic, year and source."""
    found: Sets = {}
    with FIGURES.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            share = Share(
                int(row["count"]) if row["count"] else None, float(row["percent"]) if row["percent"] else None
            )
            found.setdefault((row["characteristic"], row["year"], row["source"]), {})[row["category"]] = share
    return found


def figures_of(characteristic: str, year: str) -> dict[str, Share]:
    return next(held for (name, when, _), held in sets().items() if (name, when) == (characteristic, year))


def match_of(characteristic: str, year: str, cut: str) -> tuple[Match, dict[str, Share]]:
    figures = figures_of(characteristic, year)
    (found,) = (one for one in read_monitoring().matches_for(characteristic, figures) if one.cut == cut)
    return found, figures


def shares_of(characteristic: str, year: str, cut: str) -> dict[str, float]:
    found = community_shares(*match_of(characteristic, year, cut))
    assert found is not None
    return {group: round(share, 1) for group, share in found.items()}


def test_all_nine_protected_characteristics_are_asked_about_and_each_says_why() -> None:
    found = read_monitoring()
    assert [found.questions[code].characteristic for code in found.protected] == [
        "Age",
        "Disability",
        "Gender reassignment",
        "Marriage and civil partnership",
        "Pregnancy and maternity",
        "Race",
        "Religion or belief",
        "Sex",
        "Sexual orientation",
    ]
    for question in found.questions.values():
        assert len(question.why) > 40
        assert question.trust in {"verified", "unverified", "proposal"}
        assert question.check


def test_who_prefers_not_to_say_has_answered_and_who_was_not_asked_has_not() -> None:
    found = read_monitoring()
    for code in found.questions:
        assert found.accepts(code, found.prefer_not_to_say.code)
        assert not found.accepts(code, found.not_recorded.code)
        assert not found.accepts(code, "")


def test_ethnic_groups_have_the_sixteen_codes_of_the_nhs() -> None:
    assert (
        "".join(answer.code for answer in read_monitoring().questions["race"].answers) == "ABCDEFGHJKLMNPRS"
    )


def test_every_set_of_figures_that_states_shares_can_be_compared_or_is_known_not_to_be() -> None:
    unserved = {
        name
        for (name, _, _), figures in sets().items()
        if not any(community_shares(one, figures) for one in read_monitoring().matches_for(name, figures))
    }
    # Nobody is asked where they were born; the total is of everybody; the council's estimate is a bare count.
    assert unserved == {"Total", "Country of birth", "Sexual orientation"}
    with_share = figures_of("Sexual orientation", "2021")
    assert read_monitoring().matches_for("Sexual orientation", with_share)


def test_ages_of_two_censuses_differ_in_bands_and_share_only_the_broad_ones() -> None:
    cuts = {
        year: {one.cut for one in read_monitoring().matches_for("Age", figures_of("Age", year))}
        for year in ("2011", "2021")
    }
    assert cuts == {"2011": {"age-three", "age-bands"}, "2021": {"age-three", "age-six"}}
    # 2011: 65,900 + 93,518 + 40,629 people of 16 and over; children are left out on both sides
    assert shares_of("Age", "2011", "age-three") == {"16-34": 32.9, "35-64": 46.7, "65+": 20.3}


def test_chinese_answers_are_counted_with_asian_ones_as_the_census_does_and_that_is_said() -> None:
    for characteristic, year in (("Ethnicity (5 groups)", "2011"), ("Ethnicity (built-up area)", "2021")):
        match, _ = match_of(characteristic, year, "race-five")
        assert "Chinese answers are counted with Asian" in match.differs
    assert read_monitoring().cuts["race-five"].group_of("R") == "ASIAN"
    assert read_monitoring().cuts["race-five"].group_of("PNTS") is None
    # In 2021 Arab people have a category of their own, which stands under Other.
    assert shares_of("Ethnicity (built-up area)", "2021", "race-five")["OTHER"] == 3.7


def test_the_eighteen_groups_of_the_census_fold_into_the_sixteen_of_the_nhs() -> None:
    shares = shares_of("Ethnicity (18 groups)", "2011", "race-sixteen")
    assert (shares["C"], shares["S"], shares["R"]) == (2.9, 1.9, 0.6)
    assert round(sum(shares.values())) == 100


def test_where_one_side_alone_was_counted_the_rest_is_what_is_left() -> None:
    assert shares_of("Disability", "2011", "disability-two") == {"DIS": 20.5, "NOT": 79.5}
    assert shares_of("Sexual orientation", "2021", "orientation-two") == {"LGB": 2.5, "REST": 97.5}


def test_those_who_did_not_state_a_religion_are_left_out() -> None:
    assert shares_of("Religion or belief", "2011", "religion-three") == {
        "CHR": 59.3,
        "REL": 19.4,
        "NONE": 21.3,
    }


def test_every_match_whose_meaning_differs_says_so() -> None:
    silent = {match.cut for match in read_monitoring().matches if not match.differs}
    assert silent == {"race-two", "sex-two"}


def test_a_bare_count_without_its_whole_is_no_share() -> None:
    match, _ = match_of("Sexual orientation", "2021", "orientation-two")
    bare = dict.fromkeys(figures_of("Sexual orientation", "2021"), Share(3248, None))
    assert community_shares(match, bare) is None


def test_a_community_in_which_nobody_was_counted_has_no_shares() -> None:
    match, figures = match_of("Sex", "2011", "sex-two")
    assert community_shares(match, dict.fromkeys(figures, Share(0, None))) is None


def _one_code_for_both(content: dict[str, Any]) -> None:
    content["not_recorded"]["code"] = "PNTS"


def _own_answer(content: dict[str, Any]) -> None:
    content["question"][0]["answers"].append({"code": "PNTS", "label": "No thanks"})


def _cut_of_nothing(content: dict[str, Any]) -> None:
    content["cut"][0]["question"] = "height"


def _answer_not_counted(content: dict[str, Any]) -> None:
    content["cut"][0]["leaves_out"] = []


def _unknown_cut(content: dict[str, Any]) -> None:
    content["match"][0]["cut"] = "age-forty"


def _group_without_figures(content: dict[str, Any]) -> None:
    del content["match"][0]["categories"]["65+"]


def _category_twice(content: dict[str, Any]) -> None:
    content["match"][0]["categories"]["65+"].append("16-24")


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (_one_code_for_both, "they are never merged"),
        (_own_answer, "an answer of its own for what every question has"),
        (_cut_of_nothing, "which nobody is asked"),
        (_answer_not_counted, "does not count every answer to age exactly once"),
        (_unknown_cut, "which is not there"),
        (_group_without_figures, "does not name each of its groups once"),
        (_category_twice, "counts a category in two groups"),
    ],
)
def test_a_catalogue_that_says_what_cannot_be_is_refused(
    spoil: Callable[[dict[str, Any]], None], problem: str
) -> None:
    content = copy.deepcopy(CONTENT)
    spoil(content)
    with pytest.raises(BadMonitoring, match=problem):
        monitoring_of(content)
