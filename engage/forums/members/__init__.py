"""Seats on a forum: the post, whom it speaks for, and who holds it between two dates."""
