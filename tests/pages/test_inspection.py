"""The inspector finds every fault that is planted, and none in a well-made page."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.pages import inspection

WELL_MADE = """<!doctype html>
<html lang="en-GB">
<head><title>Log an activity – Engage</title><link rel="stylesheet" href="/static/nhsuk.css">
<script nonce="abc">document.body.className = "js"</script>
<script src="/static/nhsuk.js" nonce="abc"></script></head>
<body><main id="maincontent">
<h1>Log an activity</h1>
<a href="/activities">Back to the engagement log</a>
<form method="post">
  <input type="hidden" name="csrf_token" value="1234"><input type="hidden" name="form_token" value="5678">
  <label for="title">Title</label><input id="title" name="title" aria-describedby="title-hint">
  <p id="title-hint">Such as “Café talk”</p>
  <fieldset><legend>Stage</legend>
    <label for="s1">Plan</label><input type="radio" id="s1" name="stage" value="1">
    <label for="s2">Design</label><input type="radio" id="s2" name="stage" value="2">
  </fieldset>
  <button>Save</button>
</form>
<h2>Earlier activities</h2>
<table><thead><tr><th scope="col">Title</th></tr></thead><tbody><tr><td>Walk-in</td></tr></tbody></table>
<img src="/static/ring.svg" alt="The engagement cycle">
</main></body></html>"""

PLANTED = {
    "another language": ('lang="en-GB"', 'lang="en"', "lang=en-GB"),
    "no main heading": ("h1", "p", "0 main headings"),
    "two main headings": ("<h2>Earlier activities</h2>", "<h1>Earlier</h1>", "2 main headings"),
    "an empty main heading": ("<h1>Log an activity</h1>", "<h1></h1>", "main heading is empty"),
    "a title of another page": ("<title>Log an activity", "<title>Projects", "does not begin with"),
    "a jump in headings": ("<h2>Earlier activities</h2>", "<h3>Earlier</h3>", "jumps from level 1 to 3"),
    "an id twice": ('id="s2"', 'id="s1"', "“s1” is used 2 times"),
    "a hint that is not there": ('id="title-hint"', 'id="other"', "points at nothing"),
    "a link to a missing place": ('href="/activities"', 'href="#elsewhere"', "not on the page"),
    "a field without a label": ('<label for="title">Title</label>', "", "a field without a label"),
    "an empty label": (">Title<", "><", "a field without a label"),
    "placeholder text": ('name="title"', 'name="title" placeholder="Title"', "placeholder"),
    "choices without a question": ("<legend>Stage</legend>", "", "fieldset with a legend"),
    "problems out of order": (
        "<h1>",
        '<div class="nhsuk-error-summary"><a href="#s1">Plan</a><a href="#title">Title</a></div><h1>',
        "in another order than the questions: s1, title",
    ),
    "an unprotected form": ('name="csrf_token"', 'name="other"', "without csrf_token"),
    "an empty token": ('value="1234"', 'value=""', "without csrf_token"),
    "a token in an address": ('method="post"', 'method="get"', "into the address"),
    "a link that says nothing": ("Back to the engagement log", "Click here", "does not say where it goes"),
    "a link without words": ("Back to the engagement log", "", "a link without words"),
    "a link to nowhere": ('href="/activities"', "", "leads nowhere"),
    "a button without words": (">Save<", "><", "a button without words"),
    "a picture without words": ('alt="The engagement cycle"', "", "without alternative text"),
    "a table without headings": ('<th scope="col">Title</th>', "<td>Title</td>", "without header cells"),
    "a line put before words as they were typed": (
        "<td>Walk-in</td>",
        '<td><span class="engage-words">\n  Walk-in</span></td>',
        "put one before the words",
    ),
    "an inline script": ('<script nonce="abc">', "<script>", "an inline script"),
    "an inline stylesheet": ("</head>", "<style>p {}</style></head>", "an inline stylesheet"),
    "a style attribute": ("<main", '<main style="margin: 0"', "a style attribute"),
    "an inline handler": ("<button>", '<button onclick="go()">', "an inline handler"),
    "a link that is a script": ('href="/activities"', 'href="javascript:go()"', "runs a script"),
    "a picture of another host": (
        'src="/static/ring.svg"',
        'src="//elsewhere.example/r.svg"',
        "another host",
    ),
}


def inspect(html: str) -> list[str]:
    return inspection.inspect(BeautifulSoup(html, "lxml"))


def test_a_well_made_page_has_no_faults() -> None:
    assert inspect(WELL_MADE) == []


@pytest.mark.parametrize(("before", "after", "fault"), PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_fault_is_found(before: str, after: str, fault: str) -> None:
    page = WELL_MADE.replace(before, after)
    assert page != WELL_MADE
    assert any(fault in found for found in inspect(page)), inspect(page)


def test_a_title_may_say_first_that_something_went_wrong() -> None:
    assert inspect(WELL_MADE.replace("<title>", "<title>Error: ")) == []
