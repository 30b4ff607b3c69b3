"""Every page of experience."""

from __future__ import annotations

from engage.experience import insight_pages, story_pages, topic_pages
from engage.experience.blueprint import bp

__all__ = ["bp", "insight_pages", "story_pages", "topic_pages"]
