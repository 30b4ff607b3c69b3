"""What the public sends in, in a database of its own: no accounts, and never behind the record's writers."""
