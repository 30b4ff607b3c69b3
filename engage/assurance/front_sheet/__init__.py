"""The committee's front sheet."""
