"""Spreadsheets in and out: reading what people keep, and writing what they may open anywhere."""
