"""Figures of the report: their names, what they are, and how they are counted."""
