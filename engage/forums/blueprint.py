"""The blueprint on which every page of forums and their framework hangs."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("forums", __name__)
