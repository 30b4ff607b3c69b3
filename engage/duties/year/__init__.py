"""The page of a body's year."""
