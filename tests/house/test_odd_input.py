"""Every form and every list, sent what no browser sends: it is answered in words, and nothing breaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import cycle
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask, url_for
from werkzeug.routing import IntegerConverter, Rule

from engage.platform.web.guard import also_needed, mark_of
from engage.rules.permissions import ROLES, May
from tests.builders import make_account, make_body, make_forum, make_meeting
from tests.conftest import VisitorAs
from tests.house import test_list_costs as one
from tests.pages.page import Form, Page
from tests.pages.visitor import Visitor

NUMBERS = ("9223372036854775808", "9" * 40, "²", "٣", "-1", "1e3", "1_000", "x", "")
WORDS = ("\x1b[31m\r\nBcc: a@b.example", "http://[", "\x00\x7f\u2028=1+1", "x" * 30_000, *NUMBERS[:3])
MAKERS = (
    *(one.more_parts, one.more_projects, one.more_promises, one.more_of_one_activity, one.more_feedback),
    *(one.more_stories, one.more_insight, one.more_requests, one.more_judgements, one.more_panel_members),
    *(one.more_of_one_forum, one.more_of_one_meeting, one.more_actions, one.more_of_one_stakeholder),
)
CODES = {
    "forums": "ppg-chairs-group",
    "panels": "panel-0",
    "projects": "WIC-14",
    "bodies": "wolverhampton-ccg",
}
ENDS_THE_SIGN_IN = {"/sign-out", "/sign-out/everywhere"}

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Sent:
    """A form as somebody has it before them: where it goes, what it holds, and what of that is hidden."""

    who: Visitor
    address: str
    holds: Pairs
    hidden: frozenset[str]

    @property
    def kind(self) -> frozenset[str]:
        """The same for forms that ask the same."""
        return frozenset(name for name, _ in self.holds)

    def send(self, changed: Mapping[str, str | None]) -> int:
        """The status of the answer to it with some fields changed; None leaves one out."""
        pairs = [(name, changed.get(name, value)) for name, value in self.holds]
        body = urlencode([pair for pair in pairs if pair[1] is not None]).encode()
        return self._sent(data=body, content_type="application/x-www-form-urlencoded")

    def send_files(self) -> int:
        """The same, with a file for each answer."""
        files = {name: (BytesIO(b"x"), "a.txt") for name, _ in self.holds if name != "csrf_token"}
        return self._sent(data={**dict(self.holds), **files}, content_type="multipart/form-data")

    def _sent(self, **given: Any) -> int:
        return self.who.fetch(self.address, "POST", **given).status_code


@pytest.fixture
def house(app: Flask) -> None:
    """One of everything."""
    body = make_body()
    for make in MAKERS:
        make(body, 0)


def pages(app: Flask, visitor_as: VisitorAs) -> Iterator[tuple[Visitor, Page]]:
    """Every page of something that is there, and somebody who may see it."""
    people: dict[str, Visitor] = {}
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if "GET" not in (rule.methods or ()):
            continue
        view = app.view_functions[rule.endpoint]
        needed = {mark for mark in (mark_of(view), *also_needed(view)) if isinstance(mark, May)}
        role = next(role for role in ROLES if needed <= ROLES[role].may)
        who = people[role] if role in people else people.setdefault(role, visitor_as(role))
        response = who.fetch(address_of(app, rule))
        if response.status_code == 200 and response.mimetype == "text/html":
            yield who, Page(response.request.path, 200, response.get_data(as_text=True))
        response.close()


def address_of(app: Flask, rule: Rule) -> str:
    given: dict[str, Any] = dict(rule.defaults or {})
    for name in rule.arguments - set(given):
        converter = rule._converters[name]
        offered = sorted(getattr(converter, "items", ()))
        code = CODES.get(rule.rule.split("/")[1], "none")
        given[name] = offered[0] if offered else 1 if isinstance(converter, IntegerConverter) else code
    with app.test_request_context():
        return url_for(rule.endpoint, **given)


def forms_of(who: Visitor, page: Page) -> Iterator[Sent]:
    """What is sent from a page, besides signing out."""
    for tag in page.soup.find_all("form", method="post"):
        form = Form(page, tag, tag.find("button") or tag)
        if form.action not in ENDS_THE_SIGN_IN:
            holds = [(name, value if isinstance(value, str) else "a.txt") for name, value in form.sent]
            hidden = {str(field["name"]) for field in tag.find_all("input", type="hidden")}
            yield Sent(who, form.action or page.url, holds, frozenset(hidden - {"csrf_token"}))


def narrowed_by(page: Page) -> set[str]:
    """The names under which a page is asked to show less."""
    asked = page.soup.select("form[method=get] [name]")
    return {str(field["name"]) for field in asked} | ({"page"} if asked else set())


def test_nothing_breaks_whatever_comes_back(house: None, app: Flask, visitor_as: VisitorAs) -> None:
    numbers, words = cycle(NUMBERS), cycle(WORDS)
    seen = list(pages(app, visitor_as))
    forms = {form.kind: form for who, page in seen for form in forms_of(who, page)}
    assert len(forms) > 60
    for who, page in seen:
        for value in (NUMBERS[0], next(words)) if narrowed_by(page) else ():
            status = who.fetch(page.url, query_string=dict.fromkeys(narrowed_by(page), value)).status_code
            assert status < 500, f"{page.url} answered {status} to {value!r}"
    for form in forms.values():
        answers = [
            form.send(dict.fromkeys(form.hidden)),
            form.send(dict.fromkeys(form.hidden, next(numbers))),
            form.send({name: next(words) for name, _ in form.holds if name != "csrf_token"}),
            form.send_files(),
        ]
        assert max(answers) < 500, f"{form.address} answered {answers}"


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "\x01"])
def test_a_page_sent_from_nowhere_that_can_be_read_is_refused_as_from_another_site(
    visitor: Visitor, origin: str
) -> None:
    response = visitor.fetch("/people/new", "POST", headers={"Origin": origin})
    assert response.status_code == 403


@pytest.mark.parametrize(
    "wanted", ["//[evil", "/projects\r\nx: y", "http://[", "/\\evil.example", "/\u2028x"]
)
def test_signing_in_leads_to_a_page_of_ours_and_to_no_other(visitor: Visitor, wanted: str) -> None:
    account = make_account("lay_member_ppi", password="correct horse battery")
    visitor.fetch("/sign-in", query_string={"next": wanted})
    page = Page("/sign-in", 200, visitor.response.get_data(as_text=True))
    token = dict(page.form("Sign in").sent)["csrf_token"]
    answers = {"email": account.email, "password": "correct horse battery", "next": wanted}
    response = visitor.fetch("/sign-in", "POST", data={**answers, "csrf_token": token})
    assert (response.status_code, response.location) == (302, "/")


@pytest.mark.parametrize(("address", "key"), [("/activities", "method"), ("/people", "owner")])
def test_a_list_is_narrowed_by_as_many_choices_as_anybody_makes(
    visitor_as: VisitorAs, address: str, key: str
) -> None:
    officer = visitor_as("head_of_comms_engagement")
    officer.fetch(address, query_string={key: [f"{number}" for number in range(1_200)]})
    page = Page(address, officer.response.status_code, officer.response.get_data(as_text=True))
    assert (page.status, page.heading) == (409, "This could not be done")
    assert page.says("A list is narrowed by up to 100 choices at once: take some away.")


def test_a_kept_choice_of_columns_that_no_row_can_be_is_none(house: None, visitor_as: VisitorAs) -> None:
    one.more_imports(make_body("Dudley CCG"), 1)
    officer = visitor_as("engagement_officer")
    assert officer.fetch("/imports/1/columns?kept=99999999999999999999").status_code in {200, 404}


@pytest.mark.parametrize("name", ["PPG\nChairs", "PPG \x1b[31mChairs", "PPG\r\nX-Header: 1", "Größe “–” 字"])
def test_papers_of_a_forum_with_an_odd_name_are_made(visitor_as: VisitorAs, name: str) -> None:
    make_meeting(make_forum(make_body(), name))
    secretary = visitor_as("engagement_officer")
    for paper in ("agenda", "notes"):
        response = secretary.fetch(f"/meetings/1/{paper}.pdf")
        assert response.status_code == 200
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.get_data().startswith(b"%PDF")
