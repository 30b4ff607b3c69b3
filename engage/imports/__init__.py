"""Bringing in records from spreadsheets: uploaded, looked at, taken in one piece, and undone in one piece."""
