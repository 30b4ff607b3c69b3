"""Where the figures of a report lead, and keeping its paper and annex in the file store."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlencode

from engage.assurance import annex, document
from engage.platform.files import FileStore

LeadTo = Callable[[Mapping[str, Any]], str]


def leads(value: Mapping[str, Any], address: str, figures_at: str) -> LeadTo:
    """Addresses for the cells of a report; its figures are opened under ``figures_at``."""
    records = value["records"]

    def lead_to(cell: Mapping[str, Any]) -> str:
        if cell.get("figure"):
            part = {"part": cell["part"]} if cell.get("part") else {}
            path, _, query = figures_at.partition("?")
            asked = "&".join(filter(None, [query, urlencode(part)]))
            return f"{address}{path}/{cell['figure']}{f'?{asked}' if asked else ''}"
        path = records.get(cell.get("ref", ""), {}).get("path", "")
        return f"{address}{path}" if path else ""

    return lead_to


def made_at(value: Mapping[str, Any]) -> datetime:
    """The moment papers carry: midnight of the day the report was made, so that bytes repeat."""
    return datetime.combine(date.fromisoformat(value["made_on"]), time(), UTC)


def keep_renderings(
    store: FileStore, address: str, report_id: int, demonstration: str
) -> Callable[[Mapping[str, Any], str, str], tuple[str, str]]:
    """What ``service.publish_report`` calls to make and keep the paper and the annex."""

    def keep(value: Mapping[str, Any], fingerprint: str, edition: str) -> tuple[str, str]:
        paper = document.pdf(
            value,
            fingerprint=fingerprint,
            made_at=made_at(value),
            lead_to=leads(value, address, f"/reports/{report_id}/figures"),
            edition=edition,
            demonstration=demonstration,
        )
        sheets = annex.xlsx(value, made_at(value))
        return (
            store.store(io.BytesIO(paper), "report.pdf").fingerprint,
            store.store(io.BytesIO(sheets), "annex.xlsx").fingerprint,
        )

    return keep
