"""The plumbing every feature stands on; it knows nothing of health or law."""
