"""A report as four files of the same figures, each read as its reader would read it."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import Any

import openpyxl

from tests.pages.page import Page
from tests.pages.visitor import Visitor
from tests.platform.papers import pages_of
from tests.platform.pdf_reading import heard

Rows = list[tuple[str, ...]]


@dataclass(frozen=True)
class Published:
    """A report that was published: its page, and the bytes of its paper, annex and JSON."""

    address: str
    page: Page
    pdf: bytes
    xlsx: bytes
    json: bytes

    @cached_property
    def value(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.json)
        return found

    @cached_property
    def first_page(self) -> str:
        """What is printed on page 1 of the paper."""
        return " ".join(pages_of(self.pdf)[0].split())

    @cached_property
    def printed(self) -> str:
        """Everything a reader of the paper hears, in order."""
        return "\n".join(one.words for one in heard(self.pdf))

    def rows_on_page(self, caption: str) -> Rows:
        return [tuple(row.values()) for row in self.page.table(caption)]

    def counts_on_page(self, caption: str) -> dict[str, str]:
        """A table of two columns: each name with its number."""
        return {row[0]: row[1] for row in self.rows_on_page(caption)}

    def rows_on_paper(self, caption: str) -> Rows:
        """The rows of a table of the paper, from its caption to what follows it."""
        told = heard(self.pdf)
        [start] = [n for n, one in enumerate(told) if one.role == "Caption" and caption in one.words]
        inside = takewhile(lambda one: one.role in {"TH", "TD", "Link"}, told[start + 1 :])
        cells = [one for one in inside if one.role != "Link"]
        width = (
            next(n for n, one in enumerate(cells) if one.role == "TD") - 1
        )  # less the head of the first row
        words = [one.words for one in cells]
        return [tuple(words[n : n + width]) for n in range(width, len(words), width)]

    def rows_in_annex(self, caption: str) -> list[tuple[Any, ...]]:
        book = openpyxl.load_workbook(io.BytesIO(self.xlsx), read_only=True)
        wanted = re.sub(r"[\[\]:*?/\\]", " ", caption)[:31]
        [name] = [name for name in book.sheetnames if name.startswith(wanted.strip())]
        return list(book[name].iter_rows(min_row=2, values_only=True))


def publish(officer: Visitor, period: str, body: str = "All bodies") -> Published:
    """Prepare a report and publish it, page by page."""
    officer.visit("/reports")
    officer.follow("Prepare an assurance report")
    officer.submit("Prepare it", {"Body": body, "Period": period})
    officer.follow("Publish this report")
    page = officer.submit("Publish the report")
    return read(officer, page)


def read(reader: Visitor, page: Page) -> Published:
    """The same report in all its forms, as somebody who may read it fetches them."""
    address = page.url
    return Published(
        address=address,
        page=page,
        pdf=reader.download(f"{address}/paper.pdf"),
        xlsx=reader.download(f"{address}/annex.xlsx"),
        json=reader.download(f"{address}/report.json"),
    )
