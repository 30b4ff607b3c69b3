"""What pages of the law claim: times nobody may stretch, who looked through what, what no law asks for."""

from __future__ import annotations

from datetime import date

import pytest

from engage.cycle.models import Project
from engage.duties.catalogue import catalogue
from engage.duties.law.queries import law_facts
from engage.duties.models import ConfirmedFact
from engage.organisation import service as organisation
from engage.organisation.entries import SuccessionEntry
from engage.rules.actors import SYSTEM
from engage.rules.facts import Fact
from engage.rules.findings import State, summary
from engage.rules.loading import CATALOGUE, CatalogueError, load_catalogue
from tests.builders import make_body
from tests.conftest import VisitorAs
from tests.duties.situation import make_ccg, make_stroke_project, say, say_substantial
from tests.pages.visitor import Visitor
from tests.rules.duties.situations import fact, found, missed, project

pytestmark = pytest.mark.usefixtures("clock", "app")

CLOCK = "information-request-working-days"
CHECKED = {"What did you check, and where?": "Freedom of Information Act 2000, section 10(1)"}


@pytest.fixture
def ig_officer(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("ig_officer")


@pytest.fixture
def reader(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("lay_member_ppi")


def test_a_time_the_law_sets_cannot_be_made_longer_and_nothing_typed_is_lost(ig_officer: Visitor) -> None:
    ig_officer.visit(f"/duties/facts/{CLOCK}")
    page = ig_officer.submit("Confirm", {"The number to use here": "21", **CHECKED})
    assert "The law allows 20 at most (Freedom of Information Act 2000 s.10)" in page.errors[0]
    assert page.says("section 10(1)")
    assert catalogue().settings[CLOCK].value == 20


def test_a_shorter_time_than_the_law_allows_may_be_promised(ig_officer: Visitor) -> None:
    ig_officer.visit(f"/duties/facts/{CLOCK}")
    ig_officer.submit("Confirm", {"The number to use here": "15", **CHECKED})
    assert catalogue().settings[CLOCK].value == 15


def test_a_longer_time_that_was_put_on_record_before_never_counts() -> None:
    assert load_catalogue(confirmed={CLOCK: 60}).settings[CLOCK].value == 20
    before = ConfirmedFact(fact=CLOCK, value="60")
    shown = next(one for one in law_facts(load_catalogue(), {CLOCK: before}) if one.name == CLOCK)
    assert shown.number_now == 20


@pytest.mark.parametrize(("days", "is_taken"), [(20, True), (21, False)])
def test_a_body_s_own_folder_may_not_stretch_it_either(
    tmp_path_factory: pytest.TempPathFactory, days: int, is_taken: bool
) -> None:
    folder = tmp_path_factory.mktemp("promises")
    told = f"[{CLOCK}]\nvalue = {days}\nmeans = 'Working days'\nowner = 'ig_officer'\ntrust = 'verified'\n"
    (folder / "settings.toml").write_text(f"{told}source = 'Charter'\n", encoding="utf-8")
    if is_taken:
        assert load_catalogue(CATALOGUE, folder).settings[CLOCK].value == days
        return
    with pytest.raises(CatalogueError, match=f"{CLOCK}: the law allows 20 at most"):
        load_catalogue(CATALOGUE, folder)


def test_the_facts_to_confirm_are_in_parts_with_counts(reader: Visitor) -> None:
    page = reader.visit("/duties/facts")
    for part in ("Facts of law", "Times the law limits", "Local numbers", "How long things are kept"):
        assert any(part in link for link in page.links())
    assert page.says("1, set by law")


def test_a_duty_was_looked_through_only_when_somebody_did(visitor_as: VisitorAs) -> None:
    owner = visitor_as("ig_officer")
    assert owner.visit("/duties/freedom-of-information").says("shipped text, not yet looked through here")
    owner.visit("/duties/facts/freedom-of-information.2005")
    owner.submit("Confirm", CHECKED)
    page = owner.visit("/duties/freedom-of-information")
    assert page.says("looked through by")
    assert not page.says("not yet looked through here")


def test_what_may_change_the_law_stands_beside_it(reader: Visitor) -> None:
    page = reader.visit("/duties/catalogue")
    for note in ("LD-CUR-1", "LD-CUR-2", "LD-NUM-1"):
        assert page.says(note)


def test_principles_for_government_are_adopted_by_choice(reader: Visitor) -> None:
    assert reader.visit("/duties/consultation-principles").says("adopted it by choice")


def make_substantial(project: Project) -> None:
    """Its authority holds the change to be substantial, so that regulation 23 asks for something."""
    say(project, "service_change")
    say_substantial(project, "City of Wolverhampton Council")


def test_no_fixed_period_is_a_sentence(reader: Visitor) -> None:
    make_substantial(make_stroke_project(make_ccg()))
    page = reader.visit("/projects/STR-18")
    assert page.says("The law sets no fixed period.")
    assert not page.says("Time set by law: no fixed period")


def test_talking_to_the_health_and_wellbeing_board_is_good_practice_and_in_no_count(reader: Visitor) -> None:
    missing = found("E-SCR-1", project(), duty="consult-scrutiny")
    assert missing.good_practice
    assert missing.state in {State.NONE, State.NOT_KNOWN}
    owed = found("E-SCR-2", project(), duty="consult-scrutiny")
    assert sum(summary([missing, owed]).values()) == 1
    make_substantial(make_stroke_project(make_ccg()))
    page = reader.visit("/projects/STR-18")
    rows = [" ".join(row.get_text(" ").split()) for row in page.soup.select(".engage-task")]
    row = next(one for one in rows if "(E-SCR-1)" in one)
    assert row.startswith("Good practice")
    assert "no law asks for it" in row


def test_a_body_that_ended_leads_to_the_one_that_took_over(reader: Visitor) -> None:
    ccg = make_ccg()
    icb = make_body("NHS Black Country ICB", kind="ICB")
    organisation.add_part(SYSTEM, ccg, SuccessionEntry(successor_id=icb.id, on=date(2022, 7, 1)))
    page = reader.visit("/duties?body=wolverhampton-ccg&period=2022-23")
    assert any("NHS Black Country ICB" in link for link in page.links())


def test_figures_on_staff_need_the_action_plan_they_ask_for() -> None:
    told = {"last_published": date(2018, 9, 1), "project": None}

    def figures(number: int, title: str, kind: str, *, has_plan: bool) -> Fact:
        return fact("publication", number, title, date(2018, 9, 1), type=kind, action_plan=has_plan, **told)

    disability = figures(4, "Disability figures", "wdes", has_plan=True)
    judged = [
        found(
            "E-EQ-9", one, disability, duty="specific-equality-duties", edition=2017, today=date(2019, 3, 31)
        )
        for one in (figures(3, "Race figures", "wres", has_plan=has_plan) for has_plan in (True, False))
    ]
    assert [one.state for one in judged] == [State.EVIDENCED, State.PARTLY]
    assert missed(judged[1]) == ("Race figures on 1 September 2018 was published without an action plan",)
