"""The rights of people over what is kept of them: access, erasure, how long things stay, and the map of it all."""
