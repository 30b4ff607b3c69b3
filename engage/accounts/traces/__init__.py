"""Who came in and what was taken out: a list for those who read the audit trail, and word of attacks."""
