"""The committee's front sheet: what it asks for, and how it reads on page and paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the front sheet. ``usual`` is what stands there until somebody writes something better."""

    key: str
    label: str
    usual: str = ""
    hint: str = ""
    long: bool = False


# The labels follow the front sheet of the committee paper of 1 October 2019, and what real board reports add.
FRONT_SHEET: tuple[Asked, ...] = (
    Asked("meeting", "Meeting and date", hint="Such as Governing Body (public), 12 November 2019"),
    Asked(
        "author_role", "Author of report", "Communications and engagement", hint="A role, with the job title"
    ),
    Asked("management_lead", "Management lead", hint="A role, such as Director of Operations"),
    Asked(
        "purpose",
        "Purpose of report",
        "To give assurance on how people were involved in commissioning in the period.",
        long=True,
    ),
    Asked(
        "action_required",
        "Action required",
        "Assurance/Information",
        hint="Decision, or Assurance/Information",
    ),
    Asked("public_or_private", "Public or private", "This report is intended for the public domain"),
    Asked("recommendation", "Recommendation", "Receive and discuss this report.", long=True),
    Asked("key_points", "Key points", long=True, hint="One on each line."),
    Asked("objective", "Objective or assurance framework aim", long=True),
    Asked("previously_considered", "Previously considered by"),
    Asked("equality", "Equality implications", long=True),
    Asked("resources", "Resource implications", long=True),
    Asked("contact_role", "Contact for comment", hint="A role and a shared address, never a private person"),
)


def usual() -> dict[str, str]:
    """A front sheet as it stands before anybody has written on it."""
    return {asked.key: asked.usual for asked in FRONT_SHEET}


def rows(value: Mapping[str, Any], edition: str) -> list[tuple[str, str]]:
    """The front sheet as label and words; lines nobody filled in are said to be so."""
    front = value["front_sheet"]
    fixed = [
        ("Organisation", value["organisation"]),
        ("Title of report", value["title"]),
        ("Period covered", f"{value['period']['label']} ({value['period']['words']})"),
        ("Date made", value["made_on_words"]),
        ("Version", edition),
    ]
    return fixed + [(asked.label, front.get(asked.key) or "Not filled in") for asked in FRONT_SHEET]
