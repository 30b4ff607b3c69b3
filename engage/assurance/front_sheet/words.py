"""What the committee's front sheet asks for."""

from __future__ import annotations

from dataclasses import dataclass


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
    Asked("author_role", "Author of report", "Communications and engagement", hint="A post, not a name"),
    Asked("management_lead", "Management lead", hint="A post, such as Director of Operations"),
    Asked(
        "purpose",
        "Purpose of report",
        "To give assurance on how people were involved in commissioning in the period.",
        hint="One sentence",
        long=True,
    ),
    Asked(
        "recommendation",
        "Recommendation",
        "Receive and discuss this report.",
        hint="What you ask the meeting to do, in one sentence",
        long=True,
    ),
    Asked(
        "action_required",
        "Action required",
        "Assurance/Information",
        hint="Decision, or Assurance/Information",
    ),
    Asked("public_or_private", "Public or private", "This report is intended for the public domain"),
    Asked(
        "key_points",
        "Key points",
        hint="One on each line. Left blank, the main figures stand here",
        long=True,
    ),
    Asked(
        "objective",
        "Objective or assurance framework aim",
        hint="Left blank, the strategy in force stands here",
        long=True,
    ),
    Asked("previously_considered", "Previously considered by"),
    Asked(
        "equality",
        "Equality implications",
        hint="Left blank, it says how many activities concerned an equality group",
        long=True,
    ),
    Asked("resources", "Resource implications", "None arising from this report.", long=True),
    Asked(
        "contact_role",
        "Contact for comment",
        "Communications and engagement",
        hint="A post and a shared address, never a private person",
    ),
)
LEFT_BLANK = "Left blank"


def usual() -> dict[str, str]:
    """A front sheet as it stands before anybody has written on it."""
    return {asked.key: asked.usual for asked in FRONT_SHEET}
