"""What the law asks: triage, checklists, signatures, and reasons why something does not apply."""
