"""What belongs to an organisation or a person: addresses, and posts."""
