"""Backups: every database at one moment with the files it names, put back whole or not at all."""
