"""Records that may be one: found, told apart, merged, and parted again exactly as they were."""
