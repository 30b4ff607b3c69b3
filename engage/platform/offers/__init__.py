"""What features offer one another without knowing each other."""
