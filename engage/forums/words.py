"""What kinds of forum, roles on them, ways of reporting and degrees of trust are called."""

from __future__ import annotations

from datetime import date

from engage.rules.calendar_words import long_date
from engage.rules.words import read_vocabulary

ROLES = {
    "chair": "Chair",
    "vice_chair": "Vice-chair",
    "member": "Member",
    "secretary": "Secretary",
    "in_attendance": "In attendance",
    "observer": "Observer",
}
"""The roles of a member, in the order in which they are shown."""
HOW = {
    "reports": "reports to",
    "advises": "advises",
    "informs": "informs",
    "is_consulted": "is consulted by",
}
"""How a forum stands to the one above it in the framework."""
TRUST = {
    "verified": "Verified: checked at its source",
    "unverified": "Unverified: nobody has checked it",
    "proposal": "Proposal: it is ours, or not agreed yet",
}
FREQUENCIES = {
    "weekly": "Every week",
    "fortnightly": "Every two weeks",
    "monthly": "Every month",
    "bimonthly": "Every two months",
    "quarterly": "Every three months",
    "half_yearly": "Every six months",
    "yearly": "Every year",
}
BY = {
    "weekday_of_month": "The same weekday, such as the second Thursday",
    "day_of_month": "The same day of the month, such as the 14th",
}
"""On which day of its months a forum is to meet."""
WITHOUT_END = (
    "A schedule needs a last day: without one its meetings would never end. Enter the day until which it "
    "holds, such as the end of the financial year; a new schedule can follow it."
)


def kind_label(kind: str) -> str:
    return read_vocabulary("forum_kinds").term(kind).label


def kind_choices() -> list[tuple[str, str]]:
    """(code, label) of every kind of forum."""
    return [(term.code, term.label) for term in read_vocabulary("forum_kinds").terms]


def days_known(first: date | None, last: date | None) -> str:
    """The days from and to which something was so, as far as they are known."""
    if first and last:
        return f"{long_date(first)} to {long_date(last)}"
    return f"since {long_date(first)}" if first else f"until {long_date(last)}" if last else "not recorded"
