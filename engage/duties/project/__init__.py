"""The page of one project, with its triage."""
