"""Commissioning projects and where each stands in the engagement cycle."""
