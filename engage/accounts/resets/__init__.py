"""Choosing a password by a link: the first one, and a new one when it is forgotten."""
