"""One of many bodies is chosen by typing in a real browser, with scripts and without, on a phone."""

from __future__ import annotations

import pytest

from engage.accounts import service
from engage.platform.web.choosing import FEW
from engage.rules.actors import SYSTEM
from tests.builders import make_body
from tests.conftest import PHONE, NewWalker
from tests.harness.server import Server

NAME = "Engagement officer"
ASKED = "Which body does it serve?"


@pytest.fixture
def _many_bodies(server: Server) -> None:
    roles = ["engagement_officer"]
    service.open_account(SYSTEM, "eo@wolverhampton.example", NAME, roles, password=None, demonstration=True)
    make_body()
    for number in range(FEW + 1):
        make_body(f"Ambridge and Borchester {number} CCG", is_served=False)


@pytest.mark.usefixtures("_many_bodies")
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_one_of_many_bodies_is_typed_and_chosen_by_keyboard(new_walker: NewWalker, scripts: bool) -> None:
    officer = new_walker(width=PHONE, scripts=scripts)
    officer.visit("/sign-in")
    officer.press(NAME)
    officer.visit("/forums/new")
    officer.fill("What is it called?", "Borchester forum")
    officer.page.get_by_label("Kind").select_option("Patient participation group")
    if scripts:
        field = officer.page.get_by_role("combobox", name=ASKED)
        field.fill("borchester")
        officer.page.get_by_text("Here are 10 of 13: there are 3 more.").wait_for()
        field.fill("borchester 2")
        officer.page.get_by_role("option", name="Ambridge and Borchester 2 CCG").wait_for()
        field.press("ArrowDown")
        field.press("Enter")
    else:
        officer.fill(ASKED, "borchester")
        officer.press(f"Find : {ASKED}")
        assert "Here are 10 of 13 bodies: there are 3 more." in officer.text
        officer.tick("Ambridge and Borchester 2 CCG")
    officer.press("Set it up")
    assert "Borchester forum is set up." in officer.text
    assert "Ambridge and Borchester 2 CCG" in officer.text
