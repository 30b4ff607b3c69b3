"""The blueprint on which every page of imports hangs itself."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("imports", __name__)
