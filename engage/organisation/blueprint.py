"""What the pages of bodies hang on; each module of pages adds its own."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("organisation", __name__)
