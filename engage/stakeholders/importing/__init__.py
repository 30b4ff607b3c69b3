"""Bringing in organisations from spreadsheets."""
