"""What would become of the rows of a file, before it is taken."""
