"""Bodies that are one: merged, with all that points at them, and parted again."""
