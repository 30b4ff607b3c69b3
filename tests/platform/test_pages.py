"""How pages are drawn: mistakes raise, everything is escaped, dates and numbers as people write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from jinja2.exceptions import UndefinedError

from engage.platform.web.pages import counted, moment, number


def drawn(app: Flask, template: str, **given: object) -> str:
    return app.jinja_env.from_string(template).render(**given)


@pytest.mark.parametrize(
    "template",
    [
        "{{ mistyped }}",
        "{{ activity.mistyped }}",
        "{{ activity.mistyped.further }}",
        "{{ mistyped | upper }}",
        "{{ 'a' ~ mistyped }}",
        "{% for one in mistyped %}{% endfor %}",
        "{{ mistyped | join(', ') }}",
        "{{ mistyped() }}",
    ],
)
def test_a_name_mistyped_in_a_template_raises(app: Flask, template: str) -> None:
    with pytest.raises(UndefinedError):
        drawn(app, template, activity={"title": "Survey"})


def test_what_may_be_absent_can_be_asked_for(app: Flask) -> None:
    assert drawn(app, "{% if activity.mistyped.further %}yes{% else %}no{% endif %}", activity={}) == "no"
    assert drawn(app, "{{ mistyped | default('nothing') }}") == "nothing"


def test_everything_is_escaped_whatever_the_template_is_called(app: Flask) -> None:
    assert (
        drawn(app, "{{ said }}", said="<script>alert(1)</script>") == "&lt;script&gt;alert(1)&lt;/script&gt;"
    )


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2018, 6, 6, 13, 5, tzinfo=UTC), "6 June 2018 at 2:05pm"),
        (datetime(2018, 12, 6, 13, 5, tzinfo=UTC), "6 December 2018 at 1:05pm"),
        (datetime(2018, 12, 6, 0, 0, tzinfo=UTC), "6 December 2018 at 12:00am"),
        (datetime(2018, 12, 6, 12, 0, tzinfo=UTC), "6 December 2018 at 12:00pm"),
        (datetime(2018, 6, 30, 23, 30, tzinfo=UTC), "1 July 2018 at 12:30am"),
        (datetime(2018, 6, 6, 13, 5), "6 June 2018 at 2:05pm"),  # noqa: DTZ001  as SQLite gives it back
    ],
)
def test_moments_are_shown_as_london_clocks_show_them(at: datetime, words: str) -> None:
    assert moment(at) == words


def test_numbers_and_counts_are_written_for_people() -> None:
    assert number(31680) == "31,680"
    assert [counted(some, "activity", "activities") for some in (0, 1, 147, 1200)] == [
        "0 activities",
        "1 activity",
        "147 activities",
        "1,200 activities",
    ]
