"""What people told us and what we did about it, in the report."""
