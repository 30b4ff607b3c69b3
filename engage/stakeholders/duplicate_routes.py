"""Pages of duplicates: what was found, merging field by field, parting again."""

from __future__ import annotations

from flask import Blueprint

from engage.stakeholders import duplicates

bp = Blueprint("duplicates", __name__)

__all__ = ["bp", "duplicates"]
