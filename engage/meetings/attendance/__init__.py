"""Who came to a meeting: members one by one where that was recorded, and others by post."""
