"""Who came in, what was refused, and what was taken out or read: traces in a database of their own."""
