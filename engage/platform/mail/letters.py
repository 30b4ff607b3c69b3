"""The words of letters: plain-text templates, whose first line is the subject."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from engage.platform.web.pages import counted, moment, number
from engage.rules.calendar_words import long_date

FOLDER = Path(__file__).parents[3] / "templates" / "mail"
SUBJECT = "Subject: "


def render(name: str, /, **values: Any) -> tuple[str, str]:
    """(subject, text) of the letter ``meetings/minutes.txt`` with these values.

    A value that is missing raises, as does a template that does not open with its subject and an empty line.
    """
    first, gap, text = _environment().get_template(name).render(values).partition("\n\n")
    if not first.startswith(SUBJECT) or "\n" in first or not gap:
        raise ValueError(f"{name} must open with a line “{SUBJECT}…” and an empty line")
    return first.removeprefix(SUBJECT).strip(), text.strip() + "\n"


@cache
def _environment() -> Environment:
    # Letters are plain text: an apostrophe must not become &#39;.
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=False,  # noqa: S701  nothing here is ever read as markup
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(long_date=long_date, moment=moment, number=number, counted=counted)
    return environment
