"""Killing what Engage does, at random moments, and looking what stands then: ``python -m bench.faults``."""
