"""The blueprint on which every page of meetings hangs itself."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("meetings", __name__)
