"""Bringing in activities from an engagement log kept in a spreadsheet."""
