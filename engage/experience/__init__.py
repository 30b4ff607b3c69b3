"""Patient stories and soft intelligence, and each quarter what they and every other source say together, passed to quality."""
