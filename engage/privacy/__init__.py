"""The rights of people over what is kept of them: access, erasure, how long it stays, and a map of it."""
