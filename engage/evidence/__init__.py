"""Asks every feature what it can testify to."""
