"""Files of the register to take away: contact cards, and names and addresses for a mail merge."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response

from engage.platform import clock
from engage.platform.sheets import writing
from engage.platform.web.list_pages import CSV, XLSX
from engage.platform.web.pages import counted
from engage.stakeholders.bulk_service import Table
from engage.stakeholders.cards import cards_of
from engage.stakeholders.mailing import Recipients

CARDS = "text/vcard; charset=utf-8"


def cards_file(table: Table, numbers: Sequence[int], name: str) -> Response:
    """The contact cards of these."""
    return _file("".join(cards_of(table, numbers)).encode(), f"{name}.vcf", CARDS)


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
        return _file(writing.csv_bytes(table), f"{name}-mail-merge.csv", CSV)
    return _file(writing.xlsx_bytes([table], "Mail merge", clock.now()), f"{name}-mail-merge.xlsx", XLSX)


def who_is_left_out(found: Recipients) -> str:
    """12 left out. 7: They never subscribed to bulk mail. 5: No mail address is recorded."""
    if not found.left_out:
        return "Nobody was left out."
    said = " ".join(f"{number:,}: {sentence}" for sentence, number in found.reasons.items())
    return f"{counted(len(found.left_out), 'was', 'were')} left out. {said}"


def _file(content: bytes, name: str, kind: str) -> Response:
    answer = Response(content, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
