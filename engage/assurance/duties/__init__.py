"""The law in the report: what it asks, and how that stands."""
