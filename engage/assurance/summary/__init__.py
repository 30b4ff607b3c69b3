"""The summary of the report, and what in it asks for attention."""
