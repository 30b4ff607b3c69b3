"""What the lists of stories and of summaries have in common."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select

from engage.organisation.models import Body


def of_body(column: Any, code: str) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = column == select(Body.id).where(Body.code == code).scalar_subquery()
    return condition
