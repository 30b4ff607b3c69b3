"""What was agreed to be done wherever it was agreed, by whom and by when, until it is done."""
