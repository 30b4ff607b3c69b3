"""How often a forum is to meet: rules of recurrence, each between two dates."""
