"""Meetings as forums owe them: planned by schedules, kept or missed, and in the way of a forum's end."""
