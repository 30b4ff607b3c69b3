"""Local names are data: no code and no page knows a town, a body or a scheme by its name."""

from __future__ import annotations

import re
from pathlib import Path

from engage.rules.body_names import read_bodies
from tests.house.source import inside, project_files, text_of

MAY_NAME_PLACES = {
    "engage/demonstration/": "it is one body in one year",
    "engage/cli/demo.py": "it says which",
    "engage/rules/body_names.py": "it explains by names that are hard to part how names are parted",
}
OF_ANY_PLACE = {
    *("Black", "Central", "City", "Country", "Craven", "District", "Districts", "East", "Greater", "Hill"),
    *("Keynes", "London", "Milton", "North", "Northern", "Rugby", "South", "Southern", "Valley", "West"),
}
PROGRAMS = {".py", ".html", ".js", ".css"}


def local_names() -> set[str]:
    """The towns and counties in the names of the bodies of the catalogue."""
    words = {word for body in read_bodies() for word in re.findall(r"[A-Z][a-z]{3,}", body.name)}
    return {word for word in words if word not in OF_ANY_PLACE}


def programs() -> list[Path]:
    return [
        path
        for path in project_files()
        if path.suffix in PROGRAMS
        and inside(path).startswith(("engage/", "templates/", "static/"))
        and not inside(path).startswith(tuple(MAY_NAME_PLACES))
    ]


def test_the_names_looked_for_are_those_of_the_catalogue() -> None:
    assert {"Wolverhampton", "Walsall", "Dudley", "Sandwell", "Shropshire"} <= local_names()


def test_no_program_and_no_page_names_a_place() -> None:
    place = re.compile(rf"\b({'|'.join(sorted(local_names()))})\b")
    found = [
        f"{inside(path)}:{number}: {line.strip()[:100]}"
        for path in programs()
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if place.search(line)
    ]
    assert not found, "Local names belong in the records, or in the catalogue."
