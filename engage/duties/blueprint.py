"""The one blueprint of duties, on which its parts hang their pages."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("duties", __name__)
