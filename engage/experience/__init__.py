"""Patient stories and soft intelligence, drawn together each quarter with every other source for quality."""
