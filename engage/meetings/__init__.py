"""Meetings of forums: planned, held or called off, from agenda to minutes, with calendars to follow."""
