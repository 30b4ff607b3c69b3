"""The page on security answers each requirement of the standard it names, once."""

from __future__ import annotations

import re

from tests.house.source import ROOT, text_of

LEVEL_2 = """
    1.1.1-7 1.2.1-4 1.4.1 1.4.4-5 1.5.1-4 1.6.1-4 1.7.1-2 1.8.1-2 1.9.1-2 1.10.1 1.11.1-2 1.12.2 1.14.1-6
    2.1.1-12 2.2.1-3 2.3.1-3 2.4.1-6 2.5.1-7 2.6.1-3 2.7.1-6 2.8.1-7 2.9.1-3 2.10.1-4
    3.1.1 3.2.1-4 3.3.1-4 3.4.1-5 3.5.1-3 3.7.1
    4.1.1-3 4.1.5 4.2.1-2 4.3.1-3
    5.1.1-5 5.2.1-8 5.3.1-10 5.4.1-3 5.5.1-4
    6.1.1-3 6.2.1-6 6.3.1-2 6.4.1-2
    7.1.1-4 7.2.1-2 7.3.1 7.3.3-4 7.4.1-3
    8.1.1-4 8.2.1-3 8.3.1-8
    9.1.1-3 9.2.1-4
    10.2.1-2 10.3.1-3
    11.1.1-8
    12.1.1-3 12.2.1 12.3.1-6 12.4.1-2 12.5.1-2 12.6.1
    13.1.1 13.1.3-5 13.2.1-3 13.2.5-6 13.3.1-2 13.4.1-2
    14.1.1-4 14.2.1-6 14.3.2-3 14.4.1-7 14.5.1-4
"""
"""What version 4.0.3 of the standard asks at level 2, by number."""


def numbers() -> list[str]:
    found = []
    for one in LEVEL_2.split():
        section, _, last = one.rpartition(".")
        first, _, to = last.partition("-")
        found += [f"{section}.{number}" for number in range(int(first), int(to or first) + 1)]
    return found


def test_each_requirement_of_the_standard_is_answered_once() -> None:
    answered = re.findall(
        r"^\| (\d+\.\d+\.\d+) \| .+ \| .+ \|$", text_of(ROOT / "docs" / "security.md"), re.M
    )
    assert answered == numbers()


def test_what_is_said_to_be_shown_names_a_test() -> None:
    answers = re.findall(r"^\| \d+\.\d+\.\d+ \| .+ \| (.+) \|$", text_of(ROOT / "docs" / "security.md"), re.M)
    without = [one for one in answers if "shown:" in one and not re.search(r"`test_\w+`", one)]
    assert without == []
