"""Bringing in spreadsheets, whatever kind of record they hold."""
