"""What is done to many organisations or people at once: tagged, given an owner, closed, written to."""
