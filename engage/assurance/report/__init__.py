"""The report as one value, in which its sections and pages are written."""
