"""Two people with one record open: the second is told, keeps what they typed, and then knows of it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask

from engage.platform.data.holding import hold
from engage.platform.web.forms import Form, TextField, VersionedForm
from engage.rules.errors import Refused, Stale


@dataclass
class Terms:
    version: int


class TermsForm(VersionedForm):
    purpose = TextField("What is the group for?")


def test_a_record_is_held_only_as_it_was_read() -> None:
    hold(Terms(version=3), 3, "forum")
    with pytest.raises(Stale, match="Somebody else changed this forum"):
        hold(Terms(version=4), 3, "forum")


def test_what_was_refused_stands_on_the_form_and_what_was_typed_stays(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"purpose": "To speak for patients", "version": "3"}):
        form = TermsForm.from_request()
        with form.refusals():
            raise Refused("The forum has ended.")
        assert form.error_list == [{"text": "The forum has ended.", "href": "#maincontent"}]
        assert (form.purpose.data, form.version_number) == ("To speak for patients", 3)


def test_a_stale_form_sent_again_goes_through_but_not_over_a_change_since(app: Flask) -> None:
    terms = Terms(version=4)
    with app.test_request_context(method="POST", data={"version": "3"}):
        form = TermsForm.from_request()
        with form.refusals():
            hold(terms, form.version_number, "forum")
        assert form.form_errors
        hold(terms, form.version_number, "forum")
        terms.version = 5
        with pytest.raises(Stale):
            hold(terms, form.version_number, "forum")


@pytest.mark.parametrize("sent", [{}, {"version": ""}, {"version": "-1"}, {"version": "three"}])
def test_a_page_that_brings_back_no_version_overwrites_nothing(app: Flask, sent: dict[str, str]) -> None:
    with app.test_request_context(method="POST", data=sent):
        assert TermsForm.from_request().version_number == 0


def test_a_fault_is_no_refusal(app: Flask) -> None:
    with app.test_request_context(method="POST"), pytest.raises(KeyError), Form.from_request().refusals():
        raise KeyError("gone")
