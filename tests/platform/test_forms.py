"""Forms: what is typed comes back as it was, harmless, with a sentence at each thing that is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from bs4 import BeautifulSoup
from flask import Flask, flash, get_flashed_messages, render_template, session

from engage.platform.web.components import Pages
from engage.platform.web.forms import (
    NO_SUCH_CHOICE,
    SENT_TOO_LATE,
    AtMost,
    CheckboxesField,
    ChoiceField,
    DayField,
    EmailField,
    FileField,
    Form,
    HiddenField,
    LongTextField,
    Needed,
    PasswordField,
    RadioField,
    TextField,
    TickField,
    choices,
    sent_safely,
)
from tests.conftest import VisitorAs
from tests.pages.inspection import words

HOSTILE = "<script>alert('1')</script>\"'><img src=x onerror=alert(2)>{{ 7 * 7 }}"
EVERY_KIND = [
    TextField,
    LongTextField,
    EmailField,
    PasswordField,
    FileField,
    DayField,
    ChoiceField,
    RadioField,
    CheckboxesField,
    TickField,
]
WITH_CHOICES = (ChoiceField, RadioField, CheckboxesField)


class TalkForm(Form):
    title = TextField("Title", Needed("Enter a title"), AtMost(20, "The title"))
    said = LongTextField("What did people say?")
    method = ChoiceField("Method", choices=choices([("talk", "Talk"), ("survey", "Survey")]))
    groups = CheckboxesField("Groups", choices=choices([("carers", "Carers"), ("young", "Young people")]))
    shared = TickField("It was shared")
    version = HiddenField()


@pytest.fixture
def sending(app: Flask) -> Iterator[Callable[..., TalkForm]]:
    """A TalkForm as a browser sent it, with its protection unless that is left out."""
    with app.test_request_context("/", method="GET"):
        token = TalkForm().csrf_token.current_token
        kept = dict(session)
    contexts = []

    def send(*, protected: bool = True, **fields: Any) -> TalkForm:
        data = {"csrf_token": token, **fields} if protected else fields
        context = app.test_request_context("/", method="POST", data=data)
        context.push()
        contexts.append(context)
        session.update(kept)
        return TalkForm.from_request()

    yield send
    for context in reversed(contexts):
        context.pop()


@pytest.fixture
def asked(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def hostile_form(kind: Any) -> Form:
    given = {"choices": choices([(HOSTILE, HOSTILE), ("other", "Other")])} if kind in WITH_CHOICES else {}

    class HostileForm(Form):
        asked = kind(HOSTILE, hint=HOSTILE, **given)

    value = [HOSTILE] if kind is CheckboxesField else HOSTILE
    form = HostileForm(asked=None if kind in {DayField, FileField} else value)
    form.asked.errors = [HOSTILE]
    return form


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("kind", EVERY_KIND)
def test_nothing_typed_becomes_part_of_the_page(kind: Any) -> None:
    field = hostile_form(kind).asked
    drawn = BeautifulSoup(str(field()), "lxml")
    assert not drawn.find_all(["script", "img"])
    assert not [tag for tag in drawn.find_all(True) for name in tag.attrs if name.startswith("on")]
    shown = words(drawn)
    assert shown.count(" ".join(HOSTILE.split())) >= 3, "label, hint and error are all there, as words"


@pytest.mark.usefixtures("asked")
def test_summaries_and_notices_are_escaped_too(app: Flask) -> None:
    component = cast(Pages, app.jinja_env).component
    drawn = (
        component("error-summary")({"errorList": [{"text": HOSTILE, "href": "#x"}]})
        + component("notification-banner")({"text": HOSTILE})
        + component("summary-list")({"rows": [{"key": {"text": HOSTILE}, "value": {"text": HOSTILE}}]})
        + component("tag")({"text": HOSTILE})
        + component("button")({"text": HOSTILE})
        + component("breadcrumb")({"text": HOSTILE, "href": "/", "items": [{"text": HOSTILE, "href": "/"}]})
    )
    page = BeautifulSoup(str(drawn), "lxml")
    assert not page.find_all(["script", "img"])
    assert words(page).count(" ".join(HOSTILE.split())) >= 8


@pytest.mark.usefixtures("asked")
def test_a_password_is_never_sent_back_to_the_page() -> None:
    class SecretForm(Form):
        password = PasswordField("Password")

    assert "three random words" not in str(SecretForm(password="three random words").password())


@pytest.mark.usefixtures("asked")
def test_a_field_draws_what_it_holds() -> None:
    form = TalkForm(title="Café talk", said="More buses", method="survey", groups=["carers"], shared=True)
    drawn = BeautifulSoup("".join(str(field()) for field in form if field.name != "csrf_token"), "lxml")
    assert [tag["value"] for tag in drawn.select("input[type=text]")] == ["Café talk"]
    assert words(drawn.textarea) == "More buses"
    assert [words(option) for option in drawn.select("option[selected]")] == ["Survey"]
    assert [box["value"] for box in drawn.select("input[checked]")] == ["carers", "yes"]


def test_what_is_typed_is_tidied_and_no_more(sending: Callable[..., TalkForm]) -> None:
    form = sending(title="  Café\0 talk ", said="First\r\n\r\nSecond  line\r\n", method="talk")
    assert form.accepted()
    assert form.values() == {
        "title": "Café talk",
        "said": "First\n\nSecond  line",
        "method": "talk",
        "groups": [],
        "shared": False,
        "version": "",
    }


def test_a_form_without_its_protection_is_refused_in_words_and_keeps_what_was_typed(
    sending: Callable[..., TalkForm],
) -> None:
    form = sending(protected=False, title="Café talk", method="talk")
    assert not form.accepted()
    assert form.error_list == [{"text": SENT_TOO_LATE, "href": "#maincontent"}]
    assert form.title.data == "Café talk"


def test_protection_made_for_another_visitor_is_refused(sending: Callable[..., TalkForm]) -> None:
    form = sending(title="Café talk", method="talk", csrf_token="20991231235959##" + "0" * 40)
    assert not form.accepted()
    assert [problem["text"] for problem in form.error_list] == [SENT_TOO_LATE]


def test_each_problem_stands_once_in_the_summary_and_leads_to_its_field(
    sending: Callable[..., TalkForm],
) -> None:
    form = sending(title="", method="talk")
    assert not form.accepted()
    form.form_errors.append("There is already a talk of that day.")
    assert form.error_list == [
        {"text": "Enter a title", "href": "#title"},
        {"text": "There is already a talk of that day.", "href": "#maincontent"},
    ]


def test_too_long_is_said_with_by_how_much(sending: Callable[..., TalkForm]) -> None:
    form = sending(title="A talk in the community café", method="talk")
    assert not form.accepted()
    assert form.errors["title"] == ["The title must be 20 characters or fewer: it is 8 too long"]


@pytest.mark.parametrize("fields", [{"method": "séance"}, {"method": "talk", "groups": ["carers", "gone"]}])
def test_a_choice_that_is_gone_is_refused_in_words(
    sending: Callable[..., TalkForm], fields: dict[str, Any]
) -> None:
    form = sending(title="Café talk", **fields)
    assert not form.accepted()
    assert [problem["text"] for problem in form.error_list] == [NO_SUCH_CHOICE]


def test_a_page_that_only_acts_says_on_the_next_that_it_was_sent_too_late(
    sending: Callable[..., TalkForm],
) -> None:
    sending(protected=False)
    assert not sent_safely()
    assert get_flashed_messages() == [SENT_TOO_LATE]
    sending()
    assert sent_safely()


@pytest.mark.usefixtures("asked")
def test_several_notices_on_one_page_do_not_get_in_each_others_way() -> None:
    flash("First")
    flash("Second")
    page = BeautifulSoup(render_template("errors/error.html", heading="Notices", sentence="Here."), "lxml")
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_the_links_of_an_error_summary_lead_to_fields_that_are_there(visitor_as: VisitorAs) -> None:
    administrator = visitor_as("administrator")
    administrator.visit("/accounts/new")
    page = administrator.submit(
        "Open the account"
    )  # every page visited is inspected for links that lead nowhere
    assert page.errors == [
        "Enter the name or post that will stand beside what they do",
        "Enter their e-mail address, such as name@nhs.net",
        "Choose at least one role",
    ]
    assert re.match("Error: ", page.soup.title.text if page.soup.title else "")
