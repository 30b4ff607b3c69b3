"""Pages of experience."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("experience", __name__)
