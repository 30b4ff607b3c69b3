"""How the report was made: its records, its rules, its words, and who vouches for it."""

from __future__ import annotations

from engage.assurance.figures import ACTIVITIES, ITEMS, PROJECTS, Id
from engage.assurance.material import Material
from engage.assurance.requirements import ASKED
from engage.assurance.sections.parts import sentence_of
from engage.assurance.value import Block, Heading, SignOff, paragraph, points
from engage.platform.web.pages import counted
from engage.rules.calendar_words import long_date

RULES = (
    "An activity counts once for each body that ran it, so figures of several bodies cannot be added up.",
    "It is in the period when what is known of its start lies wholly inside it: “2018/19” is in no quarter.",
    "“Not recorded” means that nobody wrote it down; it is never counted as nought.",
    "How a requirement stands is worked out from records, by when things happened and not when entered.",
    "People are counted by group only where somebody at the activity did; small numbers are not shown.",
    "An activity that was cancelled counts in no figure but the one of cancelled ones.",
)
WORDS = (
    ("Contacts", "people reached, added up over activities; one person may be among them twice"),
    ("Requirement", "one thing that a duty in law or guidance asks to be shown"),
    ("Evidenced", "a record meets everything the requirement asks"),
    ("CCG", "clinical commissioning group, which commissioned health services until 30 June 2022"),
    ("ICB", "integrated care board, which took over on 1 July 2022"),
)


def how_it_was_made(given: Material) -> list[Block]:
    """Where figures come from, by which rules they count, and what words mean."""
    bases = {
        ACTIVITIES: given.figure(Id.ACTIVITIES_COUNT).base,
        ITEMS: given.figure(Id.FEEDBACK_ITEMS).base,
        PROJECTS: given.figure(Id.PROJECTS_LIVE).base,
        ASKED: len(given.findings),
    }
    used = sentence_of([counted(base, *noun) for noun, base in bases.items() if base]) or "no records"
    return [
        paragraph(
            f"It was worked out on {long_date(given.scope.on)} from {used}, as they stood on that day. "
            f"Ages and answers are counted to {given.as_of}."
        ),
        Heading("Rules"),
        points([[rule] for rule in RULES]),
        Heading("Words"),
        points([[f"{word}: {meaning}."] for word, meaning in WORDS]),
    ]


def signing(given: Material, author_role: str) -> list[Block]:
    """Who vouches for the report, with room for a pen."""
    return [
        SignOff(
            (
                ("Prepared by", author_role, long_date(given.scope.on)),
                ("Statement of the lay member for patient and public involvement", "", ""),
                (f"Received by the {given.scope.board_word}", "", ""),
            )
        )
    ]
