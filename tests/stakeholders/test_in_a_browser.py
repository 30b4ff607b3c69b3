"""The register in a real browser, at a desk and on a phone; axe looks at each page."""

from __future__ import annotations

from datetime import date

import pytest

from engage.accounts import service
from engage.platform.data import audit
from engage.platform.data.db import session
from engage.platform.data.transactions import one_long_transaction
from engage.platform.long_acts.doing import LONG
from engage.rules.actors import SYSTEM
from engage.stakeholders.models import Organisation
from tests.builders import make_organisation, make_person
from tests.conftest import DESKTOP, PHONE, NewWalker
from tests.harness.server import Server

NAME = "Head of communications"
PATIENCE = 60_000  # milliseconds
filled = audit.Event("test.register-filled")


@pytest.fixture
def register(server: Server) -> None:
    """An organisation, a chair who subscribed, and the head who looks after them."""
    roles = ["head_of_comms_engagement"]
    service.open_account(SYSTEM, "head@wolverhampton.example", NAME, roles, password=None, demonstration=True)
    make_organisation("Wolverhampton Voluntary and Community Action")
    make_person("Chair", bulk=date(2019, 3, 1))


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_an_organisation_its_chair_and_a_letter(new_walker: NewWalker, width: int) -> None:
    head = new_walker(width)
    head.visit("/sign-in")
    head.press(NAME)
    head.visit("/stakeholders/organisations/new")
    head.fill("Name", "Alz Café")
    head.press("Add the organisation")
    head.follow("Say who holds a post")
    head.fill("What is the post called?", "Chair")
    head.fill("Who holds it?", "Chair")
    head.fill("Since when?", "1 April 2019")
    head.press("Save")
    assert "since 1 April 2019" in head.text
    head.follow("Note a contact")
    head.fill("When?", "1 October 2019")
    head.tick("Phone")
    head.press("Note it")
    head.visit("/people")
    head.tick("Choose Chair")
    head.press("Write to them")
    assert "1 of them may be written to." in head.text
    head.fill("Subject", "News")
    head.fill("Letter", "The walk-in centre stays open.")
    head.press("Send 1 letter")
    assert "1 letter is on the way." in head.text
    head.visit("/people/1")
    assert "letter to many," in head.text
    head.visit("/stakeholders/coverage")
    head.visit("/stakeholders?group=SG-4&column=last_contact&column=name")


@pytest.mark.usefixtures("register")
def test_what_is_there_already_is_pointed_out_while_the_name_is_typed(new_walker: NewWalker) -> None:
    head = new_walker(DESKTOP)
    head.visit("/sign-in")
    head.press(NAME)
    head.visit("/stakeholders/organisations/new")
    head.fill("Name", "Wolverhampton Voluntary & Community Action")
    head.fill("Area", "Penn")  # the look-up begins when the field is left
    head.page.get_by_text("already in the register?").wait_for()
    assert "Wolverhampton Voluntary and Community Action" in head.text


@pytest.mark.usefixtures("register")
def test_whoever_holds_a_post_is_found_while_typing_and_chosen_by_keyboard(new_walker: NewWalker) -> None:
    club = make_organisation("Deaf Club Dudley")
    make_person("Chair of the Deaf Club")
    head = new_walker(PHONE)
    head.visit("/sign-in")
    head.press(NAME)
    head.visit(f"/stakeholders/organisations/{club.id}")
    head.follow("Say who holds a post")
    head.fill("What is the post called?", "Chair")
    field = head.page.get_by_role("combobox", name="Who holds it?")
    field.press_sequentially("chair")
    head.page.get_by_role("option", name="Chair of the Deaf Club").wait_for()
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        field.press(key)
    assert field.input_value() == "Chair of the Deaf Club"
    head.press("Save")
    assert "Chair of the Deaf Club" in head.text


@one_long_transaction
def fill_the_register(number: int) -> None:
    session().add_all(Organisation(name=f"Club {one}", sorts_as=f"club {one}") for one in range(number))
    filled(SYSTEM)


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_tag_for_many_is_waited_for_on_a_page_that_says_how_far_it_is(
    new_walker: NewWalker, scripts: bool
) -> None:
    fill_the_register(LONG)
    head = new_walker(width=PHONE, scripts=scripts)
    head.visit("/sign-in")
    head.press(NAME)
    head.visit("/stakeholders")
    head.tick(f"all {LONG + 1:,}, on every page")
    head.press("Give them a tag")
    head.fill("Tag", "bulletin")
    head.press(f"Change {LONG + 1:,} organisations")
    head.page.get_by_text(f"{LONG + 1:,} organisations were changed.").wait_for(timeout=PATIENCE)
    head.follow("Go on")
    head.visit("/stakeholders?tag=bulletin")
    assert f"{LONG + 1:,} organisations" in head.text
