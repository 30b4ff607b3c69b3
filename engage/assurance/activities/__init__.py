"""What we did and whom we reached, in the report."""
