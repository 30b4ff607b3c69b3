"""Where the figures of a report lead, and keeping its paper and annex in the file store."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlencode

from engage.assurance import annex
from engage.platform.data.files import FileStore

LeadTo = Callable[[Mapping[str, Any]], str]


def leads(
    value: Mapping[str, Any],
    address: str,
    figures_at: str,
    query: str = "",
    *,
    reachable: Callable[[str], bool] = lambda _path: True,
) -> LeadTo:
    """Addresses for the cells of a report; its figures are opened under ``figures_at``, with ``query``.

    ``reachable`` tells of the page of a record whether the reader may open it.
    """
    named = value["records"]

    def lead_to(cell: Mapping[str, Any]) -> str:
        if "figure" in cell:
            part = urlencode({"part": cell["part"]}) if "part" in cell else ""
            asked = "&".join(filter(None, (query, part)))
            return f"{address}{figures_at}/{cell['figure']}{f'?{asked}' if asked else ''}"
        path = named.get(cell.get("ref"), {}).get("path", "")
        return f"{address}{path}" if path and reachable(path) else ""

    return lead_to


def paper(value: Mapping[str, Any], lead_to: LeadTo) -> bytes:
    """The report as PDF."""
    from engage.assurance import document

    return document.pdf(value, made_at=made_at(value), lead_to=lead_to)


def workbook(value: Mapping[str, Any]) -> bytes:
    """The annex as XLSX."""
    return annex.xlsx(value, made_at(value))


def keeper(store: FileStore, address: str, figures_at: str) -> Callable[[Mapping[str, Any]], tuple[str, str]]:
    """What publishing calls with the final value: makes the paper and the annex, and keeps both."""

    def keep(value: Mapping[str, Any]) -> tuple[str, str]:
        made = paper(value, leads(value, address, figures_at))
        return (
            store.store(io.BytesIO(made), "report.pdf").fingerprint,
            store.store(io.BytesIO(workbook(value)), "annex.xlsx").fingerprint,
        )

    return keep


def made_at(value: Mapping[str, Any]) -> datetime:
    """The moment papers carry: midnight of the day the report was made, so that bytes repeat."""
    return datetime.combine(date.fromisoformat(value["made_on"]), time(), UTC)
