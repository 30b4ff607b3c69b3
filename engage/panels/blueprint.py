"""The one blueprint of panels, on which its parts hang their pages."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("panels", __name__)
