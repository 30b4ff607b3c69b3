"""How much a request may bring: little from nobody, a form from staff, a file where one is asked for."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from engage.platform.web.budgets import FORM, NOBODY
from tests.builders import make_activity, make_body
from tests.conftest import VisitorAs
from tests.pages.page import Page
from tests.pages.visitor import Visitor

TYPED = "application/x-www-form-urlencoded"


def send(who: Visitor, address: str, body: bytes, kind: str = TYPED) -> Page:
    response = who.fetch(address, "POST", data=body, content_type=kind)
    return Page(address, response.status_code, response.get_data(as_text=True))


@pytest.mark.parametrize("address", ["/sign-in", "/people/new", "/activities/7/evidence/new", "/a/secret"])
@pytest.mark.parametrize(
    "body",
    [b"said=" + b"x" * NOBODY.size, b"a=1&" * (NOBODY.fields + 1)],
    ids=["long", "many fields"],
)
def test_little_is_taken_from_anybody_who_has_not_signed_in(
    visitor: Visitor, address: str, body: bytes
) -> None:
    page = send(visitor, address, body)
    assert (page.status, page.heading) == (413, "That is too much at once")
    assert page.says("You are not signed in, and only a little is taken from anybody who is not.")
    assert page.says("go back: your browser still has it")


def test_many_parts_are_counted_as_fields_are(visitor: Visitor) -> None:
    part = b'--mark\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'
    body = part * (NOBODY.fields + 1) + b"--mark--\r\n"
    assert len(body) < NOBODY.size
    assert send(visitor, "/people/new", body, "multipart/form-data; boundary=mark").status == 413


@pytest.mark.parametrize(
    "body",
    [b"title=" + b"x" * FORM.size, b"a=1&" * (FORM.fields + 1)],
    ids=["long", "many fields"],
)
def test_a_form_takes_two_megabytes_and_many_answers(visitor_as: VisitorAs, body: bytes) -> None:
    page = send(visitor_as("engagement_officer"), "/activities/new", body)
    assert (page.status, page.heading) == (413, "That is too much at once")
    assert page.says("Engage takes 2 MB at a time here, or 20,000 answers. Nothing was changed.")


def test_long_words_in_every_field_of_the_longest_form_fit(visitor_as: VisitorAs) -> None:
    make_body()
    officer = visitor_as("engagement_officer")
    officer.visit("/activities/new")
    sent = officer.page.form("Log the activity").sent
    words = {name: "é" * 4_000 for name, value in sent if value == ""}
    assert send(officer, "/activities/new", urlencode(words).encode()).status == 200


@pytest.mark.parametrize(
    ("address", "status"), [("/activities/1/evidence/new", 200), ("/activities/new", 413)]
)
def test_a_file_goes_where_one_is_asked_for_and_not_elsewhere(
    visitor_as: VisitorAs, address: str, status: int
) -> None:
    make_activity(make_body(), "Café talk")
    body = (
        b'--mark\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
        + bytes(3 << 20)
        + b"\r\n--mark--\r\n"
    )
    officer = visitor_as("engagement_officer")
    assert send(officer, address, body, "multipart/form-data; boundary=mark").status == status
