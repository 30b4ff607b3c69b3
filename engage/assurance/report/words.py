"""The sections and appendices of the report in their order: sentences name them by these, not by number."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section or an appendix, whatever its number or letter."""

    title: str


SUMMARY = Chapter("Summary")
WHAT_WE_DID = Chapter("What we did")
WHOM_WE_REACHED = Chapter("Whom we reached")
WHAT_PEOPLE_TOLD_US = Chapter("What people told us")
WHAT_WE_DID_ABOUT_IT = Chapter("What we did about it")
DUTIES = Chapter("Our legal duties")
STRATEGY = Chapter("Our strategy")
PROJECTS = Chapter("Projects and decisions")
FORUMS_AND_STAKEHOLDERS = Chapter("Forums and stakeholders")
COMING_UP = Chapter("Coming up")
HOW_IT_WAS_MADE = Chapter("How this report was made")
SIGN_OFF = Chapter("Sign-off")
NUMBERED = (
    *(SUMMARY, WHAT_WE_DID, WHOM_WE_REACHED, WHAT_PEOPLE_TOLD_US, WHAT_WE_DID_ABOUT_IT, DUTIES, STRATEGY),
    *(PROJECTS, FORUMS_AND_STAKEHOLDERS, COMING_UP, HOW_IT_WAS_MADE, SIGN_OFF),
)

EVERY_ACTIVITY = Chapter("Activities of the period")
EVERYTHING_SAID = Chapter("You said, we did")
UNDATABLE = Chapter("Records that may belong to the period")
LETTERS = "ABC"
