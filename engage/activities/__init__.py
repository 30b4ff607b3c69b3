"""The engagement log: what was done, with whom, and how many were reached."""
