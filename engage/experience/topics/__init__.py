"""What was heard about one thing in several places, and how people write its name."""
