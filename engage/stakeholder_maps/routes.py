"""Pages of stakeholder maps."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("stakeholder_maps", __name__)
