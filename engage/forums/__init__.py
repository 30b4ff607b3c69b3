"""Forums: what each is, its terms, members and schedules, and the participation framework they form."""
