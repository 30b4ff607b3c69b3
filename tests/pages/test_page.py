"""Page objects read pages and fill in forms as a browser would, and refuse to walk past a faulty page."""

from __future__ import annotations

import pytest
from flask import Flask, redirect, request
from werkzeug.wrappers import Response

from tests.pages.page import Page
from tests.pages.visitor import Visitor

FORM = """<!doctype html><html lang="en-GB"><head><title>Log an activity – Engage</title></head><body><main>
<h1>Log an activity</h1>
<form method="post" enctype="multipart/form-data">
<input type="hidden" name="csrf_token" value="1234"><input type="hidden" name="form_token" value="5678">
<label for="title">Title</label><input id="title" name="title" value="Talk">
<label for="said">What people said</label><textarea id="said" name="said">
More buses</textarea>
<fieldset><legend>When it was</legend>
<label for="d">Day</label><input id="d" name="day"><label for="m">Month</label><input id="m" name="month">
<label for="y">Year</label><input id="y" name="year"></fieldset>
<fieldset><legend>Stage</legend>
<label for="s1">Plan</label><input type="radio" id="s1" name="stage" value="1" checked>
<label for="s2">Design</label><input type="radio" id="s2" name="stage" value="2"></fieldset>
<fieldset><legend>Groups</legend>
<label for="g1">Carers</label><input type="checkbox" id="g1" name="groups" value="carers" checked>
<label for="g2">Young people</label><input type="checkbox" id="g2" name="groups" value="young">
<label for="g3">Older people</label><input type="checkbox" id="g3" name="groups" value="older"></fieldset>
<label for="method">Method</label><select id="method" name="method">
<option value="survey">Survey</option><option value="talk" selected>Talk</option></select>
<label for="shared">Findings were shared</label><input type="checkbox" id="shared" name="shared" value="yes">
<label for="file">Evidence</label><input type="file" id="file" name="file">
<button name="then" value="stay">Save</button><button name="then" value="add">Save and add another</button>
</form>
<table><caption>Bodies</caption><thead><tr><th>Body</th><th>Activities</th></tr></thead>
<tbody><tr><td><span class="nhsuk-table-responsive__heading">Body </span>Wolverhampton</td>
<td>147</td></tr></tbody></table>
<dl><div><dt>Reached</dt><dd>about 500</dd></div></dl>
</main></body></html>"""


@pytest.fixture
def small_app() -> Flask:
    app = Flask(__name__)
    app.config["received"] = {}

    @app.route("/form", methods=["GET", "POST"])
    def form() -> str | Response:
        if request.method == "GET":
            return FORM
        app.config["received"] = request.form.to_dict(flat=False) | {
            name: [file.filename, file.read()] for name, file in request.files.items()
        }
        return redirect("/form?saved=1")

    @app.route("/faulty")
    def faulty() -> str:
        return FORM.replace('for="title"', "")

    return app


def test_a_form_left_alone_sends_what_it_holds(small_app: Flask) -> None:
    visitor = Visitor(small_app)
    visitor.visit("/form")
    visitor.submit("Save and add another")
    assert visitor.page.url == "/form?saved=1"
    assert small_app.config["received"] == {
        "csrf_token": ["1234"],
        "form_token": ["5678"],
        "title": ["Talk"],
        "said": ["More buses"],
        "day": [""],
        "month": [""],
        "year": [""],
        "stage": ["1"],
        "groups": ["carers"],
        "method": ["talk"],
        "then": ["add"],
    }


def test_questions_are_answered_by_their_labels(small_app: Flask) -> None:
    visitor = Visitor(small_app)
    visitor.visit("/form")
    visitor.submit(
        "Save",
        {
            "Title": "Café talk",
            "When it was": ("6", "6", "2018"),
            "Stage": "Design",
            "Groups": ["Young people", "Older people"],
            "Method": "Survey",
            "Findings were shared": True,
            "Evidence": (b"%PDF", "minutes.pdf"),
        },
    )
    received = small_app.config["received"]
    assert [received[name] for name in ("day", "month", "year")] == [["6"], ["6"], ["2018"]]
    assert [received[name] for name in ("title", "stage", "method")] == [["Café talk"], ["2"], ["survey"]]
    assert [received[name] for name in ("groups", "shared")] == [["young", "older"], ["yes"]]
    assert received["file"] == ["minutes.pdf", b"%PDF"]


def test_a_question_that_is_not_asked_is_named_with_those_that_are(small_app: Flask) -> None:
    visitor = Visitor(small_app)
    visitor.visit("/form")
    with pytest.raises(AssertionError, match="asks nothing called “Venue”; it asks “Title”"):
        visitor.submit("Save", {"Venue": "Town hall"})


def test_nobody_walks_past_a_faulty_page(small_app: Flask) -> None:
    with pytest.raises(AssertionError, match="a field without a label"):
        Visitor(small_app).visit("/faulty")


def test_an_unexpected_answer_is_not_a_visit(small_app: Flask) -> None:
    with pytest.raises(AssertionError, match="/nowhere answered 404"):
        Visitor(small_app).visit("/nowhere")


def test_tables_and_summary_lists_are_read_as_people_read_them() -> None:
    page = Page("/form", 200, FORM)
    assert page.table("Bodies") == [{"Body": "Wolverhampton", "Activities": "147"}]
    assert page.summary() == {"Reached": "about 500"}
