"""What is kept of one person: found in every table, and told to them."""
