"""A commissioner sees in a project what the law still wants, puts it on record, and signs what is shown."""

from __future__ import annotations

import pytest

from engage.accounts import service
from engage.rules.actors import SYSTEM
from tests.conftest import DESKTOP, PHONE, NewWalker
from tests.duties.situation import make_ccg, make_stroke_project, make_talk
from tests.harness.server import Server

COMMISSIONER = "Commissioning manager"


@pytest.fixture
def stroke(server: Server) -> str:
    """The page of a project with one talk in it, and a commissioner to look after it."""
    with server.app.app_context():
        ccg = make_ccg()
        make_talk(make_stroke_project(ccg), ccg)
        service.open_account(
            SYSTEM,
            "commissioner@wolverhampton.example",
            COMMISSIONER,
            ["commissioning_manager"],
            password=None,
            demonstration=True,
        )
    return "/projects/STR-18"


@pytest.mark.parametrize(
    ("width", "scripts"),
    [(DESKTOP, True), (PHONE, True), (PHONE, False)],
    ids=["desk", "phone", "without scripts"],
)
def test_a_commissioner_finds_what_is_missing_and_puts_it_right(
    new_walker: NewWalker, stroke: str, width: int, scripts: bool
) -> None:
    person = new_walker(width, scripts=scripts)
    person.visit("/sign-in")
    person.press(COMMISSIONER)
    person.visit(stroke)
    assert "things asked for by now are missing" in person.text

    person.press("Assess the duty")
    person.tick("Yes, it applies")
    person.fill("Why?", "The ward moves seven miles.")
    person.fill("When was this assessed?", "15 January 2018")
    person.press("Put it on record")
    assert "assessed by Commissioning manager on 15 January 2018" in person.text

    person.visit(f"{stroke}/triage/questions")
    person.fill("Why, or why not? (something bought)", "Nothing, the ward moves within one trust.")
    person.press("Put the answers on record")
    assert "Nothing here differs from what is on record" in person.text

    person.visit("/duties/requirements/E-SCR-3?project=STR-18")
    person.press("Attach evidence by hand")
    person.fill("What is it?", "Letter of the scrutiny officer")
    person.fill("Public address", "https://www.wolverhampton.example/letter")
    person.fill("What date does it bear?", "March 2018")
    person.fill("What does it show?", "It calls the change substantial.")
    person.fill("Where in it?", "Page 1")
    person.press("Attach")
    assert "“March 2018” is not one day." in person.text
    person.fill("What date does it bear?", "3 March 2018")
    person.press("Attach")
    assert "Attached by hand, not tested" in person.text

    person.visit("/duties/requirements/E-COL-4?project=STR-18")
    person.press("Sign")
    person.press("Sign")
    assert "Signed by Commissioning manager" in person.text

    person.visit("/duties/requirements/E-SCR-7?project=STR-18")
    person.press("Say why it does not apply")
    person.fill("Why does it not apply?", "Nothing here is urgent.")
    person.press("Put the reason on record")
    assert "Does not apply" in person.text

    for address in ("/duties?body=wolverhampton-ccg&period=2018-19", "/duties/catalogue", "/duties/facts"):
        person.visit(address)
    person.visit("/duties/involve-public")
    person.visit("/duties/evidence/1")
