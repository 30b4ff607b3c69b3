"""Word to administrators of jobs that fail, and that work again."""
