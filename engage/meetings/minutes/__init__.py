"""The notes and minutes of a meeting: written, agreed, and sent to its members."""
