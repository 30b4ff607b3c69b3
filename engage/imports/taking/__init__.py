"""Taking a file that was kept, and undoing what was taken."""
