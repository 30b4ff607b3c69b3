"""Patient stories and soft intelligence, from what was told to what came of it."""
