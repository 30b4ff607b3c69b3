"""A file of names and mail addresses for a mail merge."""

from __future__ import annotations

from flask import Response

from engage.platform import clock
from engage.platform.sheets import writing
from engage.platform.web.list_pages import CSV, XLSX
from engage.platform.web.pages import counted
from engage.stakeholders.cards.taking_away import file_answer
from engage.stakeholders.consents.mail import Recipients


def merge_file(found: Recipients, kind: str, name: str) -> Response:
    """Names and mail addresses of those who may get bulk mail; its first row says who was left out."""
    table = writing.Table(
        title="Mail merge",
        columns=[
            writing.Column("Name", "text"),
            writing.Column("Mail address", "text"),
            writing.Column("Note", "text"),
        ],
        rows=iter([["", "", who_is_left_out(found)], *([one.name, one.address, ""] for one in found.able)]),
    )
    if kind == "csv":
        return file_answer(writing.csv_bytes(table), f"{name}-mail-merge.csv", CSV)
    return file_answer(
        writing.xlsx_bytes([table], "Mail merge", clock.now()), f"{name}-mail-merge.xlsx", XLSX
    )


def who_is_left_out(found: Recipients) -> str:
    """12 left out. 7: They never subscribed to bulk mail. 5: No mail address is recorded."""
    if not found.left_out:
        return "Nobody was left out."
    said = " ".join(f"{number:,}: {sentence}" for sentence, number in found.reasons.items())
    return f"{counted(len(found.left_out), 'was', 'were')} left out. {said}"
