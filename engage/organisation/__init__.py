"""The bodies served: their committees, places and practices, their strategies and aims."""
