"""The catalogue to read, and the facts of law whose owners confirm them."""
