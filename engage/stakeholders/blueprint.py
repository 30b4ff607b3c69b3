"""What the pages of the register hang on; each module of pages adds its own."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("stakeholders", __name__)
