"""What the lists of stories and of summaries have in common."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select

from engage.organisation.models import Body
from engage.platform.data.db import session
from engage.platform.web.forms import Choice


def bodies() -> list[Choice]:
    found = session().execute(select(Body.code, Body.name).order_by(Body.name))
    return [(code, name) for code, name in found]


def of_body(column: Any, code: str) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = column == select(Body.id).where(Body.code == code).scalar_subquery()
    return condition
