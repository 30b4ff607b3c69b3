"""Fetching bodies and what belongs to them."""

from __future__ import annotations

from sqlalchemy import select

from engage.organisation.models import DemonstrationLoad
from engage.platform.db import session


def demonstration_words() -> str:
    """What every page and paper says while demonstration data is loaded; empty when there is none."""
    return (
        session().scalars(select(DemonstrationLoad.words).order_by(DemonstrationLoad.id).limit(1)).first()
        or ""
    )
