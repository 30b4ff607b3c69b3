"""People on the way into a panel, in it, or out of it, and what they say of themselves."""
