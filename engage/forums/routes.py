"""Every page of forums and their framework; those of meetings have rooms of their own."""

from __future__ import annotations

from engage.forums import calendar_pages, forum_pages, framework_pages, part_pages
from engage.forums.blueprint import bp

__all__ = ["bp", "calendar_pages", "forum_pages", "framework_pages", "part_pages"]
