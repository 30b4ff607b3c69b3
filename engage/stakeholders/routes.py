"""Pages of stakeholders."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("stakeholders", __name__)
