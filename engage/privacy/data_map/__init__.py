"""The map of what is kept, and how long it stays."""
