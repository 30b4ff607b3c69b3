"""Every page of experience."""

from __future__ import annotations

from engage.experience.blueprint import bp
from engage.experience.insight import routes as insight
from engage.experience.stories import routes as stories
from engage.experience.topics import routes as topics

__all__ = ["bp", "insight", "stories", "topics"]
