"""The catalogue as a thing: every identifier is there, each duty has its source, and it obeys the law."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest

from engage.rules.editions import Edition, Trust
from engage.rules.loading import BODY_KINDS, CATALOGUE, load_catalogue
from engage.rules.permissions import ROLES
from engage.rules.retention import read_retention

RELEASED = Path(__file__).parent / "duty_identifiers.txt"
DOMAIN = CATALOGUE.parents[3] / "shared" / "domain" / "legal_duties.yaml"
CHECKED_ON = date(2026, 11, 21)
"""The day the review dates are held against; move it on when the catalogue has been reviewed again."""

catalogue = load_catalogue()
by_domain_id = {edition.domain_id: edition for edition in catalogue.editions.values()}


def keys(editions: Iterable[Edition]) -> set[str]:
    return {edition.key for edition in editions}


def test_every_identifier_ever_released_is_in_the_catalogue() -> None:
    released = RELEASED.read_text(encoding="utf-8").split()
    assert sorted([*by_domain_id, *catalogue.requirements]) == released, (
        "An identifier is for ever: add new ones to duty_identifiers.txt, and give a removed one a successor."
    )
    assert len(catalogue.editions) == 47
    assert len(catalogue.requirements) == 57


@pytest.mark.parametrize("edition", catalogue.editions.values(), ids=lambda edition: edition.key)
def test_each_duty_has_a_source_a_reviewer_and_a_review_less_than_a_year_old(edition: Edition) -> None:
    assert edition.source
    assert edition.text
    assert edition.check
    assert edition.reviewer in ROLES
    age = CHECKED_ON - edition.reviewed_on
    assert timedelta() <= age < timedelta(days=365), (
        f"{edition.key} was last reviewed on {edition.reviewed_on}."
    )
    assert set(edition.applies_to) <= BODY_KINDS
    assert edition.key == f"{edition.code}.{edition.year}"


def test_what_was_not_verified_is_marked() -> None:
    unverified = {
        edition.code for edition in catalogue.editions.values() if edition.trust is Trust.UNVERIFIED
    }
    assert unverified == {
        "accessible-information",
        "data-protection",
        "electronic-marketing",
        "freedom-of-information",
        "procurement-choice",
    }
    in_part = {edition.domain_id for edition in catalogue.editions.values() if edition.not_verified}
    assert in_part == {
        *("LD-242", "LD-CO-CP", "LD-GUID17", "LD-GUID22", "LD-EA149", "LD-SDR2017", "LD-HRA", "LD-SV"),
    }


def _programs() -> str:
    """Every program of the product above the rules, in one text."""
    return "\n".join(path.read_text(encoding="utf-8") for path in CATALOGUE.parents[1].rglob("*.py"))


def test_every_number_has_an_owner_a_mark_and_a_use() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in (CATALOGUE / "requirements").glob("*.toml"))
    kept = {one.setting for one in read_retention().values()}
    asked = set(re.findall(r'agreed_number\("([a-z-]+)"\)', _programs()))
    for setting in catalogue.settings.values():
        assert setting.owner in ROLES
        assert setting.source
        assert f'"{setting.name}"' in text or setting.name in kept or setting.name in asked
    assert catalogue.settings["told-within-days"].value == 56


def test_registers_are_known_for_all_21_kinds_and_for_the_forums_of_the_framework() -> None:
    assert len(catalogue.kinds) == 22
    assert {kind.id for kind in catalogue.kinds.values() if kind.exists} == {
        "forum",
        *("project", "activity", "feedback", "feedback_report", "you_said_we_did", "duty_assessment"),
        *("meeting", "panel_member", "equality_summary", "mailing_consent"),
    }


def test_every_requirement_is_asked_for_by_a_duty_and_every_promise_shown_by_a_requirement() -> None:
    asked = {one.id for edition in catalogue.editions.values() for one in edition.requirements}
    assert asked == set(catalogue.requirements)
    assert list(catalogue.themes) == [f"TH{n}" for n in range(1, 8)]
    promises = [action.id for theme in catalogue.themes.values() for action in theme.actions]
    assert (len(promises), promises[0], promises[-1]) == (14, "TH1-A1", "TH4-A2")


def test_the_crosswalk_agrees_with_the_editions() -> None:
    assert len(catalogue.crosswalk) == 18
    (involving,) = (row for row in catalogue.crosswalk if row.topic == "public involvement and consultation")
    assert (involving.ccg, involving.icb, involving.nhse) == ("14Z2", "14Z45", "13Q")
    for row in catalogue.crosswalk:
        old, new = by_domain_id.get(f"LD-{row.ccg}"), by_domain_id.get(f"LD-{row.icb}")
        if old and new:
            assert old.successor == new.key


# ---- the seven corrections of the source are obeyed


def test_the_seven_corrections_are_kept() -> None:
    assert [correction.id for correction in catalogue.corrections] == [f"SC-{n}" for n in range(1, 8)]
    assert all(correction.obeyed for correction in catalogue.corrections)


def test_sections_242_13h_and_13q_bind_no_clinical_commissioning_group() -> None:
    assert by_domain_id["LD-242"].applies_to == ("NHS trust", "NHS foundation trust")
    assert by_domain_id["LD-13H"].applies_to == by_domain_id["LD-13Q"].applies_to == ("NHSE",)
    for kind in ("CCG", "ICB"):
        asked = keys(catalogue.editions_for(kind, date.min, date.max))
        assert not asked & keys(by_domain_id[one] for one in ("LD-242", "LD-13H", "LD-13Q"))


def test_sections_put_in_by_the_act_of_2012_are_cited_to_the_act_of_2006() -> None:
    for one in ("LD-14P", "LD-14T", "LD-14Z1"):
        assert by_domain_id[one].source.startswith("NHS Act 2006")


def test_the_regulations_of_2011_had_gone_by_2019() -> None:
    duties = keys(catalogue.editions_for("CCG", date(2019, 4, 1), date(2020, 3, 31)))
    assert "specific-equality-duties.2017" in duties
    assert "specific-equality-duties.2011" not in duties


def test_the_wellbeing_board_is_good_practice_and_not_regulation_23() -> None:
    assert "good practice" in catalogue.requirements["E-SCR-1"].ask
    scrutiny = [one for one in catalogue.requirements.values() if one.id.startswith("E-SCR")]
    about_boards = [one.id for one in scrutiny if any(about.wanted == "hwb" for about in one.about)]
    assert about_boards == ["E-SCR-1"]


def test_no_law_sets_twelve_weeks() -> None:
    requirement = catalogue.requirements["E-COL-12"]
    assert (requirement.law_clock, requirement.trust) == ("", Trust.PROPOSAL)
    assert all(
        edition.trust is not Trust.UNVERIFIED or "12 weeks" not in edition.text
        for edition in catalogue.editions.values()
    )


# ---- the rules stand alone


def test_weighing_a_duty_loads_no_web_and_no_database() -> None:
    program = (
        "import sys, engage.rules, engage.rules.findings, engage.rules.loading\n"
        "engage.rules.loading.load_catalogue()\n"
        "print({'flask', 'sqlalchemy', 'wtforms', 'engage.platform'} & set(sys.modules))"
    )
    root = CATALOGUE.parents[2]
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == "set()"


# ---- the domain file, where it is at hand


def listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


@pytest.mark.skipif(not DOMAIN.exists(), reason="the domain file is not on this machine")
def test_the_duties_are_those_of_the_domain_file() -> None:
    entry = re.compile(
        r"- \{id: (?P<id>LD-[\w-]+), theme: (?P<theme>TH\d), title: (?P<title>[^,]+)"
        r", applies_to: \[(?P<bodies>.*?)\]"
        r', statute: (?P<source>".*?"|[^"].*?), in_force_from: "(?P<begins>.*?)", in_force_to: (?P<ends>\S+)'
        r", successor: (?P<successor>[\w-]+),.*?evidence: \[(?P<evidence>.*?)\]",
        re.DOTALL,
    )
    found = list(entry.finditer(DOMAIN.read_text(encoding="utf-8")))
    assert len(found) == 47
    for duty in found:
        edition = by_domain_id[duty["id"]]
        successor = catalogue.editions[edition.successor].domain_id if edition.successor else "null"
        ends = f'"{edition.in_force_to}"' if edition.in_force_to else "null"
        assert (edition.theme, edition.title, edition.source) == (
            duty["theme"],
            duty["title"],
            duty["source"].strip('"'),
        )
        assert edition.applies_to == listed(duty["bodies"].replace(" as policy", ""))
        assert (str(edition.in_force_from), ends, successor) == (
            duty["begins"],
            duty["ends"],
            duty["successor"],
        )
        assert tuple(one.id for one in edition.requirements) == listed(duty["evidence"])


@pytest.mark.skipif(not DOMAIN.exists(), reason="the domain file is not on this machine")
def test_the_requirements_are_those_of_the_domain_file() -> None:
    entry = re.compile(
        r"- \{id: (?P<id>E-[\w-]+), what: .*?auto: \{record: (?P<kind>\w+), when: .*\]\}"
        r'(, law_clock: (?P<clock>".*?"|[^,]+))?'
        r', frequency: (?P<frequency>".*?"|[^,]+), owner: (?P<owner>\w+)\}'
    )
    found = list(entry.finditer(DOMAIN.read_text(encoding="utf-8")))
    assert len(found) == 57
    for item in found:
        requirement = catalogue.requirements[item["id"]]
        assert requirement.kind.id == item["kind"]
        assert requirement.owner == item["owner"]
        assert requirement.frequency == item["frequency"].strip('"')
        assert requirement.law_clock == (item["clock"] or "").strip('"')
        assert requirement.per == ("project" if item["frequency"] == "per project" else "body")


@pytest.mark.skipif(not DOMAIN.exists(), reason="the domain file is not on this machine")
def test_the_kinds_of_record_are_those_of_the_domain_file() -> None:
    text = DOMAIN.read_text(encoding="utf-8")
    kinds = re.findall(r"^    - \{id: (\w+), means:", text, re.MULTILINE)
    assert sorted([*kinds, "forum"]) == sorted(catalogue.kinds), (
        "each forum is asked for, and no evidence itself"
    )


def test_a_requirement_says_in_words_what_it_looks_at() -> None:
    looked_at = load_catalogue().requirements["E-COL-4"].looks_at
    assert looked_at == (
        "its stage of the engagement cycle",
        "its further stages of the engagement cycle",
        "its date",
        "how many things were heard",
    )
