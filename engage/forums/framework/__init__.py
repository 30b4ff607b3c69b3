"""The participation framework: its editions, and who reports to whom in each."""
