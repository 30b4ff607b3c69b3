"""Papers for tests: the typeface they need, and a board paper that uses every block there is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from engage.platform.charts import bar_chart, cycle_ring, line_chart
from engage.platform.paper import Column, Paper, Words, cite, emphasis, link, register_fonts, strong
from tests.platform.pdf_checks import operations
from tests.platform.pdf_reading import letters_of

TYPEFACE = Path(__file__).parents[2] / "node_modules" / "@expo-google-fonts" / "arimo"

CAR_PARK = (
    "People who came to the drop-in told us that the walk from the car park is too long, that letters "
    "arrive after the appointment, and that nobody rings back."
)
ACTIVITY_COLUMNS = [
    Column("Date"),
    Column("Activity"),
    Column("Method"),
    Column("Audience"),
    Column("Stage"),
    Column("Reached", "right"),
    Column("Outcome"),
]
MONTHS = ["Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar"]


def use_typeface() -> None:
    """Register the papers' typeface, or skip the test where the assets have not been installed."""
    if not TYPEFACE.is_dir():
        pytest.skip("the papers' typeface is not installed here: run npm ci")
    register_fonts(TYPEFACE)


def blank_paper(**changes: Any) -> Paper:
    """A paper with nothing in it yet but its title."""
    facts: dict[str, Any] = {
        "title": "Communications and engagement: assurance report",
        "subject": "Assurance report, 1 April 2018 to 31 March 2019",
        "author": "Head of Communications and Engagement",
        "running_head": ("NHS Wolverhampton CCG", "Assurance report 2018-19, version 2"),
        "foot": "Governing Body, public",
        "fingerprint": "3f9a1c02d4e5b6a7",
        "made_at": datetime(2019, 4, 12, 10, 30, tzinfo=UTC),
        "organisation": "NHS Wolverhampton Clinical Commissioning Group",
    }
    return Paper(**facts | changes)


def paper_saying(*paragraphs: Words) -> Paper:
    """A paper that holds these paragraphs and nothing else."""
    paper = blank_paper()
    for words in paragraphs:
        paper.paragraph(words)
    return paper


def activity_rows(count: int) -> list[list[Words]]:
    """As many activities as wanted, of differing length."""
    return [
        [
            f"{number % 28 + 1} June 2018",
            f"Primary care drop-in number {number}",
            "Drop-in",
            "Patients, carers; communities of interest",
            "Design pathways",
            f"{number * 37 % 900}" if number % 3 else "not recorded",
            CAR_PARK[: number * 17 % 150 + 10],
        ]
        for number in range(count)
    ]


def board_paper(activities: int = 40, **changes: Any) -> Paper:
    """A committee paper with every kind of block."""
    paper = blank_paper(**changes)
    paper.front_sheet(
        [
            ("Meeting", "Governing Body, 14 May 2019"),
            ("Purpose of report", "To assure the Governing Body that people were involved."),
            ("Recommendation", ["Receive the report\nNote ", link("the duties", "#duties")]),
        ]
    )
    paper.page_break()
    paper.contents()
    paper.heading(2, "Summary", number="1")
    paper.paragraph(["In the year ", strong("147 activities"), " were logged", cite(1), "."], number="1.1")
    paper.paragraph(["See ", link("the page", "https://www.example.nhs.uk/involved?q=1&y=ü")], number="1.2")
    paper.list_of(["Drop-ins moved to the evening", ["Letters say ", emphasis("whom to ring")]])
    paper.list_of(["Listen", "Answer"], numbered=True)
    paper.note("What is not recorded is not nought.")
    paper.heading(2, "What we did", number="2")
    paper.heading(3, "By method", number="2.1")
    paper.chart(bar_chart("Activities by method", [("Drop-in", 21), ("Survey", 10)], "activities", "Log"))
    paper.chart(line_chart("By month", MONTHS, [("Activities", [3] * 12)], "activities", "Log"))
    paper.chart(cycle_ring("Dental services", [(1, "Identify needs", 4, "done"), (2, "Plan", 2, "current")]))
    paper.table(
        ["Method", Column("Activities", "right")],
        [["Drop-in", "21"], ["Survey", "10"]],
        caption="Table 1: Activities by method",
        totals=["All methods", "31"],
        source="Engagement log, 12 April 2019",
    )
    paper.heading(2, "Duties", number="3", anchor="duties")
    paper.paragraph(CAR_PARK * 3, number="3.1")
    paper.heading(2, "Every activity", number="4")
    paper.table(ACTIVITY_COLUMNS, activity_rows(activities), caption="Table 2: Activities of the period")
    paper.heading(2, "Sign-off", number="5")
    paper.sign_off([("Public view", "PPI lay member", "3 May 2019"), ("Signed off by report owner", "", "")])
    paper.heading(2, "Evidence", number="6")
    paper.references([(1, ["Engagement log, ", link("activity 412", "https://www.example.nhs.uk/412")])])
    return paper


def pages_of(pdf: bytes) -> list[str]:
    """What is printed on each page, stand-ins as they are seen, in the order it is drawn."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return [_printed(page.obj) for page in document.pages]


def _printed(page: Any) -> str:
    letters = {str(name): letters_of(font) for name, font in page.Resources.Font.items()}
    return " ".join(_shown(operations(page), letters))


def _shown(drawn: Iterator[tuple[Any, str]], letters: dict[str, dict[int, str]]) -> Iterator[str]:
    font: dict[int, str] = {}
    for operands, name in drawn:
        if name == "Tf":
            font = letters[str(operands[0])]
        elif name == "Tj":
            yield "".join(font[code] for code in bytes(operands[0]))
