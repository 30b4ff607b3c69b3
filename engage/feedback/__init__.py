"""What was heard (anywhere), what we did about it, and whether people were told."""
