"""What belongs to a body: names, committees, places, practices, aims, strategies."""
