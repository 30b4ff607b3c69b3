"""Strategy, projects, decisions and what comes up, in the report."""
