"""What the law says of each kind of commissioner: when it could exist, and what its board is called."""

from __future__ import annotations

from datetime import date

from engage.rules.body_names import BodyKind
from engage.rules.calendar_words import long_date

# National Health Service Act 2006, Part 2, Chapter A3, as the Health and Care Act 2022 brought it into force.
LAST_DAY_OF_CCGS = date(2022, 6, 30)
FIRST_DAY_OF_ICBS = date(2022, 7, 1)


def why_not_these_days(kind: str, first: date | None, last: date | None) -> str:
    """Why a body of this kind cannot have existed between these days, in a sentence; empty when it can."""
    if first and last and last < first:
        return f"It cannot have ended on {long_date(last)}, before it began on {long_date(first)}."
    if kind == BodyKind.CCG and (first or date.min) > LAST_DAY_OF_CCGS:
        return "No CCG began after 30 June 2022, when clinical commissioning groups ended."
    if kind == BodyKind.CCG and last and last > LAST_DAY_OF_CCGS:
        return "Every CCG ended by 30 June 2022. Enter that day or an earlier one as its last."
    if kind == BodyKind.ICB and first and first < FIRST_DAY_OF_ICBS:
        return (
            "No integrated care board began before 1 July 2022. Enter that day or a later one as its first."
        )
    return ""


def limits_of(kind: str) -> tuple[date | None, date | None]:
    """The first and last day that the law leaves a body of this kind; None where it sets no limit."""
    if kind == BodyKind.CCG:
        return None, LAST_DAY_OF_CCGS
    return (FIRST_DAY_OF_ICBS, None) if kind == BodyKind.ICB else (None, None)


def usual_board_word(kind: str) -> str:
    return "Governing Body" if kind == BodyKind.CCG else "Board"
