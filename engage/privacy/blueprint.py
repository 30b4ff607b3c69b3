"""The one blueprint of privacy, on which its parts hang their pages."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("privacy", __name__)
