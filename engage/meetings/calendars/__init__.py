"""Meetings as calendars read them, and the private addresses at which they do."""
