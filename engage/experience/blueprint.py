"""The one blueprint of experience, on which stories, topics and summaries hang their pages."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("experience", __name__)
