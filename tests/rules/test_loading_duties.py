"""What the catalogue refuses to load, with the file and the item named, and what local promises may add."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from engage.rules.editions import Trust
from engage.rules.loading import CATALOGUE, CatalogueError, load_catalogue

REQUIREMENT = """
[[requirement]]
id = "W-1"
ask = "Every event in Wolverhampton has a note within a month"
kind = "activity"
per = "body"
trigger = "always"
quantity = "one"
frequency = "annual"
owner = "engagement_officer"
trust = "proposal"
when = [{ field = "evaluated", is = true, miss = "was not evaluated" }]
"""
DUTY = """
code = "our-promise"
theme = "TH2"
title = "What we promised in our strategy"
source = "Communications and participation strategy 2019/20"
text = "Every event is written up."
applies_to = ["CCG"]
in_force_from = 2019-04-01
trust = "verified"
check = "verified: source strategy"
reviewer = "head_of_comms_engagement"
reviewed_on = 2026-11-21
requirements = ["W-1", "E-COL-3"]
"""


@pytest.fixture
def promises(tmp_path: Path) -> Path:
    (tmp_path / "duties").mkdir()
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "local.toml").write_text(REQUIREMENT, encoding="utf-8")
    (tmp_path / "duties" / "our-promise.2019.toml").write_text(DUTY, encoding="utf-8")
    return tmp_path


def test_local_promises_add_to_the_law(promises: Path) -> None:
    catalogue = load_catalogue(CATALOGUE, promises)
    edition = catalogue.edition("our-promise", 2019)
    assert [requirement.id for requirement in edition.requirements] == ["W-1", "E-COL-3"]
    assert edition in catalogue.editions_for("CCG", date(2019, 4, 1), date(2020, 3, 31))
    assert len(catalogue.editions) == 48


@pytest.mark.parametrize("year", ["2013", "2019"])
def test_local_promises_never_replace_a_code(promises: Path, year: str) -> None:
    text = DUTY.replace("our-promise", "involve-public").replace("2019-04-01", f"{year}-04-01")
    (promises / "duties" / f"involve-public.{year}.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"the code involve-public is taken; a code is for ever"):
        load_catalogue(CATALOGUE, promises)


def test_local_promises_never_replace_a_requirement(promises: Path) -> None:
    text = REQUIREMENT.replace("W-1", "E-COL-4")
    (promises / "requirements" / "local.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match="E-COL-4 stands twice"):
        load_catalogue(CATALOGUE, promises)


def setting(name: str, value: int) -> str:
    return (
        f"[{name}]\nvalue = {value}\nmeans = 'Days until people are told'\n"
        "owner = 'head_of_comms_engagement'\n"
        "trust = 'verified'\nsource = 'Participation strategy'\n"
    )


def test_a_body_may_set_a_number_that_is_not_law(promises: Path) -> None:
    (promises / "settings.toml").write_text(setting("told-within-days", 28), encoding="utf-8")
    catalogue = load_catalogue(CATALOGUE, promises)
    assert catalogue.requirements["E-COL-6"].due_days == 28
    assert catalogue.settings["told-within-days"].trust is Trust.VERIFIED


def test_a_body_may_not_set_a_number_the_law_sets(promises: Path) -> None:
    (promises / "settings.toml").write_text(setting("scrutiny-reply-days", 40), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"settings.toml, scrutiny-reply-days: the law sets this number"):
        load_catalogue(CATALOGUE, promises)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("is = true", "befor = 'decision'", "local.toml, W-1, condition 1: needs exactly one of is, in, set"),
        (
            "is = true",
            "is = true, in = [1]",
            "local.toml, W-1, condition 1: needs exactly one of is, in, set",
        ),
        ('field = "evaluated", ', "", "local.toml, W-1, condition 1: field is missing"),
        (
            '"evaluated"',
            '"evalauted"',
            "local.toml, W-1, condition 1: there is no field of activity 'evalauted'",
        ),
        ('"activity"', '"actvity"', "local.toml, W-1: there is no kind of record 'actvity'"),
        ("is = true", "is = true, soon = 1", "local.toml, W-1, condition 1: nobody knows the word soon"),
        (', miss = "was not evaluated"', "", 'local.toml, W-1: each condition says in "miss"'),
        (
            "was not evaluated",
            "was {late}",
            "local.toml, W-1, condition 1: there is no word to fill in 'late'",
        ),
        (
            "is = true",
            "at_least = 'soon-days'",
            "local.toml, W-1, condition 1: there is no setting 'soon-days'",
        ),
        ("is = true", "at_least = 1.5", "local.toml, W-1, condition 1: 1.5 is not a whole number"),
        ("is = true", "before = 'decision'", "local.toml, W-1, condition 1: decision belongs to one project"),
        ('per = "body"', 'per = "town"', "local.toml, W-1: there is no per 'town'"),
        ('"annual"', '"often"', "local.toml, W-1: there is no frequency 'often'"),
        ('"engagement_officer"', '"nobody"', "local.toml, W-1: there is no role 'nobody'"),
        ('"proposal"', '"hearsay"', "local.toml, W-1: there is no trust mark 'hearsay'"),
        ('trigger = "always"\n', "", "local.toml, W-1: trigger is missing"),
        (
            '"always"',
            '"a purchase"',
            "local.toml, W-1: there is no trigger 'a purchase'; there is always, call_in",
        ),
        (
            '"always"',
            '"purchase"',
            "local.toml, W-1: purchase is so of a project; what is asked of the body is",
        ),
        (
            '"one"',
            '"every one"',
            "local.toml, W-1: there is no quantity 'every one'; there is one, each record",
        ),
        ('"one"', '"at least 0"', "local.toml, W-1: there is no quantity 'at least 0'"),
        ('"one"', "1", "local.toml, W-1: there is no quantity '1'"),
        ('quantity = "one"\n', "", "local.toml, W-1: quantity is missing"),
        ('"one"', '"each forum"', "local.toml, W-1: 'each forum' needs records that say forum_ref"),
        ('"one"', '"each authority"', "local.toml, W-1: 'each authority' cannot be asked of each body"),
        ('"one"', '"one"\nas_planned = true', "local.toml, W-1: as_planned belongs to the quantity"),
        ('"one"', '"each method"', "local.toml, W-1: there is no quantity 'each method'"),
        ('"one"', '"one"\neach = { a = "A" }', "local.toml, W-1: the table each names values of a field"),
        (
            '"one"',
            '"one"\nnot_asked = { when = [], because = "x" }',
            "local.toml, W-1, not_asked: only what is asked of a project's own record",
        ),
        ("when = [{", "when = [{{", "local.toml is not TOML"),
        ("ask =", "asks =", "local.toml, W-1: ask is missing"),
        (
            'per = "body"',
            'per = "project"\ndue = ["options_fxied"]',
            "local.toml, W-1: there is no date of a project or kind of record 'options_fxied'",
        ),
    ],
)
def test_a_requirement_that_cannot_be_read_stops_loading(
    promises: Path, old: str, new: str, told: str
) -> None:
    assert old in REQUIREMENT
    (promises / "requirements" / "local.toml").write_text(REQUIREMENT.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        load_catalogue(CATALOGUE, promises)
    assert str(refused.value).startswith(told)


TRIGGER = """
[new_building]
title = "A new building"
asks = "Is a building opened?"
whether = "a building is opened"
is_not = "no building is opened"
said_by = "project"
source = "Communications and participation strategy 2019/20"
trust = "proposal"
shown_by = [{ kind = "activity", when = [{ field = "method", is = "opening" }], shows = "was an opening" }]
"""


def test_local_promises_may_hang_on_something_of_their_own(promises: Path) -> None:
    (promises / "triggers.toml").write_text(TRIGGER, encoding="utf-8")
    asked = REQUIREMENT.replace(
        'per = "body"\ntrigger = "always"', 'per = "project"\ntrigger = "new_building"'
    )
    (promises / "requirements" / "local.toml").write_text(asked, encoding="utf-8")
    hangs_on = load_catalogue(CATALOGUE, promises).requirements["W-1"].trigger
    assert hangs_on is not None
    assert hangs_on.asks == "Is a building opened?"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("new_building", "purchase", "purchase stands twice"),
        ("new_building", "always", "triggers.toml, always: always means that nothing need set it off"),
        ("asks =", "ask =", "triggers.toml, new_building: asks is missing"),
        ('"project"', '"a friend"', "triggers.toml, new_building: there is no voice 'a friend'"),
        ('"proposal"', '"hearsay"', "triggers.toml, new_building: there is no trust mark 'hearsay'"),
        (
            'said_by = "project"',
            'said_by = "project"\nwithin = "spring"',
            "triggers.toml, new_building: there is no trigger before it 'spring'",
        ),
        ('"activity"', '"party"', "triggers.toml, new_building: there is no kind of record 'party'"),
        (
            '"method"',
            '"mood"',
            "triggers.toml, new_building, shown by activity: there is no field of activity",
        ),
        ("an opening", "{late}", "triggers.toml, new_building: there is no word to fill in 'late'"),
    ],
)
def test_a_trigger_that_cannot_be_read_stops_loading(promises: Path, old: str, new: str, told: str) -> None:
    assert old in TRIGGER
    (promises / "triggers.toml").write_text(TRIGGER.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        load_catalogue(CATALOGUE, promises)
    assert str(refused.value).startswith(told)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"our-promise"', '"Our promise"', "our-promise.2019.toml: an edition is called code.year.toml"),
        ("2019-04-01", "2020-04-01", "our-promise.2019.toml: an edition is called code.year.toml"),
        (
            "2019-04-01",
            '"2019-04-01"',
            "our-promise.2019.toml: in_force_from is '2019-04-01'; write a date as",
        ),
        (
            "2019-04-01",
            "2019-04-01\nin_force_to = 2018-04-01",
            "our-promise.2019.toml: it ends before it begins",
        ),
        ('"W-1"', '"W-2"', "our-promise.2019.toml: there is no requirement 'W-2'"),
        ('"CCG"', '"PCT"', "our-promise.2019.toml: there is no kind of body 'PCT'"),
        ('"TH2"', '"TH9"', "our-promise.2019.toml: there is no theme 'TH9'"),
        ("trust =", "successor = 'our-promise.2030'\ntrust =", "our-promise.2019.toml: there is no edition"),
        ("source =", "statute =", "our-promise.2019.toml: source is missing"),
    ],
)
def test_a_duty_that_cannot_be_read_stops_loading(promises: Path, old: str, new: str, told: str) -> None:
    assert old in DUTY
    (promises / "duties" / "our-promise.2019.toml").write_text(DUTY.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        load_catalogue(CATALOGUE, promises)
    assert str(refused.value).startswith(told)


def test_a_number_confirmed_by_its_owner_takes_the_place_of_the_proposed_one_and_loses_its_mark() -> None:
    catalogue = load_catalogue(confirmed={"told-within-days": 28, "E-COL-6": None})
    told = catalogue.requirements["E-COL-6"]
    assert (catalogue.settings["told-within-days"].value, told.due_days) == (28, 28)
    assert told.trust is Trust.VERIFIED
    assert load_catalogue().requirements["E-COL-6"].trust is Trust.PROPOSAL


def test_a_requirement_keeps_its_mark_while_a_number_it_rests_on_has_one() -> None:
    catalogue = load_catalogue(confirmed={"E-COL-6": None})
    assert catalogue.requirements["E-COL-6"].trust is Trust.PROPOSAL


def test_a_number_that_the_law_sets_stays_as_the_law_sets_it() -> None:
    assert load_catalogue(confirmed={"scrutiny-reply-days": 90}).settings["scrutiny-reply-days"].value == 28


def test_an_edition_confirmed_by_its_reviewer_loses_its_mark() -> None:
    assert load_catalogue().edition("accessible-information", 2016).trust is Trust.UNVERIFIED
    catalogue = load_catalogue(confirmed={"accessible-information.2016": None})
    assert catalogue.edition("accessible-information", 2016).trust is Trust.VERIFIED
